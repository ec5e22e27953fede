"""口令: Argon2id, one hash at a time per core, and the same work whether or not somebody bears the name."""

import os
import secrets
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from config.policy import policy
from models.attempts import fold
from models.errors import Malformed

LONGEST = 256
HASHER = PasswordHasher(
    time_cost=2, memory_cost=19_456, parallelism=1
)  # OWASP's least; 19 MiB for each sign-in
DOOR = BoundedSemaphore(os.cpu_count() or 1)


class WeakPassword(Malformed):
    """The sentence says what to do; it never repeats what was typed."""

    def __init__(self, message: str) -> None:
        super().__init__(message, "password")


def well_formed(text: str) -> bool:
    """Worth hashing at all: not blank, no NUL, no half characters, at most 256 of them."""
    return bool(text.strip()) and "\0" not in text and len(text) <= LONGEST and _encodes(text)


def hashed(password: str, uid: str) -> str:
    """Raises WeakPassword."""
    _must_be_strong(password, uid)
    return _hash(password)


def fits(kept: str, password: str) -> bool:
    """Whether this is the password; with nothing kept the work is done all the same, against a word nobody knows."""
    decoy = _decoy()
    with DOOR:
        try:
            return HASHER.verify(kept or decoy, password)
        except (VerificationError, InvalidHashError):
            return False


def renewed(kept: str, password: str) -> str | None:
    """A new hash, where more work is asked for now than when the old one was made."""
    return _hash(password) if HASHER.check_needs_rehash(kept) else None


def _must_be_strong(password: str, uid: str) -> None:
    least = policy().sign_in.password_length
    if not well_formed(password):
        raise WeakPassword(f"口令应有{least}至{LONGEST}个字符，不能全是空格。")
    if len(password) < least:
        raise WeakPassword(f"口令至少{least}个字符，现有{len(password)}个。")
    if fold(uid) in fold(password):
        raise WeakPassword("口令不得包含账号。")


def _hash(password: str) -> str:
    with DOOR:
        return HASHER.hash(password)


def _encodes(text: str) -> bool:
    return not any(0xD800 <= ord(one) <= 0xDFFF for one in text)


@cache
def _decoy() -> str:
    return _hash(secrets.token_hex())
