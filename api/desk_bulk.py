"""批量办理: several papers at once, each judged alone as its own door judges, and a report of what came of each."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel
from sqlmodel import Session, col, select

from api import turned_away
from api.archive import filing_form
from api.bulk_acts import USUAL, BulkAct, BulkSent, do, find
from api.deps import Acting, Actor, visitor_of
from api.documents import entry
from api.forms import Form as Sheet
from api.pages import page
from api.returning import safe
from api.rights import RIGHTS
from api.sent import as_form
from config.policy import policy
from gateways.clock import now
from models import second_thoughts, urge
from models.access import visible_to
from models.database import reading
from models.document import Document
from models.errors import DomainError, Malformed
from models.people import Me
from models.rights import may
from models.second_thoughts import SecondThought, What
from models.tasks import Task

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["desk"])


class BulkPage(BulkSent):
    """``back``: where the desk stood open."""

    back: str = "/"


BulkForm = as_form(BulkPage)


class Outcome(BaseModel):
    """``done``, or ``why`` not; of a done one ``why`` says what came of it."""

    id: UUID
    label: str
    done: bool
    why: str


class Report(BaseModel):
    done: int
    refused: int
    each: list[Outcome]


@dataclass
class _Refused(Exception):
    label: str
    why: DomainError


@pages.post("/desk/bulk")
def bulk_page(request: Request, sent: Annotated[BulkForm, Form()], actor: Actor) -> HTMLResponse:  # type: ignore[valid-type]
    """Where something is to be filled in, it is asked for first: once for all of them, and nothing is done yet."""
    asked: BulkPage = sent
    csrf: str = sent.csrf  # type: ignore[attr-defined]
    if asked.act.asks and not asked.sure:
        with actor(csrf) as (_, me):
            return _ask(request, asked, me)
    began = now()
    told, wrong = _each(actor, csrf, asked)
    if wrong and asked.act.asks and not told.done:
        return _ask(request, asked, request.state.visitor.me, wrong)
    undo = _had_back(actor, csrf, asked, told, began)
    return page(request, "desk/report.html", act=asked.act, report=told, back=safe(asked.back), undo=undo)


@api.post("/desk/bulk", operation_id="bulk", summary="批量办理")
def bulk_by_program(sent: BulkSent, actor: Actor) -> Report:
    began = now()
    told, _wrong = _each(actor, None, sent)
    _had_back(actor, None, sent, told, began)
    return told


def _each(actor: Acting, csrf: str | None, sent: BulkSent) -> tuple[Report, Malformed | None]:
    """One act for each; and what was wrong with the form, if that was all that was wrong."""
    each, faults = [], []
    for one in dict.fromkeys(sent.ids):
        try:
            each.append(_one(actor, csrf, sent, one))
        except _Refused as refused:
            _known_again(actor.request)
            turned_away.note(actor.request, refused.why)
            each.append(Outcome(id=one, label=refused.label, done=False, why=refused.why.said))
            faults += [refused.why] if isinstance(refused.why, Malformed) else []
    done = sum(one.done for one in each)
    report = Report(done=done, refused=len(each) - done, each=each)
    return report, faults[0] if len(faults) == len(each) else None


def _had_back(
    actor: Acting, csrf: str | None, sent: BulkSent, told: Report, began: datetime
) -> SecondThought | None:
    """All that were urged together are called back together."""
    if sent.act is not BulkAct.URGING or not told.done:
        return None
    with actor(csrf) as (session, me):
        urged = urge.since(session, [one.id for one in told.each if one.done], began, me)
        before = {"urgings": [[str(one.document_id), str(one.id)] for one in urged]}
        return second_thoughts.note(session, What.URGING, before, by=me, at=now())


def _one(actor: Acting, csrf: str | None, sent: BulkSent, one: UUID) -> Outcome:
    """In a transaction of its own.  Raises _Refused; SignedOut and Forged end it all."""
    with actor(csrf) as (session, me):
        label = ""
        try:
            document, task = find(session, sent, one, me)
            label = document.label
            may(me, RIGHTS[f"POST /documents/{{document_id}}/{sent.act.value}"], document)
            actor.must_be_fresh(policy().step_up.needs(f"documents/{sent.act.value}", document.level.label))
            return Outcome(id=one, label=label, done=True, why=do(session, document, task, sent, me, now()))
        except DomainError as refusal:
            raise _Refused(label, refusal) from refusal


def _known_again(request: Request) -> None:
    """What was rolled back has forgotten even who asked."""
    with reading() as session:
        visitor_of(request, session)


def _ask(request: Request, sent: BulkPage, me: Me, wrong: Malformed | None = None) -> HTMLResponse:
    with reading() as session:
        chosen = _documents(session, sent, me)
        sheet = _sheet(session, sent, me, chosen)
        if wrong:
            told = {wrong.field: wrong.said} if wrong.field else {}
            sheet = sheet.refused(sent.model_dump(exclude={"retention"}), told, "" if told else wrong.said)
        rows = [entry(session, one) | {"id": str(one.id)} for one in chosen]
    status = 422 if wrong else 200
    said: dict[str, Any] = {"form": sheet, "rows": rows, "sent": sent, "back": safe(sent.back)}
    return page(request, "desk/bulk.html", status=status, **said)


def _documents(session: Session, sent: BulkSent, me: Me) -> list[Document]:
    """Those of the chosen that this person may know of."""
    chosen = sent.ids
    if sent.act is not BulkAct.URGING:
        chosen = list(session.exec(select(Task.document_id).where(col(Task.id).in_(sent.ids))))
    return list(
        session.exec(visible_to(me).where(col(Document.id).in_(chosen)).order_by(col(Document.serial)))
    )


def _sheet(session: Session, sent: BulkSent, me: Me, chosen: list[Document]) -> Sheet:
    plain = Sheet(act="bulk", action="/desk/bulk", template="desk/bulk.html", values={"words": USUAL})
    task = session.get(Task, sent.ids[0])
    if sent.act is BulkAct.URGING or not chosen or task is None:
        return plain
    single = filing_form(session, chosen[0], task, me)[0]
    return replace(plain, values=single.values, choices=single.choices)
