"""交流: what is said on a case among those who may see it.  No opinion, no ledger line, no mail; never edited."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Index, Uuid, bindparam, text
from sqlmodel import Field, Session, col, exists, select

from config.language import _
from models.database import Moment, Table, moment
from models.document import Document
from models.errors import NotFound, NotNow, NotYours
from models.people import Me
from models.sealed import Sealed, sealed
from models.stages import Stage
from models.values import to_the_minute, words

LONGEST = 2000
SECOND_THOUGHTS = timedelta(minutes=2)
ONE_LOOK = timedelta(minutes=1)  # a page that refreshes itself is still the same look
CLOSED = {Stage.ARCHIVED, Stage.DESTROYED, Stage.RETURNED}


class Remark(Sealed, table=True):
    """One remark.  Of a withdrawn one stays who and when; its words are gone."""

    __table_args__ = (Index("ix_remark_said", "document_id", "at"),)
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id")
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()
    words: str = sealed()
    withdrawn_at: datetime | None = moment(default=None)


class Look(Table, table=True):
    """How far somebody has read: all up to ``at``; during this look, what came after ``since`` is new."""

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    since: datetime | None = moment(default=None)
    at: datetime = moment()


class ConversationOver(NotNow):
    def __init__(self, document: Document) -> None:
        standing = document.stage.label if document.stage else _("新件")
        super().__init__(
            _("{document}{standing}，交流已经结束。", document=document.label, standing=standing)
        )


class TooLateToWithdraw(NotNow):
    def __init__(self, said: datetime) -> None:
        super().__init__(_("此话说于{said}，只能在2分钟内撤回。", said=to_the_minute(said)))


class WithdrawnAlready(NotNow):
    def __init__(self) -> None:
        super().__init__(_("此话已经撤回。"))


class SomebodyElseSaidIt(NotYours):
    def __init__(self) -> None:
        super().__init__(_("只能撤回自己说的话。"))


def is_open(document: Document) -> bool:
    return document.stage not in CLOSED


def say(session: Session, document: Document, said: str, *, by: Me, at: datetime) -> Remark:
    """Raises ConversationOver, Empty, TooLong."""
    if not is_open(document):
        raise ConversationOver(document)
    remark = Remark(
        document_id=document.id, by=by.id, at=at, words=words(said, LONGEST, _("交流内容"), field="words")
    )
    session.add(remark)
    return remark


def withdraw(session: Session, document: Document, remark_id: UUID, *, by: Me, at: datetime) -> Remark:
    """撤回.  Raises NotFound, SomebodyElseSaidIt, WithdrawnAlready, TooLateToWithdraw, ConversationOver."""
    remark = session.get(Remark, remark_id)
    if remark is None or remark.document_id != document.id or document.stage is Stage.DESTROYED:
        raise NotFound()
    if remark.by != by.id:
        raise SomebodyElseSaidIt()
    if remark.withdrawn_at:
        raise WithdrawnAlready()
    if not is_open(document):
        raise ConversationOver(document)
    if not may_withdraw(document, remark, by, at):
        raise TooLateToWithdraw(remark.at)
    remark.words, remark.withdrawn_at = "", at
    session.add(remark)
    return remark


def may_withdraw(document: Document, remark: Remark, by: Me, at: datetime) -> bool:
    mine = remark.by == by.id and remark.withdrawn_at is None
    return mine and is_open(document) and at - remark.at <= SECOND_THOUGHTS


def remarks(session: Session, document: Document) -> list[Remark]:
    """Oldest first; none of a document whose content was destroyed."""
    if document.stage is Stage.DESTROYED:
        return []
    said = select(Remark).where(Remark.document_id == document.id)
    return list(session.exec(said.order_by(col(Remark.at), col(Remark.id))))


def is_new(remark: Remark, look: Look | None, by: Me, at: datetime) -> bool:
    """Said by somebody else since this person's last look."""
    if remark.by == by.id or remark.withdrawn_at:
        return False
    if look is None:
        return True
    since = look.since if at - look.at < ONE_LOOK else look.at
    return since is None or remark.at > since


def last_look(session: Session, document: Document, by: Me) -> Look | None:
    return session.get(Look, (document.id, by.id))


def unseen(session: Session, document: Document, by: Me) -> bool:
    """Whether something was said that this person's looks have not reached."""
    look = last_look(session, document, by)
    said = exists().where(col(Remark.document_id) == document.id, col(Remark.by) != by.id)
    return session.exec(select(said.where(col(Remark.at) > look.at) if look else said)).one()


def looked(session: Session, document_id: UUID, *, by: Me, at: datetime) -> None:
    """Note that this person has seen all that was said until now.  Two windows at once are one look."""
    note = text(
        "INSERT INTO look (document_id, person_id, at) VALUES (:document_id, :person_id, :at) "
        "ON CONFLICT (document_id, person_id) DO UPDATE SET at = excluded.at, "
        "since = CASE WHEN look.at <= :before THEN look.at ELSE look.since END"
    ).bindparams(
        bindparam("document_id", document_id, Uuid()),
        bindparam("person_id", by.id, Uuid()),
        bindparam("at", at, Moment()),
        bindparam("before", at - ONE_LOOK, Moment()),
    )
    session.connection().execute(note)


def forget(session: Session, document_id: UUID) -> None:
    """The content is destroyed, and with it what was said about it; who spoke when stays."""
    for remark in session.exec(select(Remark).where(Remark.document_id == document_id)):
        remark.words = ""
        session.add(remark)
