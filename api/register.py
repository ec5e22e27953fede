"""登记: the secretary confirms what was recognised, examines it, and numbers it or sends it back."""

from datetime import date, datetime
from typing import Literal

from pydantic import Field
from sqlmodel import Session

from api.acts import on_document
from api.forms import lines
from api.onward import next_one
from api.sent import Sent
from config.language import _
from models import receive, register
from models.database import reading
from models.document import Document
from models.people import Me
from models.receive import LikelyDuplicate
from models.register import Metadata
from models.tasks import TaskKind
from models.values import ActionKind, Book, DocKind, Level, Urgency, due_in_range, local_day
from models.workdays import due_on

FIRST_FIELD = "registration-title"  # where the cursor stands when a letter is opened to be registered


class RegistrationSent(Sent):
    title: str = Field(title=_("标题"))
    issuer: str = Field(title=_("来文单位"))
    doc_number: str = Field(default="", title=_("文号"))
    issue_date: date | None = Field(default=None, title=_("成文日期"))
    addressees: str = Field(default="", title=_("主送"), description="One a line.")
    doc_kind: DocKind | None = Field(default=None, title=_("文种"))
    level: Level = Field(default=Level.INTERNAL, title=_("密级"))
    term: str = Field(default="", title=_("保密期限"))
    urgency: Urgency = Field(default=Urgency.ROUTINE, title=_("紧急程度"))
    copies: int = Field(default=1, title=_("份数"))
    copy_numbers: str = Field(default="", title=_("份号"))
    pages: int = Field(default=0, title=_("页数"))
    attachments: str = Field(default="", title=_("附件"), description="One a line.")
    due_date: date | None = Field(default=None, title=_("办理时限"))
    book: Book = Field(default=Book.GENERAL, title=_("登记簿"))
    action: ActionKind = Field(title=_("办理方式"))
    checks: list[str] = Field(default_factory=list, title=_("初审"))
    duplicate_ok: bool = Field(default=False, title=_("仍要登记"))
    then: Literal["print", "next"] | None = Field(
        default=None, title=_("登记之后"), description="For the page."
    )


class ReturnSent(Sent):
    title: str = Field(title=_("标题"))
    issuer: str = Field(title=_("来文单位"))
    doc_number: str = Field(default="", title=_("文号"))
    book: Book = Field(default=Book.GENERAL, title=_("登记簿"))
    reasons: list[str] = Field(default_factory=list, title=_("退文理由"))
    words: str = Field(default="", title=_("说明"))


def onward(document: Document, sent: RegistrationSent, me: Me) -> str | None:
    """To the sheet to be printed, or to the next letter that waits for its number."""
    if sent.then == "print":
        return f"/documents/{document.id}?done=registration-to-print"
    if sent.then is None:
        return None
    with reading() as session:
        further = next_one(session, me, document.id, TaskKind.REGISTER)
    return f"/documents/{further.id}?done=registered-next#{FIRST_FIELD}" if further else None


@on_document("registration", RegistrationSent, onward=onward)
def registration(
    session: Session, document: Document, sent: RegistrationSent, me: Me, at: datetime
) -> object:
    """登记"""
    due = due_in_range(sent.due_date, today=local_day(at))
    entry = register.register(
        session,
        document,
        _metadata(sent),
        book=sent.book,
        action=sent.action,
        checks=dict.fromkeys(sent.checks, True),
        due_at=due_on(due) if due else None,
        by=me,
        at=at,
    )
    others = receive.same_number(  # whoever may not register learns of no other paper
        session, document.issuer, document.doc_number, besides=document.id, by=me
    )
    if others and not sent.duplicate_ok:
        raise LikelyDuplicate(others)
    return entry


@on_document("return", ReturnSent)
def send_back(session: Session, document: Document, sent: ReturnSent, me: Me, at: datetime) -> object:
    """退文"""
    metadata = Metadata(
        title=sent.title,
        issuer=sent.issuer,
        doc_number=sent.doc_number,
        level=document.level,
        term=document.term,
        urgency=document.urgency,
        copies=document.copies,
        copy_numbers=document.copy_numbers,
        pages=document.pages,
    )
    return register.send_back(
        session, document, metadata, book=sent.book, reasons=sent.reasons, why=sent.words, by=me, at=at
    )


def _metadata(sent: RegistrationSent) -> Metadata:
    return Metadata(
        title=sent.title,
        issuer=sent.issuer,
        doc_number=sent.doc_number,
        issue_date=sent.issue_date,
        addressees=lines(sent.addressees),
        doc_kind=sent.doc_kind,
        level=sent.level,
        term=sent.term,
        urgency=sent.urgency,
        copies=sent.copies,
        copy_numbers=sent.copy_numbers,
        pages=sent.pages,
        attachments=lines(sent.attachments),
    )
