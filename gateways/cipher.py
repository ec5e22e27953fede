"""Sealing: AES-256-GCM or SM4-GCM in frames, so that a large file needs little memory and none can be cut or moved.

A sealed file is the algorithm's ``MAGIC``, a salt, then frames of at most ``FRAME`` bytes, each with its tag.  A
file's key is HKDF of the owner's key and the salt: no two files share one, so a nonce may be the frame's place
(11 bytes) and whether it is the last (1 byte).
"""

import os
from collections.abc import Iterable, Iterator
from io import BytesIO
from typing import BinaryIO

from models.suites import NONCE, TAG, Algorithm, Broken, Suite, opened, suite

MAGIC = {Algorithm.AES: b"JIYAO\x01", Algorithm.SM4: b"JIYAO\x02"}
FRAME = 1 << 20
HEAD, SALT = 6, 32


def frames(content: bytes | BinaryIO, size: int = FRAME) -> Iterator[bytes]:
    """The content in pieces of ``size``; at least one, which may be empty."""
    source = BytesIO(content) if isinstance(content, bytes) else content
    piece = _read(source, size)
    yield piece
    while piece and (piece := _read(source, size)):
        yield piece


def seal(
    clear: Iterable[bytes], key: bytes, about: bytes, algorithm: Algorithm = Algorithm.AES
) -> Iterator[bytes]:
    """``about`` (owner and file) is not kept in the bytes; it must be named again to open them."""
    salt = os.urandom(SALT)
    sealing = _suite(algorithm, key, salt)
    yield MAGIC[algorithm] + salt
    for nonce, piece in _numbered(clear):
        yield sealing.encrypt(nonce, piece, about)


def unseal(sealed: BinaryIO, key: bytes, about: bytes) -> Iterator[bytes]:
    """Raises Broken at the first frame that is not whole and in its place."""
    head, salt = sealed.read(HEAD), sealed.read(SALT)
    algorithm = next((one for one, magic in MAGIC.items() if magic == head), None)
    if algorithm is None or len(salt) != SALT:
        raise Broken
    opening = _suite(algorithm, key, salt)
    for nonce, piece in _numbered(frames(sealed, FRAME + TAG)):
        yield opened(opening, nonce, piece, about)


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


def _suite(algorithm: Algorithm, key: bytes, salt: bytes) -> Suite:
    return suite(algorithm, key, salt=salt, purpose=MAGIC[algorithm])
