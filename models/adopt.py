"""改用现行规则: a paper keeps the version it started under, unless the office head moves it on purpose."""

from datetime import datetime

from sqlmodel import Session

from config.language import _
from models import ledger, rulebooks
from models.document import Document
from models.errors import NotNow
from models.people import Me, Role
from models.rulebooks import Rulebook
from models.stages import Move, Stage
from models.values import words


class ProposedLong(NotNow):
    def __init__(self, document: Document) -> None:
        super().__init__(_("{document}已过拟办、批示，不再更换规则版本。", document=document.label))


class NewestAlready(NotNow):
    def __init__(self, document: Document, book: Rulebook) -> None:
        super().__init__(_("{document}已按现行{book}办理。", document=document.label, book=book.label))


def may(document: Document, me: Me) -> bool:
    """Whether the act can be offered, before anybody looks for a newer version."""
    return document.stage is Stage.REGISTERED and Role.OFFICE_HEAD in me.roles


def adopt(session: Session, document: Document, why: str, *, by: Me, at: datetime) -> Rulebook:
    """The version it goes by from now on.  Raises NotYourRole, ProposedLong, NewestAlready, Malformed."""
    by.must_be(Role.OFFICE_HEAD)
    if document.stage is not Stage.REGISTERED:
        raise ProposedLong(document)
    book = rulebooks.in_force(session, at=at)
    if book.number == document.rules_version:
        raise NewestAlready(document, book)
    told = words(why, 200, _("理由"), field="words")
    document.rules_version = book.number or rulebooks.FIRST
    ledger.move(session, document, Move.ADOPT, by=by, at=at, why=f"改用{book.label}规则：{told}")
    return book
