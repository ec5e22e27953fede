"""口令: Argon2id, one hash at a time per core, and the same work whether or not somebody bears the name."""

import os
import re
import secrets
from collections.abc import Collection
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from config.language import _
from config.policy import policy
from models.attempts import fold
from models.errors import Malformed

LONGEST = 256
FEWEST_DIFFERENT = 5
COMMON = Path(__file__).with_name("common_passwords.txt")
EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")
LEET = str.maketrans("0134578@$!", "oleastbasi")
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


def hashed(password: str, uid: str, former: Collection[str] = ()) -> str:
    """``former``: hashes of those that may not come back.  Raises WeakPassword."""
    _must_be_strong(password, uid)
    if any(fits(one, password) for one in former):
        raise WeakPassword(_("口令不得与最近用过的相同。"))
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
        raise WeakPassword(
            _("口令应有{least}至{longest}个字符，不能全是空格。", least=least, longest=LONGEST)
        )
    if len(password) < least:
        raise WeakPassword(_("口令至少{least}个字符，现有{many}个。", least=least, many=len(password)))
    if fold(uid) in fold(password):
        raise WeakPassword(_("口令不得包含账号。"))
    if is_common(fold(password)):
        raise WeakPassword(_("这是很多人用过的口令，请换一个。"))


def is_common(folded: str) -> bool:
    """On the list, or a word of the list with figures and marks around it, or few different characters."""
    bare = EDGES.sub("", folded).translate(LEET)
    letters = "".join(one for one in folded if one.isalpha())
    return len(set(folded)) < FEWEST_DIFFERENT or bool({folded, bare, letters} & _common())


@cache
def _common() -> frozenset[str]:
    """What people choose most, and the names and words that it is made from (zxcvbn); and the words of this trade.

    Read when first asked.
    """
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    return frozenset(COMMON.read_text(encoding="utf-8").split()) | set().union(*FREQUENCY_LISTS.values())


def _hash(password: str) -> str:
    with DOOR:
        return HASHER.hash(password)


def _encodes(text: str) -> bool:
    return not any(0xD800 <= ord(one) <= 0xDFFF for one in text)


@cache
def _decoy() -> str:
    return _hash(secrets.token_hex())
