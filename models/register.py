"""登记: the secretary confirms what the paper is, does the 初审, and gives it the next number — or sends it back."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, Session

from config.language import _
from config.policy import policy
from models import keyring, ledger, organs, rulebooks, search, tasks
from models.ceiling import refuse_level, refuse_marked
from models.copy_numbers import copy_numbers
from models.database import lines, moment, word
from models.document import Document, next_number
from models.errors import Malformed
from models.people import Me
from models.sealed import Sealed, sealed
from models.stages import Move
from models.tasks import TaskKind
from models.terms import read_term
from models.values import (
    ActionKind,
    Book,
    DocKind,
    DocumentNumber,
    Level,
    ReceiptNumber,
    Urgency,
    in_range,
    local_day,
    one_line,
    optional_words,
)


class Registration(Sealed, table=True):
    """One entry of the 收文登记簿.  A voided one keeps its number and says why."""

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    number: str = Field(unique=True, max_length=20)
    book: Book = word(Book)
    year: int
    sequence: int
    by: UUID = Field(foreign_key="person.id", index=True)
    at: datetime = moment()
    voided_at: datetime | None = moment(default=None)
    reasons: list[str] = lines()
    why: str = sealed(default="")


class NotChecked(Malformed):
    def __init__(self) -> None:
        super().__init__(
            _("初审四项须逐项通过方可登记；不符合的应当退文并说明理由（条例第24条第3项）。"),
            "checks",
        )


@dataclass(frozen=True)
class Metadata:
    """What the secretary confirms.  ``addressees`` and ``attachments`` in the order of the paper."""

    title: str
    issuer: str
    doc_number: str = ""
    issue_date: date | None = None
    addressees: list[str] = field(default_factory=list)
    doc_kind: DocKind | None = None
    level: Level = Level.INTERNAL
    term: str = ""
    urgency: Urgency = Urgency.ROUTINE
    copies: int = 1
    copy_numbers: str = ""
    pages: int = 0
    attachments: list[str] = field(default_factory=list)


def register(
    session: Session,
    document: Document,
    metadata: Metadata,
    *,
    book: Book,
    action: ActionKind,
    checks: dict[str, bool],
    due_at: datetime | None,
    by: Me,
    at: datetime,
) -> Registration:
    """登记编号.  Raises SomebodyElses, NotChecked, Malformed.  The number is given in this transaction."""
    tasks.close(session, tasks.take(session, document.id, TaskKind.REGISTER, by), by, at=at)
    if not all(checks.get(check.id) for check in policy().examination):
        raise NotChecked()
    _confirm(session, document, metadata, at)
    organs.learn(session, document.issuer, document.doc_number)
    document.action, document.due_at = action, due_at
    document.rules_version = rulebooks.number_for(session, at=at)
    entry = enter(session, document, book, by=by, at=at)
    search.index(session, document)
    ledger.move(session, document, Move.REGISTER, by=by, at=at, why=entry.number)
    return entry


def send_back(
    session: Session,
    document: Document,
    metadata: Metadata,
    *,
    book: Book,
    reasons: list[str],
    why: str,
    by: Me,
    at: datetime,
) -> Registration:
    """退文: the entry is made and voided in one act, so the register shows the number and the reason."""
    tasks.close(session, tasks.take(session, document.id, TaskKind.REGISTER, by), by, at=at)
    known = set(policy().return_reasons)
    if not reasons or not set(reasons) <= known:
        raise Malformed(_("退文应当说明理由，请至少选择一项。"), "reasons")
    _confirm(session, document, metadata, at)
    entry = enter(session, document, book, by=by, at=at)
    entry.voided_at, entry.reasons, entry.why = (
        at,
        reasons,
        optional_words(why, policy().fields.reason, _("退文说明"), field="words"),
    )
    search.index(session, document)
    ledger.move(
        session,
        document,
        Move.RETURN,
        by=by,
        at=at,
        why=f"{entry.number}作废：{'；'.join(reasons)}",
    )
    return entry


def registration(session: Session, document_id: UUID) -> Registration | None:
    return session.get(Registration, document_id)


def enter(session: Session, document: Document, book: Book, *, by: Me, at: datetime) -> Registration:
    """The next number of the book, given in this transaction."""
    year = local_day(at).year
    number = ReceiptNumber(year, book, next_number(session, f"receipt:{year}:{book.value}"))
    document.number = str(number)
    entry = Registration(
        document_id=document.id,
        number=str(number),
        book=book,
        year=year,
        sequence=number.sequence,
        by=by.id,
        at=at,
    )
    session.add(entry)
    return entry


def _confirm(session: Session, document: Document, metadata: Metadata, at: datetime) -> None:
    most = policy().fields
    refuse_marked(metadata.title, field="title")
    refuse_level(metadata.level)
    document.title = one_line(metadata.title, most.title, _("文件标题"), field="title")
    document.issuer = one_line(metadata.issuer, most.issuer, _("来文单位"), field="issuer")
    document.doc_number = str(DocumentNumber.parse(metadata.doc_number)) if metadata.doc_number else ""
    document.issue_date = in_range(metadata.issue_date, today=local_day(at))
    document.addressees = _several(metadata.addressees, most.addressees, _("主送机关"), "addressees")
    document.attachments = _several(metadata.attachments, most.attachments, _("附件"), "attachments")
    document.doc_kind, document.urgency = metadata.doc_kind, metadata.urgency
    keyring.change_level(session, document, metadata.level, at=at)
    document.term = read_term(metadata.term, metadata.level)
    document.copies, document.pages = metadata.copies, metadata.pages
    document.copy_numbers = copy_numbers(metadata.copy_numbers)
    if not 1 <= document.copies <= most.copies:
        raise Malformed(_("份数应为1至{copies}。", copies=most.copies), "copies")
    if not 0 <= document.pages <= most.pages:
        raise Malformed(_("页数应为0至{pages}。", pages=most.pages), "pages")


def _several(names: list[str], most: int, name: str, field: str) -> list[str]:
    if len(names) > most:
        raise Malformed(_("{name}最多{most}个。", name=name, most=most), field)
    return [one_line(one, 200, name, field=field) for one in names if one.strip()]
