"""登记: the secretary confirms what was recognised, examines it, and numbers it or sends it back."""

from datetime import date, datetime
from typing import Any

from pydantic import Field
from sqlmodel import Session

from api.acts import on_document
from api.forms import Form, choose, lines
from api.offers import form_on, offered_for
from api.sent import Sent
from config.policy import policy
from gateways.clock import now
from models import receive, register
from models.document import Document, peek_number
from models.people import Me
from models.receive import LikelyDuplicate
from models.register import Metadata
from models.tasks import Task, TaskKind
from models.values import ActionKind, Book, DocKind, Level, ReceiptNumber, Urgency, due_in_range, local_day
from models.workdays import due_on


class RegistrationSent(Sent):
    title: str = Field(title="标题")
    issuer: str = Field(title="来文单位")
    doc_number: str = Field(default="", title="文号")
    issue_date: date | None = Field(default=None, title="成文日期")
    addressees: str = Field(default="", title="主送", description="One a line.")
    doc_kind: DocKind | None = Field(default=None, title="文种")
    level: Level = Field(default=Level.INTERNAL, title="密级")
    urgency: Urgency = Field(default=Urgency.ROUTINE, title="紧急程度")
    copies: int = Field(default=1, title="份数")
    copy_numbers: str = Field(default="", title="份号")
    pages: int = Field(default=0, title="页数")
    attachments: str = Field(default="", title="附件", description="One a line.")
    due_date: date | None = Field(default=None, title="办理时限")
    book: Book = Field(default=Book.GENERAL, title="登记簿")
    action: ActionKind = Field(title="办理方式")
    checks: list[str] = Field(default_factory=list, title="初审")
    duplicate_ok: bool = Field(default=False, title="仍要登记")


class ReturnSent(Sent):
    title: str = Field(title="标题")
    issuer: str = Field(title="来文单位")
    doc_number: str = Field(default="", title="文号")
    book: Book = Field(default=Book.GENERAL, title="登记簿")
    reasons: list[str] = Field(default_factory=list, title="退文理由")
    words: str = Field(default="", title="说明")


@on_document("registration", RegistrationSent)
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
    others = receive.same_number(
        session, document, by=me
    )  # whoever may not register learns of no other paper
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
        urgency=document.urgency,
        copies=document.copies,
        copy_numbers=document.copy_numbers,
        pages=document.pages,
    )
    return register.send_back(
        session, document, metadata, book=sent.book, reasons=sent.reasons, why=sent.words, by=me, at=at
    )


@offered_for(TaskKind.REGISTER)
def forms(session: Session, document: Document, _task: Task, _me: Me) -> list[Form]:
    """Pre-filled with what was read off the paper, each value with the place where it stood."""
    found = receive.suggestion(session, document.id)
    receipt = receive.receipt(session, document.id)
    values = _prefilled(document, found, receipt.received_from)
    hints = {_FIELD.get(name, name): f"识别自{one['where']}，请核对" for name, one in found.items()}
    year = local_day(now()).year
    coming = ReceiptNumber(year, Book.GENERAL, peek_number(session, f"receipt:{year}:{Book.GENERAL.value}"))
    return [
        form_on(
            document,
            "registration",
            "register",
            values=values,
            hints=hints,
            then=f"登记后取号，普通文件下一号为 {coming}；再送办公室主任拟办。",
            choices={
                "doc_kind": choose(DocKind),
                "level": choose(Level),
                "urgency": choose(Urgency),
                "book": [(book.value, f"{book.label} · {book.cover}") for book in Book],
                "action": choose(ActionKind),
                "checks": [(point.id, point.question) for point in policy().examination],
            },
        ),
        form_on(
            document,
            "return",
            "register",
            main=False,
            values={name: values[name] for name in ("title", "issuer", "doc_number", "book")},
            choices={
                "reasons": [(one, one) for one in policy().return_reasons],
                "book": [(book.value, f"{book.label} · {book.cover}") for book in Book],
            },
        ),
    ]


_FIELD = {"kind": "doc_kind", "action_type": "action"}


def _prefilled(document: Document, found: dict[str, Any], received_from: str) -> dict[str, Any]:
    read = {name: one["value"] for name, one in found.items()}
    return {
        "title": read.get("title", ""),
        "issuer": read.get("issuer", received_from),
        "doc_number": read.get("doc_number", ""),
        "issue_date": read.get("issue_date", ""),
        "addressees": "\n".join(read.get("addressees", [])),
        "attachments": "\n".join(read.get("attachments", [])),
        "doc_kind": DocKind.of(read["kind"]).value if "kind" in read else "",
        "level": document.level.value,
        "urgency": Urgency.of(read["urgency"]).value if "urgency" in read else document.urgency.value,
        "copies": str(document.copies),
        "copy_numbers": document.copy_numbers,
        "pages": str(document.pages),
        "due_date": read.get("due_date", ""),
        "book": Book.GENERAL.value,
        "action": ActionKind.of(read.get("action_type", ActionKind.ACT.label)).value,
        "checks": [],
    }


def _metadata(sent: RegistrationSent) -> Metadata:
    return Metadata(
        title=sent.title,
        issuer=sent.issuer,
        doc_number=sent.doc_number,
        issue_date=sent.issue_date,
        addressees=lines(sent.addressees),
        doc_kind=sent.doc_kind,
        level=sent.level,
        urgency=sent.urgency,
        copies=sent.copies,
        copy_numbers=sent.copy_numbers,
        pages=sent.pages,
        attachments=lines(sent.attachments),
    )
