"""密钥环: each document (or order) has one key for its files and words; it lies in the database, wrapped."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlmodel import Session

from config.language import _
from config.settings import settings
from models import content_keys, files, masters
from models.content_keys import WrappedKey
from models.document import Document
from models.errors import NotNow
from models.suites import Algorithm
from models.suites import Broken as Broken
from models.values import Level

BITS = 256
ORDER = "order"  # stands where a document has its level


class Shredded(NotNow):
    def __init__(self) -> None:
        super().__init__(_("内容已按清册销毁，只保留登记信息。"))


class Damaged(NotNow):
    def __init__(self) -> None:
        super().__init__(_("此文件在库房中已损坏或缺失，不能打开。请系统管理员从备份恢复。"))


@dataclass(frozen=True, slots=True)
class ContentSecret:
    """An owner's key, and the algorithm for what is sealed with it from now on."""

    secret: bytes = field(repr=False)
    algorithm: Algorithm


def key_to_open(session: Session, owner: UUID) -> bytes:
    """Raises Shredded before the first sealing and after the key was erased; Damaged when it does not unwrap."""
    kept = _kept(session, owner)
    if kept is None:
        raise Shredded()
    return opened(kept)


def keys_to_open(session: Session, owners: Collection[UUID]) -> dict[UUID, bytes | None]:
    """The same for many at once.  None where there is no key, b"" where it does not unwrap."""
    found: dict[UUID, bytes | None] = dict.fromkeys(owners)
    for kept in content_keys.some(session, owners):
        try:
            found[kept.owner] = unwrap(_as_written(session, kept))
        except Broken:
            found[kept.owner] = b""
    return found


def key_to_seal(session: Session, owner: UUID, *, at: datetime) -> bytes:
    """The owner's key, made with the first thing sealed.  Raises Shredded where files are and the key is gone."""
    return secret_to_seal(session, owner, at=at).secret


def secret_to_seal(session: Session, owner: UUID, *, at: datetime) -> ContentSecret:
    """Raises Shredded, Damaged."""
    kept = _kept(session, owner)
    if kept is None:
        if files.has_any(session, owner):
            raise Shredded()
        kept = _made(session, owner, at)
    return ContentSecret(opened(kept), kept.algorithm)


def change_level(session: Session, document: Document, level: Level, *, at: datetime) -> None:
    """定密级: the only way a document's level changes, for its key is bound to it.  Raises Damaged."""
    kept = content_keys.find(session, document.id, to_change=True)
    if kept and document.level is not level:
        secret, version = opened(replace(kept, level=document.level)), masters.to_wrap(session, at=at)
        content_keys.replace(session, kept, rewrapped(replace(kept, level=level), secret, version))
    document.level = level
    session.add(document)


class ContentKeys:
    """The keys of documents and orders, as something that the master key wraps."""

    name = "文件密钥"

    def under(self, session: Session) -> dict[int, int]:
        return content_keys.counted(session)

    def older(self, session: Session, version: int, after: UUID, most: int) -> list[UUID]:
        return content_keys.older_than(session, version, after, most)

    def rewrap(self, session: Session, one: UUID, version: int) -> bool:
        """Nothing is lost when somebody erases the key or changes the level at the same moment."""
        kept = content_keys.find(session, one)
        if kept is None:
            return True
        try:
            content_keys.replace(session, kept, rewrapped(kept, unwrap(kept), version))
        except Broken:
            return False
        return True


def new_key() -> bytes:
    return AESGCM.generate_key(BITS)


def opened(kept: WrappedKey) -> bytes:
    """Raises Damaged."""
    try:
        return unwrap(kept)
    except Broken:
        raise Damaged() from None


def unwrap(kept: WrappedKey) -> bytes:
    """Raises Broken."""
    if not kept.bound:
        return masters.unwrap_unbound(kept.wrapped, kept.owner.bytes)
    return masters.unwrap(kept.wrapped, _about(kept), version=kept.master_version, algorithm=kept.algorithm)


def rewrapped(kept: WrappedKey, secret: bytes, version: int) -> WrappedKey:
    """The same key, wrapped by this version and bound to all that ``kept`` says."""
    wrapped = masters.wrap(secret, _about(kept), version=version, algorithm=kept.algorithm)
    return replace(kept, wrapped=wrapped, master_version=version, bound=True)


def _made(session: Session, owner: UUID, at: datetime) -> WrappedKey:
    """Of two made at once the first one stands."""
    algorithm, version = Algorithm(settings().cipher), masters.to_wrap(session, at=at)
    level = _unwritten_level(session, owner) or content_keys.level_of(session, owner)
    empty = WrappedKey(owner, b"", version, algorithm, True, level)
    content_keys.keep(session, rewrapped(empty, new_key(), version), at=at)
    kept = _kept(session, owner)
    if kept is None:
        raise Shredded()
    return kept


def _kept(session: Session, owner: UUID) -> WrappedKey | None:
    kept = content_keys.find(session, owner)
    return _as_written(session, kept) if kept else None


def _as_written(session: Session, kept: WrappedKey) -> WrappedKey:
    unwritten = _unwritten_level(session, kept.owner)
    return replace(kept, level=unwritten) if unwritten else kept


def _unwritten_level(session: Session, owner: UUID) -> Level | None:
    """The level that this very act gives the document and has not written yet."""
    for one in (*session.new, *session.dirty):
        if isinstance(one, Document) and one.id == owner:
            return one.level
    return None


def _about(kept: WrappedKey) -> bytes:
    return b"\0".join([(kept.level or ORDER).encode(), kept.owner.bytes])
