"""The keys of invented letters, and their words sealed as a flush would have sealed them."""

from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from uuid import UUID

from flows.stock.letters import House, Letter
from models import keyring, sealing
from models.content_keys import WrappedKey
from models.masters import FIRST
from models.sealing import Kept
from models.suites import Algorithm
from models.values import Level


def key(house: House, letter: Letter) -> Iterator[dict[str, Any]]:
    empty = WrappedKey(letter.id, b"", FIRST, Algorithm.AES, True, Level.INTERNAL)
    kept = keyring.rewrapped(empty, _secret(letter), FIRST)
    yield {
        "owner": letter.id,
        "wrapped": kept.wrapped,
        "master_version": FIRST,
        "algorithm": Algorithm.AES,
        "bound": True,
        "made_at": house.at,
    }


def sealed(letter: Letter, column: str, row: UUID, clear: str) -> Kept:
    """``column`` is ``table.column``; ``row`` its primary key."""
    return Kept(sealing.seal(_secret(letter), sealing.place_of(column, [row], letter.id), clear))


def _secret(letter: Letter) -> bytes:
    """Made of nothing secret: so is the letter."""
    return sha256(letter.id.bytes).digest()
