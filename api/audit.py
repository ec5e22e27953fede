"""审计: who did what when, for those who answer for it; and whether all of it is still as it was written."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import select

from api.audit_views import Asked, audit_page
from api.deps import Actor, Looking, Reader
from api.files import saved_as
from api.pages import page
from api.sent import Sent, as_form
from gateways import csv_text
from gateways.clock import now, today
from gateways.proving import prove
from models import audit, journal, outbox, powers
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.ledger import Entry
from models.people import Me
from models.powers import Power
from models.values import to_the_minute

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["audit"])

MOST = 100
EXPORTED = 100_000
SMALL = 50_000  # ledger lines that are looked through while somebody waits; more are the clerk's work
HEADS = ("时间", "来源", "序号", "人员", "事项", "对象", "结果", "说明", "地址")


class AskedByProgram(Asked):
    limit: int = Field(default=50, ge=1, le=MOST)


class RecordOut(BaseModel):
    """One line of the journal or of a document's ledger.  ``about`` names a document by its number."""

    at: datetime
    source: str
    number: int
    who: str
    act: str
    about: str
    ok: bool
    why: str
    address: str


class FindingOut(BaseModel):
    where: str
    what: str


class ReportOut(BaseModel):
    """What was looked through; ``owed``: the house is large, and the clerk does it now."""

    owed: bool = False
    documents: int = 0
    lines: int = 0
    events: int = 0
    facts: int = 0
    anchors: int = 0
    findings: list[FindingOut] = []
    notes: list[str] = []


@pages.get("/audit")
def shown(request: Request, session: Looking, me: Reader, asked: Annotated[Asked, Query()]) -> HTMLResponse:
    return page(request, "audit.html", **audit_page(session, me, asked))


@pages.get("/audit/export")
def export(session: Looking, me: Reader, asked: Annotated[Asked, Query()]) -> Response:
    """What the filter finds, every cell as text; that it left the house is on record first."""
    powers.must_have(me, Power.READ_ADMINISTRATORS_JOURNAL)
    found = journal.records(session, me, asked.sought, limit=EXPORTED)
    with unit_of_work() as writing:
        audit.record(writing, Act.AUDIT_EXPORTED, by=me, at=now(), why=f"{len(found)}行")
    name = f"审计记录 {today().isoformat()}.csv"
    return Response(
        csv_text.written([HEADS, *_rows(found)]), media_type="text/csv; charset=utf-8", headers=saved_as(name)
    )


@pages.post("/audit/verification", name="verify-audit")
def verify_page(sent: Annotated[as_form(Sent), Form()], _me: Reader, actor: Actor) -> RedirectResponse:
    with actor(sent.csrf) as (_session, me):
        pass
    done = _verify(me)
    return RedirectResponse(f"/audit?done={'audit-owed' if done.owed else 'audit-verified'}", status_code=303)


@api.get("/audit", operation_id="list_records", summary="审计记录")
def listed(
    session: Looking,
    me: Reader,
    asked: Annotated[AskedByProgram, Query()],
) -> list[RecordOut]:
    offset = (asked.page - 1) * asked.limit
    found = journal.records(session, me, asked.sought, offset=offset, limit=asked.limit)
    return [RecordOut(**asdict(one)) for one in found]


@api.post("/audit/verification", operation_id="verify_records", summary="核对审计记录")
def verify_by_program(_me: Reader, actor: Actor) -> ReportOut:
    with actor() as (_session, me):
        pass
    return _verify(me)


def _verify(me: Me) -> ReportOut:
    powers.must_have(me, Power.READ_ADMINISTRATORS_JOURNAL)
    with reading() as session:
        large = len(session.exec(select(Entry.line).limit(SMALL + 1)).all()) > SMALL
    if large:
        with unit_of_work() as session:
            outbox.owe(session, outbox.Topic.PROOF, outbox.EVERYTHING, at=now())
        return ReportOut(owed=True)
    return ReportOut(**asdict(prove(by=me)))


def _rows(found: list[journal.Record]) -> Iterator[tuple[object, ...]]:
    for one in found:
        result = "成功" if one.ok else "未成"
        yield (
            to_the_minute(one.at),
            one.source,
            one.number,
            one.who,
            one.act,
            one.about,
            result,
            one.why,
            one.address,
        )
