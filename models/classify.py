"""变更密级: another level or term, decided by the office head, with the reason; whoever is not cleared sees it no more."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.language import _
from models import keyring, ledger
from models.ceiling import refuse_level
from models.database import Table, moment, word
from models.document import Document
from models.errors import NotNow
from models.kinds import Level
from models.people import Me, Role
from models.stages import KEPT, Move
from models.terms import read_term
from models.values import words


class Classification(Table, table=True):
    """One change: what the paper bore before, and since.  Source: 保守国家秘密法 (2024) art. 23."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    document_id: UUID = Field(foreign_key="document.id", index=True)
    level_before: Level = word(Level)
    term_before: str = Field(max_length=20)
    level: Level = word(Level)
    term: str = Field(max_length=20)
    by: UUID = Field(foreign_key="person.id")
    at: datetime = moment()


class SameAsBefore(NotNow):
    def __init__(self, document: Document) -> None:
        super().__init__(_("{document}现在就是这一密级和期限，无须变更。", document=document.label))


def may(document: Document, me: Me) -> bool:
    return document.stage in KEPT and Role.OFFICE_HEAD in me.roles


def classify(
    session: Session, document: Document, level: Level, term: str, why: str, *, by: Me, at: datetime
) -> Classification:
    """Raises NotYourRole, StateSecretRefused, SameAsBefore, Malformed, WrongStage."""
    by.must_be(Role.OFFICE_HEAD)
    refuse_level(level)
    term, why = read_term(term, level), words(why, 200, _("变更理由"), field="words")
    if (level, term) == (document.level, document.term):
        raise SameAsBefore(document)
    change = Classification(
        document_id=document.id,
        level_before=document.level,
        term_before=document.term,
        level=level,
        term=term,
        by=by.id,
        at=at,
    )
    session.add(change)
    before = document.secrecy
    keyring.change_level(session, document, level, at=at)
    document.term = term
    ledger.move(session, document, Move.CLASSIFY, by=by, at=at, why=f"{before}改为{document.secrecy}：{why}")
    return change


def changes(session: Session, document_id: UUID) -> list[Classification]:
    """Oldest first."""
    made = select(Classification).where(Classification.document_id == document_id)
    return list(session.exec(made.order_by(col(Classification.at))))
