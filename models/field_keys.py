"""手边的密钥: the data keys that one session needs for words, asked for together and kept no longer than it."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from uuid import UUID

from sqlmodel import Session

from models import keyring
from models.sealed import Sealed
from models.sealing import Gone, Unopened

MOST = 1000  # owners in one question


class FieldKeys:
    """None: erased, or never made.  b"": does not unwrap."""

    def __init__(self) -> None:
        self._secrets: dict[UUID, bytes | None] = {}

    def to_open(self, session: Session, owner: UUID) -> bytes:
        """Raises Gone, Unopened.  Asks for all whom the session's rows belong to: a list is one question."""
        if owner not in self._secrets:
            others = islice(self._unknown(session), MOST)
            with session.no_autoflush:
                self._secrets |= keyring.keys_to_open(session, {owner, *others})
        if (secret := self._secrets[owner]) is None:
            raise Gone
        if not secret:
            raise Unopened
        return secret

    def to_seal(self, session: Session, owner: UUID, *, at: datetime) -> bytes:
        """Raises Shredded, Damaged."""
        secret = self._secrets.get(owner)
        if not secret:
            with session.no_autoflush:  # one act is one flush
                secret = self._secrets[owner] = keyring.key_to_seal(session, owner, at=at)
        return secret

    def forget(self, owner: UUID) -> None:
        """Its key was erased in this session."""
        self._secrets[owner] = None

    def _unknown(self, session: Session) -> Iterator[UUID]:
        rows = (row for row in session.identity_map.values() if isinstance(row, Sealed))
        owners = (vars(row).get(row.sealed_under) for row in rows)
        return (owner for owner in owners if owner and owner not in self._secrets)
