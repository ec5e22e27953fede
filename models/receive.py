"""签收: the envelope is signed for, to the minute; the file is sealed; what it says is offered, not believed."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Field, Session, col, select

from config.language import _, listed
from config.policy import policy
from models import access, deadlines, ledger, organs
from models.ceiling import refuse_marked
from models.copy_numbers import copy_numbers
from models.database import moment
from models.document import Document, next_number
from models.errors import Malformed, NotNow
from models.files import FileRole, StoredFile
from models.people import Me, Role, to_role
from models.sealed import Sealed, sealed
from models.stages import Move
from models.tasks import Owed, TaskKind
from models.values import DocumentNumber, Urgency, one_line, optional_words

OLDEST = col(Document.serial)
CARRIERS = (_("机要交通"), _("机要通信"), _("专人送达"), _("文件交换站"), _("政务内网"), _("其他"))


class Receipt(Sealed, table=True):
    """Who signed for what, when, and where the paper lies."""

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    received_from: str = Field(max_length=100)
    carrier: str = Field(max_length=20)
    location: str = Field(default="", max_length=60)
    remarks: str = sealed(default="")
    by: UUID = Field(foreign_key="person.id", index=True)
    at: datetime = moment()

    @property
    def carrier_said(self) -> str:
        return next((one for one in CARRIERS if one == self.carrier), self.carrier)


class Suggestion(Sealed, table=True):
    """What the recognition read in the sealed file, with the place of each; the secretary confirms it."""

    document_id: UUID = Field(foreign_key="document.id", primary_key=True)
    found: dict[str, Any] = sealed(dict)
    at: datetime = moment()


@dataclass(frozen=True)
class Likeness:
    """What a warning says of the other document."""

    id: UUID
    label: str
    title: str


class LikelyDuplicate(NotNow):
    """``others`` are documents that whoever is warned may see."""

    def __init__(self, others: list[Document]) -> None:
        named = "、".join(d.label for d in others[:3])
        super().__init__(
            _(
                "与{named}疑似重复（同一文件，或来文单位与文号相同）。核对后如确需办理，请勾选“仍要登记”。",
                named=named,
            )
        )
        self.others = [Likeness(other.id, other.label, other.title) for other in others]


@dataclass(frozen=True)
class Envelope:
    """What the secretary writes down before opening the letter."""

    received_from: str
    received_at: datetime
    carrier: str
    copies: int = 1
    copy_numbers: str = ""
    pages: int = 0
    urgency: Urgency = Urgency.ROUTINE
    location: str = ""
    remarks: str = ""
    on_paper: bool = True


def receive(session: Session, envelope: Envelope, *, by: Me, at: datetime) -> Document:
    """签收, with name and minute (条例第24条第1项).  Raises NotYourRole, Malformed."""
    by.must_be(Role.SECRETARY)
    most = policy().fields
    check(envelope, at)
    document = Document(
        serial=next_number(session, "document"),
        urgency=envelope.urgency,
        copies=envelope.copies,
        copy_numbers=copy_numbers(envelope.copy_numbers),
        pages=envelope.pages,
        on_paper=envelope.on_paper,
        received_at=envelope.received_at,
    )
    session.add(document)
    session.flush()
    session.add(
        Receipt(
            document_id=document.id,
            received_from=one_line(envelope.received_from, most.issuer, _("来文单位"), field="received_from"),
            carrier=envelope.carrier,
            location=optional_words(envelope.location, 60, _("存放位置"), field="location"),
            remarks=optional_words(envelope.remarks, most.remarks, _("备注"), field="remarks"),
            by=by.id,
            at=at,
        )
    )
    ledger.move(
        session,
        document,
        Move.RECEIVE,
        by=by,
        at=at,
        why=f"{envelope.carrier}，{envelope.copies}份",
    )
    return document


def suggest(session: Session, document: Document, found: dict[str, Any], *, at: datetime) -> None:
    """Keep what the recognition found; a second look replaces nothing."""
    if session.get(Suggestion, document.id) is None:
        session.add(Suggestion(document_id=document.id, found=found, at=at))


def suggestion(session: Session, document_id: UUID) -> dict[str, Any]:
    kept = session.get(Suggestion, document_id)
    return kept.found if kept else {}


def called(session: Session, document: Document) -> tuple[str, str]:
    """Title and issuer for a list: before the registration what was read off the paper, and who sent it."""
    if document.title:
        return document.title, document.issuer
    read = suggestion(session, document.id).get("title", {}).get("value", "")
    return f"（待登记）{read}", receipt(session, document.id).received_from


def receipt(session: Session, document_id: UUID) -> Receipt:
    return session.get_one(Receipt, document_id)


def same_file(session: Session, digest: str, *, by: Me) -> list[Document]:
    """Documents that ``by`` may see and that came with this very file."""
    holding = select(StoredFile.owner).where(
        StoredFile.digest == digest, StoredFile.role == FileRole.ORIGINAL
    )
    return list(session.exec(access.visible_to(by).where(col(Document.id).in_(holding)).order_by(OLDEST)))


def same_number(
    session: Session, issuer: str, doc_number: str, *, besides: UUID | None, by: Me
) -> list[Document]:
    """Others that ``by`` may see, of the same issuer and 来文字号, however either is spelled.  Raises BadNumber."""
    if not doc_number:
        return []
    key = DocumentNumber.parse(doc_number).key
    code, bracket, _ = key.rpartition("〕")
    alike = access.visible_to(by).where(
        col(Document.issuer).in_(organs.names_of(session, issuer)),
        col(Document.doc_number).startswith(code + bracket or key, autoescape=True),
        col(Document.id) != besides,
    )
    return [d for d in session.exec(alike.order_by(OLDEST)) if DocumentNumber(d.doc_number).key == key]


def owed(document: Document) -> list[Owed]:
    """The secretaries owe the registration."""
    by = deadlines.due(document.received_at, policy().deadlines.registering)
    return [Owed(TaskKind.REGISTER, to_role(Role.SECRETARY), document.id, by)]


def check(envelope: Envelope, at: datetime) -> None:
    """Raises Malformed, StateSecretRefused."""
    refuse_marked(envelope.remarks, field="remarks")
    if envelope.carrier not in CARRIERS:
        raise Malformed(_("送达方式应为：{carriers}。", carriers=listed(CARRIERS)), "carrier")
    if not at - timedelta(days=366) <= envelope.received_at <= at + timedelta(minutes=1):
        raise Malformed(_("收到时间应在最近一年之内，且不晚于现在。"), "received_at")
    most = policy().fields
    if not 1 <= envelope.copies <= most.copies:
        raise Malformed(_("份数应为1至{copies}。", copies=most.copies), "copies")
    if not 0 <= envelope.pages <= most.pages:
        raise Malformed(_("页数应为0至{pages}。", pages=most.pages), "pages")
