"""代录批示·确认·补充意见: a decision on paper is keyed in with its scan; the signer confirms, or adds a line."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Form, UploadFile
from fastapi.responses import RedirectResponse
from pydantic import Field
from sqlmodel import Session

from api.acts import ACTS, Act, Done, on_document
from api.deps import Acting, Actor, Reader
from api.forms import Form as Sheet
from api.held_files import Held, fetched
from api.intake import taken_in
from api.notices import said_at
from api.offers import form_on, offered_always, offered_for
from api.sent import Sent
from api.story import called
from config.language import _
from gateways.clock import now
from models import ledger, paper_opinions
from models.database import unit_of_work
from models.document import Document
from models.errors import Malformed
from models.files import FileRole
from models.people import Me, Role
from models.rounds import Decision, Seat
from models.tasks import Task, TaskKind
from models.values import local_day

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["acts"])

DECISIONS = (Decision.INSTRUCTED, Decision.NOTED, Decision.AGREED, Decision.AGAINST)


class PaperSent(Sent):
    seat_id: UUID = Field(title=_("签署人"))
    decision: Decision = Field(title=_("结论"))
    words: str = Field(default="", title=_("意见"))
    signed_on: date = Field(title=_("签署日期"))


class PaperUpload(PaperSent):
    file: UploadFile | None = Field(default=None, title=_("批示原件扫描件"))


class PaperForm(PaperUpload):
    csrf: str = ""
    held: Held


class ConfirmSent(Sent):
    agrees: Literal["yes", "no"] = Field(title=_("核对结果"))
    words: str = Field(default="", title=_("更正意见"))


class AmendSent(Sent):
    seat_id: UUID = Field(title=_("意见"))
    words: str = Field(title=_("补充意见"))


@pages.post("/documents/{document_id}/paper-opinion", name="paper-opinion")
def enter_page(
    document_id: UUID, sent: Annotated[PaperForm, Form()], _me: Reader, actor: Actor
) -> RedirectResponse:
    enter(document_id, sent, actor, sent.csrf)
    return said_at(f"/documents/{document_id}", "paper-opinion")


@api.post("/documents/{document_id}/paper-opinion", operation_id="paper_opinion", summary="代录批示")
def enter_by_program(
    document_id: UUID, sent: Annotated[PaperUpload, Form()], _me: Reader, actor: Actor
) -> Done:
    document = enter(document_id, sent, actor)
    return Done(id=document.id, label=document.label, stage=document.stage or "", version=document.line)


def enter(document_id: UUID, sent: PaperUpload, actor: Acting, csrf: str | None = None) -> Document:
    """The scan is read before the transaction begins; opinion and sealed scan commit as one."""
    with actor(csrf) as (session, me):
        actor.document(session, document_id, me)
    if isinstance(sent, PaperForm) and sent.held:
        (sent.file,) = fetched(sent.held[:1], actor.visitor)
    at = now()
    with taken_in(sent.file, me) as scan, unit_of_work() as session:
        if scan is None:
            raise Malformed(_("请附上批示原件的扫描件。"), "file")
        document = actor.document(session, document_id, me)
        ledger.must_be_fresh(session, document, sent.version)

        def keep() -> UUID:
            kept = scan.seal(session, document.id, at=at, role=FileRole.EVIDENCE)
            session.flush()
            return kept.id

        said = sent.decision, sent.words, sent.signed_on
        paper_opinions.enter(session, document, sent.seat_id, *said, keep, by=me, at=at)
        return document


ACTS["documents", "paper-opinion"] = Act("paper-opinion", PaperUpload, "documents")


@on_document("confirmation", ConfirmSent)
def confirm(session: Session, document: Document, sent: ConfirmSent, me: Me, at: datetime) -> object:
    """确认代录"""
    return paper_opinions.confirm(session, document, sent.agrees == "yes", sent.words, by=me, at=at)


@on_document("amendment", AmendSent)
def amend(session: Session, document: Document, sent: AmendSent, me: Me, at: datetime) -> object:
    """补充意见"""
    return paper_opinions.amend(session, document, sent.seat_id, sent.words, by=me, at=at)


@offered_always
def paper_form(session: Session, document: Document, me: Me) -> list[Sheet]:
    owed = paper_opinions.open_seats(session, document) if Role.SECRETARY in me.roles else []
    if not owed:
        return []
    choices = {
        "seat_id": [
            (str(seat.id), _("{hat}（{purpose}）", hat=called(session, seat.hat), purpose=step.purpose.label))
            for seat, step in owed
        ],
        "decision": [(one.value, one.label) for one in DECISIONS],
    }
    values = {"signed_on": local_day(now()).isoformat()}
    upload = {"upload": True, "level": document.level.label}
    return [form_on(document, "paper-opinion", "approve", choices=choices, values=values, **upload)]


@offered_for(TaskKind.CONFIRM)
def confirmation_form(session: Session, document: Document, task: Task, _me: Me) -> list[Sheet]:
    seat = session.get_one(Seat, task.about)
    said = _("：{words}", words=seat.words) if seat.words else ""
    label = seat.decision.label if seat.decision else ""
    say = _("机要秘书按您在纸质件上的批示代录为“{label}{said}”，请核对。", label=label, said=said)
    return [form_on(document, "confirmation", "approve", say=say)]


@offered_always
def amendment_form(session: Session, document: Document, me: Me) -> list[Sheet]:
    mine = paper_opinions.signed_by(session, document, me)
    if not mine or document.ends:
        return []
    shown = [
        (str(seat.id), (seat.words or (seat.decision.label if seat.decision else ""))[:30]) for seat in mine
    ]
    return [form_on(document, "amendment", "approve", choices={"seat_id": shown})]
