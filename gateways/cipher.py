"""Sealing: AES-256-GCM in frames, so that a large file needs little memory and none can be cut, moved or swapped.

A sealed file is ``MAGIC``, a salt, then frames of at most ``FRAME`` bytes, each with its tag.  A file's key is
HKDF-SHA256 of the owner's key and the salt: no two files share one, so a nonce may be the frame's place
(11 bytes) and whether it is the last (1 byte).
"""

import os
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"JIYAO\x01"
FRAME = 1 << 20
TAG, SALT, NONCE, BITS = 16, 32, 12, 256


class Broken(Exception):
    """The bytes are not what was sealed, or not for this owner and file."""


def new_key() -> bytes:
    return AESGCM.generate_key(BITS)


def wrap(key: bytes, master: bytes, about: bytes) -> bytes:
    """The key as it may lie in the database; ``about`` names its owner and must be named again to unwrap."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(master).encrypt(nonce, key, about)


def unwrap(wrapped: bytes, master: bytes, about: bytes) -> bytes:
    """Raises Broken."""
    return _decrypt(AESGCM(master), wrapped[:NONCE].ljust(NONCE), wrapped[NONCE:], about)


def frames(content: bytes | BinaryIO, size: int = FRAME) -> Iterator[bytes]:
    """The content in pieces of ``size``; at least one, which may be empty."""
    source = BytesIO(content) if isinstance(content, bytes) else content
    piece = _read(source, size)
    yield piece
    while piece and (piece := _read(source, size)):
        yield piece


def seal(clear: Iterable[bytes], key: bytes, about: bytes) -> Iterator[bytes]:
    """``about`` (owner and file) is not kept in the bytes; it must be named again to open them."""
    salt = os.urandom(SALT)
    cipher = _cipher(key, salt)
    yield MAGIC + salt
    for nonce, piece in _numbered(clear):
        yield cipher.encrypt(nonce, piece, about)


def unseal(sealed: BinaryIO, key: bytes, about: bytes) -> Iterator[bytes]:
    """Raises Broken at the first frame that is not whole and in its place."""
    head = sealed.read(len(MAGIC) + SALT)
    if len(head) != len(MAGIC) + SALT or not head.startswith(MAGIC):
        raise Broken
    cipher = _cipher(key, head[len(MAGIC) :])
    for nonce, piece in _numbered(frames(sealed, FRAME + TAG)):
        yield _decrypt(cipher, nonce, piece, about)


def _read(source: BinaryIO, size: int) -> bytes:
    """``size`` bytes, fewer only at the end: a source may hand out less than it was asked for."""
    piece = source.read(size)
    while 0 < len(piece) < size and (more := source.read(size - len(piece))):
        piece += more
    return piece


def _numbered(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Every piece with its nonce; only the last one's says that nothing follows."""
    rest = iter(pieces)
    piece, place = next(rest), 0
    for following in rest:
        yield place.to_bytes(NONCE - 1, "big") + b"\0", piece
        piece, place = following, place + 1
    yield place.to_bytes(NONCE - 1, "big") + b"\1", piece


def _cipher(key: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), length=BITS // 8, salt=salt, info=MAGIC).derive(key))


def _decrypt(cipher: AESGCM, nonce: bytes, piece: bytes, about: bytes) -> bytes:
    try:
        return cipher.decrypt(nonce, piece, about)
    except InvalidTag:
        raise Broken from None
