"""定期报送 as its page shows it: what comes back, when next, and the sheet for another."""

from typing import Any

from sqlmodel import Session, select

from api.forms import Form, choose, people
from config.language import _
from gateways.clock import now
from models import obligations, oblige
from models.document import Document
from models.obligations import Obligation
from models.people import Office, Person, Role, holders
from models.recurrence import Counted, Rhythm
from models.values import local_day, on_paper


def listing(session: Session, form: Form | None = None) -> dict[str, Any]:
    """What supervise/obligations.html needs; what was ended stands last."""
    known = sorted(obligations.all_of_them(session), key=lambda one: one.ended_at is not None)
    offices = {one.code: one.name for one in session.exec(select(Office))}
    return {
        "rows": [_row(session, one, offices) for one in known],
        "form": form or sheet(session),
        "failed": form,
    }


def sheet(session: Session) -> Form:
    offices = [(one.code, one.name) for one in session.exec(select(Office).order_by(Office.name))]
    return Form(
        act="obligations",
        action="/obligations",
        template="supervise/obligation.html",
        values={
            "rhythm": Rhythm.MONTH.value,
            "counted": Counted.WORKDAY.value,
            "month": "1",
            "nth": "5",
            "ahead": "5",
            "since": local_day(now()).isoformat(),
        },
        hints={"month": _("每季度的第几个月，或者每年的几月；每月报送的填1。")},
        choices={
            "leader": people(holders(session, Role.LEADER)),
            "lead": offices,
            "rhythm": choose(Rhythm),
            "counted": choose(Counted),
        },
        main=False,
    )


def _row(session: Session, one: Obligation, offices: dict[str, str]) -> dict[str, Any]:
    cases = list(obligations.made(session, one.id).items())
    return {
        "label": one.label,
        "title": one.title,
        "basis": one.basis,
        "rule": one.recurrence.words,
        "office": offices[one.lead],
        "leader": session.get_one(Person, one.leader_id).name,
        "next": "" if one.ended_at else next_deadline(one),
        "last": _case(session, cases[-1][1]) if cases else None,
        "many": len(cases),
        "ended": on_paper(one.ended_at) if one.ended_at else "",
        "why_not": "" if one.ended_at else oblige.why_not(session, one, now()),
        "ending": f"/obligations/{one.id}/ending",
    }


def next_deadline(one: Obligation) -> str:
    """With 暂定 behind it where that year's holidays are not published; empty when ``until`` comes first."""
    rule, today = one.recurrence, max(local_day(now()), one.since)
    period = rule.next(today)
    over = one.until is not None and rule.due_day(period) > one.until
    return "" if over else str(rule.deadline(period))


def _case(session: Session, document_id: Any) -> dict[str, str]:
    document = session.get_one(Document, document_id)
    return {"href": f"/documents/{document.id}", "label": document.label}
