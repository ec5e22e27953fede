"""主密钥: its versions.  The keys are files; here stands which version wraps from now on, and which are retired."""

import os
from datetime import datetime

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import bindparam, text
from sqlmodel import Field, Session, col, func, select

from config.errors import BadConfig
from config.keys import master_key
from models.database import Moment, Table, moment
from models.suites import NONCE, Algorithm, Broken, opened, suite

FIRST = 1
PURPOSE = b"jiyao wrap"


class MasterKey(Table, table=True):
    """One version.  Whoever wraps shares its row until his transaction ends, so that nobody retires it meanwhile."""

    version: int = Field(primary_key=True)
    made_at: datetime = moment()
    retired_at: datetime | None = moment(default=None)


def newest(session: Session) -> int:
    """The version in force."""
    return session.exec(select(func.max(MasterKey.version))).one() or FIRST


def to_wrap(session: Session, *, at: datetime) -> int:
    """The version in force, held until this transaction ends."""
    add(session, FIRST, at=at)
    last = select(MasterKey.version).order_by(col(MasterKey.version).desc()).limit(1)
    return session.exec(last.with_for_update(read=True)).one()


def add(session: Session, version: int, *, at: datetime) -> bool:
    """From the commit on this version wraps; False when it does already."""
    keep = text(
        "INSERT INTO master_key (version, made_at) VALUES (:version, :at) ON CONFLICT (version) DO NOTHING"
    ).bindparams(bindparam("at", at, Moment()))
    return session.connection().execute(keep, {"version": version}).rowcount > 0


def versions(session: Session) -> list[MasterKey]:
    return list(session.exec(select(MasterKey).order_by(col(MasterKey.version))))


def wrap(secret: bytes, about: bytes, *, version: int, algorithm: Algorithm) -> bytes:
    """As it may lie in the database.  ``about`` names whose it is, and must be named again to unwrap."""
    nonce = os.urandom(NONCE)
    wrapping = suite(algorithm, _master(version), purpose=PURPOSE)
    return nonce + wrapping.encrypt(nonce, secret, _bound(about, version, algorithm))


def unwrap(wrapped: bytes, about: bytes, *, version: int, algorithm: Algorithm) -> bytes:
    """Raises Broken, also when this version of the master key is not here."""
    wrapping = suite(algorithm, _master(version), purpose=PURPOSE)
    nonce, sealed = wrapped[:NONCE].ljust(NONCE), wrapped[NONCE:]
    return opened(wrapping, nonce, sealed, _bound(about, version, algorithm))


def unwrap_unbound(wrapped: bytes, about: bytes) -> bytes:
    """What was wrapped before master keys had versions.  Raises Broken."""
    nonce, sealed = wrapped[:NONCE].ljust(NONCE), wrapped[NONCE:]
    return opened(AESGCM(_master(FIRST)), nonce, sealed, about)


def _bound(about: bytes, version: int, algorithm: Algorithm) -> bytes:
    return b"\0".join([algorithm.value.encode(), str(version).encode(), about])


def _master(version: int) -> bytes:
    try:
        return master_key(version)
    except BadConfig:
        raise Broken from None
