"""督查通报: the figures of the board for one month, and what is overdue, as far as whoever draws it may know."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, select

from config.language import _
from config.policy import policy
from models import board, matters, spans
from models.board import Board, Line
from models.bulletins import OfficeLine, Overdue, SupervisionBulletin
from models.document import Document
from models.errors import Malformed
from models.matters import Sought, Standing
from models.people import Me, Office
from models.sheets.parts import day, minute
from models.values import Level

NOTHING = "—"
UNBROKEN = "\u2011"  # a hyphen at which no line ends: a number stands whole
MOST = 200  # overdue matters on one report


def supervision_bulletin(session: Session, me: Me, month: str, at: datetime) -> SupervisionBulletin:
    """``month``: ``2026-11``.  Raises NotYourRole, Malformed."""
    if len(month) != len("2026-11") or spans.of_period(month)[0] > at:
        raise Malformed(_("通报按月出，月份写成2026-11，不能晚于本月。"), "period")
    sought = board.own(me, Sought(standing=Standing.ALL, period=month))
    counted, names = board.of(session, me, sought, at), _offices(session)
    total = figures(counted.total) | ({} if counted.total.done else {"days": ""})
    return SupervisionBulletin(
        unit=policy().hospital.name,
        period=spans.named(month),
        as_of=minute(at),
        given=str(matters.count(session, me, sought, at)),
        done=str(counted.total.done),
        **total,
        offices=lines(counted, names),
        overdue=_overdue(session, me, sought, names, at),
        issued=day(at),
    )


def lines(counted: Board, names: dict[str, str]) -> tuple[OfficeLine, ...]:
    """Whoever has most overdue stands first."""
    ranked = sorted(counted.offices.items(), key=lambda one: (-one[1].figures[Standing.LATE], names[one[0]]))
    return tuple(OfficeLine(office=names[code], **figures(line)) for code, line in ranked)


def figures(line: Line) -> dict[str, str]:
    """As they are printed."""
    counted = {one.value.replace("-", "_"): str(line.figures[one]) for one in board.MEASURES}
    percent = NOTHING if line.in_time is None else f"{line.in_time}%"
    return counted | {"percent": percent, "days": NOTHING if line.days is None else str(line.days)}


def _overdue(
    session: Session, me: Me, sought: Sought, names: dict[str, str], at: datetime
) -> tuple[Overdue, ...]:
    asked = matters.asked_for(me, replace(sought, standing=Standing.LATE, period=""), at).limit(MOST)
    return tuple(
        Overdue(
            place=str(place),
            number=given.number,
            office=names[given.office_code],
            due=day(given.due_at),
            matter=_called(document),
        )
        for place, (given, document) in enumerate(session.exec(asked).all(), 1)
    )


def _called(document: Document) -> str:
    """代题: the report goes further than the paper, so only a public title is printed."""
    if document.level is Level.PUBLIC:
        return document.title
    return f"内部事项（{document.label.replace('-', UNBROKEN)}）"


def _offices(session: Session) -> dict[str, str]:
    return {one.code: one.name for one in session.exec(select(Office))}
