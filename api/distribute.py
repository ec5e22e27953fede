"""分发·回执·催收: to many departments at once, a receipt from each, and the board of who is missing."""

from datetime import datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import Field
from sqlmodel import Session

from api.acts import MORE, on_document
from api.deps import Looking, Reader, TheDocument
from api.forms import Form
from api.offers import form_on, offered_always, offered_for
from api.pages import page
from api.sendings import receipt_rows, receipts
from api.sent import Sent
from config.language import _
from gateways.clock import now
from models import chase, distribute, second_thoughts
from models.addressees import Addressee, obstacles
from models.distribute import Delivery, deliveries
from models.document import Document
from models.people import Me, Person, Role
from models.second_thoughts import What
from models.stages import TRANSITIONS, Move
from models.tasks import Task, TaskKind
from models.values import SHANGHAI, read_moment, to_the_minute

pages = APIRouter(include_in_schema=False)


class DistributionSent(Sent):
    offices: list[str] = Field(default_factory=list, title=_("分发部门"))
    everybody: bool = Field(default=False, title=_("全部部门"))
    wanted_by: str = Field(default="", title=_("回执时限"), description="2026-11-22T12:00, Shanghai time")
    words: str = Field(default="", title=_("附言"))


class DeliveryReceiptSent(Sent):
    words: str = Field(default="", title=_("回执意见"))


class ChasingSent(Sent):
    """Only who and when matter."""


@on_document("distribution", DistributionSent, beside=True)
def send(session: Session, document: Document, sent: DistributionSent, me: Me, at: datetime) -> object:
    """分发"""
    named = read_moment(sent.wanted_by, _("回执时限"), field="wanted_by") if sent.wanted_by else None
    wanted_by = named or distribute.usual_time(at)
    codes = None if sent.everybody else sent.offices
    lot = distribute.distribute(session, document, codes, wanted_by, sent.words, by=me, at=at)
    return MORE if lot.left else lot


@on_document("receipt", DeliveryReceiptSent, beside=True)
def answer(session: Session, document: Document, sent: DeliveryReceiptSent, me: Me, at: datetime) -> object:
    """回执"""
    return distribute.receipt(session, document, sent.words, by=me, at=at)


@on_document("chasing", ChasingSent, beside=True)
def chase_the_rest(session: Session, document: Document, _sent: ChasingSent, me: Me, at: datetime) -> object:
    """催收"""
    when = {one.id: one.chased_at for one in deliveries(session, document.id)}
    chased = chase.chase(session, document, by=me, at=at)
    before = {str(one.id): f"{when[one.id] or ''}" for one in chased}
    told = {"document": str(document.id), "before": before}
    return second_thoughts.note(session, What.CHASING, told, by=me, at=at)


@pages.get("/documents/{document_id}/receipts")
def board(request: Request, document: TheDocument, session: Looking, me: Reader) -> HTMLResponse:
    """Who received it when, and who is missing."""
    return page(
        request,
        "distribute/board.html",
        document={"label": document.label, "title": document.title, "href": f"/documents/{document.id}"},
        receipts=receipts(session, document),
        rows=receipt_rows(session, document),
        chasing=chasing_form(session, document, me),
    )


@pages.get("/documents/{document_id}/distribution")
def how_far(request: Request, document: TheDocument, session: Looking) -> HTMLResponse:
    """How many departments were sent it so far, while a long list is being worked through."""
    href, many = f"/documents/{document.id}/distribution", len(deliveries(session, document.id))
    return page(request, "distribute/progress.html", href=href, many=many, trigger="load delay:1s")


@offered_always
def distribution_form(session: Session, document: Document, me: Me) -> list[Form]:
    if Role.SECRETARY not in me.roles or (document.stage, Move.DISTRIBUTE) not in TRANSITIONS:
        return []
    found = distribute.choices(session, document)
    offices = [(one.hat.removeprefix("office:"), one.name) for one in found if not one.why_not]
    if not offices:
        return []
    wanted_by = distribute.usual_time(now()).astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    return [
        form_on(
            document,
            "distribution",
            "distribute",
            values={"wanted_by": wanted_by},
            choices={"offices": offices},
            hints=_left_out([one for one in found if one.why_not]),
        )
    ]


@offered_for(TaskKind.RECEIPT)
def receipt_form(session: Session, document: Document, task: Task, _me: Me) -> list[Form]:
    delivery = session.get_one(Delivery, task.about)
    sender = session.get_one(Person, delivery.by)
    say = _(
        "{sender}分发，{wanted_by}前回执。{words}",
        sender=sender.name,
        wanted_by=to_the_minute(delivery.wanted_by),
        words=delivery.words,
    )
    return [form_on(document, "receipt", "distribute", say=say)]


@offered_always
def chasing_form(session: Session, document: Document, me: Me) -> list[Form]:
    if Role.SECRETARY not in me.roles or (document.stage, Move.URGE) not in TRANSITIONS:
        return []
    missing = [one for one in deliveries(session, document.id) if one.received_at is None]
    ready = [one for one in missing if chase.rested(one, now())]
    if not ready:
        return []
    say = _("{many}个部门未回执，现可催收{ready}个，每个部门一封邮件。", many=len(missing), ready=len(ready))
    return [form_on(document, "chasing", "distribute", say=say)]


def _left_out(unreached: list[Addressee]) -> dict[str, str]:
    return {"offices": _("不能分发：{unreached}。", unreached=obstacles(unreached))} if unreached else {}
