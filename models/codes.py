"""校验码: HMAC-SHA256 under the audit key, over bytes that say where each field begins and ends."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from config.keys import audit_key
from models.sealing import Kept


def chained(*fields: str) -> str:
    """The code of a line; the first field is the code of the line before."""
    return code(told([field.encode() for field in fields])).hex()


def code(message: bytes) -> bytes:
    return hmac.digest(audit_key(), message, "sha256")


def digest(*fields: str) -> str:
    """SHA-256 over the same bytes, for what everybody may check without a key."""
    return hashlib.sha256(told(field.encode() for field in fields)).hexdigest()


def told(fields: Iterable[bytes]) -> bytes:
    return b"".join([len(field).to_bytes(4, "big") + field for field in fields])


def iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def plain(value: Any) -> bytes:
    """One value as SQLite stores it, whether it comes from an object, from SQLite or from PostgreSQL."""
    spell = _SPELLINGS.get(type(value))
    if spell is None:
        spell = next((how for kind, how in _SPELLINGS.items() if isinstance(value, kind)), None)
    if spell is None:
        raise TypeError(f"no stored form for {type(value).__name__}")
    return spell(value)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _moment(value: datetime) -> bytes:
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds").encode()


_SPELLINGS: dict[type, Callable[[Any], bytes]] = {
    str: str.encode,
    int: b"%d".__mod__,
    bool: b"%d".__mod__,
    Kept: lambda kept: kept.raw.encode(),
    UUID: lambda id: id.hex.encode(),
    datetime: _moment,  # before date, which it is too
    date: lambda day: day.isoformat().encode(),
    list: _json,
    dict: _json,
    bytes: bytes,
    bytearray: bytes,
    memoryview: bytes,
}
