"""督查通报·考核表: the board's figures of one month as a Word file, of a month or year as a workbook."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from fastapi.responses import Response
from sqlmodel import Session

from api.deps import Looking, Reader
from api.files import BYTES, saved_as
from api.matters import offices
from gateways import printing, scorecard
from gateways.bulletin import bulletin_bytes
from gateways.clock import now
from models import board, spans
from models.bulletins import OfficeLine
from models.matters import Sought, Standing
from models.papers import KINDS
from models.people import Me
from models.sheets.bulletin import figures, lines, supervision_bulletin
from models.values import local_day, to_the_minute

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["acts"])

FILE: dict[int | str, dict[str, Any]] = {200: {"content": {BYTES: {}}}}
Period = Annotated[str, Query(max_length=7)]


@api.get(
    "/supervision/bulletin",
    operation_id="supervision_bulletin",
    responses=FILE,
    response_class=Response,
    summary="督查通报（Word）",
)
@pages.get("/supervision/bulletin")
def bulletin(session: Looking, me: Reader, period: Period = "") -> Response:
    """``period``: a month, as 2026-11; this one where none is said."""
    period = period or f"{local_day(now()):%Y-%m}"
    paper = supervision_bulletin(session, me, period, now())
    released = printing.released(session, KINDS["supervision-bulletin"])
    session.close()  # nobody waits in a transaction for Word's work
    made = bulletin_bytes(paper, released)
    return Response(made, media_type=BYTES, headers=saved_as(f"{period}督查通报.docx"))


@api.get(
    "/supervision/scorecard",
    operation_id="supervision_scorecard",
    responses=FILE,
    response_class=Response,
    summary="督办考核表（Excel）",
)
@pages.get("/supervision/scorecard")
def score(session: Looking, me: Reader, period: Period = "") -> Response:
    """``period``: a year or a month; this year where none is said."""
    period = period or f"{local_day(now()):%Y}"
    made = _scorecard(session, me, period)
    return Response(made, media_type=BYTES, headers=saved_as(f"{period}督办考核表.xlsx"))


def _scorecard(session: Session, me: Me, period: str) -> bytes:
    at = now()
    sought = board.own(me, Sought(standing=Standing.ALL, period=period))
    counted = board.of(session, me, sought, at)
    total = OfficeLine(office="合计", **figures(counted.total))
    note = f"期间：{spans.named(period)}　截至：{to_the_minute(at)}　办结数按销号时间计入期间，其余为截至时的情况"
    return scorecard.scorecard(
        f"{spans.named(period)}督办考核表", note, lines(counted, offices(session)), total, at=at
    )
