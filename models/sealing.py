"""封文: one value of one column, sealed for its place; it opens nowhere else."""

import os
from base64 import b64decode, b64encode
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from config.settings import settings
from models.suites import NONCE, Algorithm, Broken, Suite, opened, suite

MARK = "\x02"  # begins what is sealed; words.cleaned() lets no text begin so
WITH = {Algorithm.AES: "", Algorithm.SM4: "\x04"}  # what follows it


class Unopened(Exception):
    """It was changed, or stands in another row, column or document than it was sealed for."""


class Gone(Exception):
    """Its key was erased."""


class Kept:
    """A value as the database keeps it and, once it was sealed or opened here, in clear."""

    __slots__ = ("clear", "raw")

    def __init__(self, raw: str, clear: Any = None) -> None:
        self.raw, self.clear = raw, clear

    def __str__(self) -> str:
        raise TypeError("a sealed column was selected by itself; select its row")


def is_sealed(raw: str) -> bool:
    return raw.startswith(MARK)


def seal(secret: bytes, about: str, clear: str) -> str:
    """``secret`` is the document's data key; ``about`` comes from place_of()."""
    nonce, algorithm = os.urandom(NONCE), Algorithm(settings().cipher)
    sealed = _suite(algorithm, secret, _column(about)).encrypt(nonce, clear.encode(), about.encode())
    return MARK + WITH[algorithm] + b64encode(nonce + sealed).decode()


def unseal(secret: bytes, about: str, raw: str) -> str:
    """Raises Unopened."""
    told = raw.removeprefix(MARK)
    algorithm = Algorithm.SM4 if told.startswith(WITH[Algorithm.SM4]) else Algorithm.AES
    try:
        sealed = b64decode(told.removeprefix(WITH[algorithm]), validate=True)
        nonce = sealed[:NONCE].ljust(NONCE)
        opening = _suite(algorithm, secret, _column(about))
        return opened(opening, nonce, sealed[NONCE:], about.encode()).decode()
    except (Broken, ValueError):  # the latter: no base64, no UTF-8
        raise Unopened from None


def place_of(column: str, key: Iterable[Any], owner: UUID) -> str:
    """Where a value stands: ``table.column``, the row's primary key, and whose it is."""
    return "|".join([column, *(_plain(part) for part in key), str(owner)])


def _column(about: str) -> str:
    return about.partition("|")[0]


def _plain(part: Any) -> str:
    return part.astimezone(UTC).isoformat() if isinstance(part, datetime) else str(part)


def _suite(algorithm: Algorithm, secret: bytes, column: str) -> Suite:
    """A key for every column: derived, not drawn, for the data key is uniform already (RFC 5869 §3.3)."""
    purpose = f"jiyao column {column}".encode()
    if algorithm is Algorithm.SM4:
        return suite(algorithm, secret, purpose=purpose)
    return AESGCM(HKDFExpand(SHA256(), length=32, info=purpose).derive(secret))
