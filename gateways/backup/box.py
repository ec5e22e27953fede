"""封装: a copy sealed under the backup key.  The head says which key; the rest is frames, as the vault has them."""

import hashlib
import hmac
from collections.abc import Iterator
from typing import BinaryIO

from gateways import cipher
from gateways.backup.faults import BadCopy, NoCopy, OtherKey
from gateways.backup.flows import reader
from models.suites import Algorithm, Broken

MAGIC = b"JIYAO-BACKUP-1\n\0"
SIGN = 16  # bytes that tell one key from another, and nothing else of it


def boxed(clear: Iterator[bytes], key: bytes, algorithm: Algorithm) -> Iterator[bytes]:
    head = MAGIC + _sign(key)
    yield head
    yield from cipher.seal(cipher.frames(reader(clear)), key, head, algorithm)


def opened(file: BinaryIO, key: bytes) -> Iterator[bytes]:
    """Raises NoCopy, OtherKey at once; BadCopy at the first frame that is not whole and in its place."""
    magic, sign = file.read(len(MAGIC)), file.read(SIGN)
    if magic != MAGIC:
        raise NoCopy()
    if not hmac.compare_digest(sign, _sign(key)):
        raise OtherKey()
    return _frames(file, key, magic + sign)


def _frames(file: BinaryIO, key: bytes, head: bytes) -> Iterator[bytes]:
    try:
        yield from cipher.unseal(file, key, head)
    except Broken:
        raise BadCopy() from None


def _sign(key: bytes) -> bytes:
    return hmac.digest(key, MAGIC, hashlib.sha256)[:SIGN]
