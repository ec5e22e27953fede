"""承办, as a page tells it: who leads, who assists and has answered, what was asked of whom, and what came before."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session

from api.story import called, opinion
from gateways.clock import now
from models import assignments, hand_over, subcases
from models.assignments import Assignment
from models.document import Document
from models.hand_over import HandOver
from models.people import Person, to_office, to_person
from models.subcases import Answer, SubCase
from models.values import on_paper, to_the_minute
from models.workdays import office_calendar

Told = dict[str, Any]


def work(session: Session, document: Document) -> Told | None:
    """None where nothing was ever assigned."""
    leading = assignments.lead(session, document.id)
    earlier = [_earlier(session, one) for one in assignments.earlier_assignments(session, document.id)]
    passed_on = [
        one for one in hand_over.hand_overs(session, document.id) if session.get(Assignment, one.what)
    ]
    handed = [_handed(session, one) for one in passed_on]
    if leading is None and not earlier and not handed:
        return None
    given = assignments.assignments(session, document.id)
    return {
        "pairs": [*(_pairs(session, leading, given) if leading else []), *handed, *earlier],
        **_how_far(session, leading),
        "reports": [told for one in given for told in _reports(session, one)],
        "subcases": [_sub_case(session, one) for one in subcases.of_document(session, document.id)],
    }


def _pairs(session: Session, leading: Assignment, given: list[Assignment]) -> list[tuple[str, str]]:
    handler = session.get_one(Person, leading.handler_id).name if leading.handler_id else ""
    closed = "特殊办结" if leading.specially else "销号"
    return [
        ("督办编号", leading.number),
        ("主办部门", called(session, to_office(leading.office_code))),
        ("协办部门", "、".join(_assists(session, one) for one in given if not one.leads)),
        ("承办人", handler),
        ("办结时限", on_paper(leading.due_at)),
        ("办理结果", leading.result),
        ("先行办结的原因", leading.without),
        ("审核意见", leading.review),
        (closed, to_the_minute(leading.closed_at) if leading.closed_at else ""),
    ]


def _assists(session: Session, given: Assignment) -> str:
    state = "已反馈" if given.completed_at else "未反馈" if given.accepted_at else "未签收"
    return f"{called(session, to_office(given.office_code))}（{state}）"


def _how_far(session: Session, leading: Assignment | None) -> Told:
    if leading is None:
        return {"percent": None, "due": None}
    told = assignments.reports(session, leading.id)
    left = office_calendar().left(leading.due_at, now(), done=leading.completed_at)
    return {
        "percent": 100 if leading.completed_at else (told[-1].percent if told else None),
        "due": {"light": left.light.value, "words": str(left)},
    }


def _reports(session: Session, given: Assignment) -> Iterator[Told]:
    """Progress of every department, and what an assistant contributed."""
    for one in assignments.reports(session, given.id):
        word = f"进展{one.percent}%"
        yield opinion(session, "report", word, one.by, one.words, one.at, behalf_of=one.behalf_of)
    if not given.leads and given.completed_at and given.completed_by:
        whose, at = given.completed_for, given.completed_at
        yield opinion(session, "report", "协办反馈", given.completed_by, given.result, at, behalf_of=whose)


def _earlier(session: Session, given: Assignment) -> tuple[str, str]:
    """What a department had before and owes no more."""
    done = f"，{to_the_minute(given.completed_at)}办理：{given.result}" if given.completed_at else ""
    part = "主办" if given.leads else "协办"
    return "前次承办", f"{called(session, to_office(given.office_code))}（{part}，{given.number}）{done}"


def _handed(session: Session, one: HandOver) -> tuple[str, str]:
    """转办: from which department to which, and why."""
    parts = [session.get_one(Assignment, which) for which in (one.what, one.heir)]
    who = " 转 ".join(called(session, to_office(part.office_code)) for part in parts)
    return "转办", f"{who}：{one.why}（{called(session, to_person(one.by))}，{to_the_minute(one.at)}）"


def _sub_case(session: Session, sub: SubCase) -> Told:
    order = "依次答复" if sub.in_order else "同时答复"
    end = (
        f"{to_the_minute(sub.closed_at)}{'终止：' + sub.why if sub.why else '办结'}" if sub.closed_at else ""
    )
    asked = subcases.answers(session, sub.id)
    return {
        "matter": sub.matter,
        "state": end or f"{on_paper(sub.due_at)}前{order}",
        "waits": "、".join(called(session, to_person(one.person_id)) for one in asked if not one.answered_at),
        "open": sub.closed_at is None,
        "answers": [_answered(session, one) for one in asked if one.answered_at],
    }


def _answered(session: Session, one: Answer) -> Told:
    word, by = "退回" if one.returned else "答复", one.answered_by or one.person_id
    whose = one.person_id if by != one.person_id else None
    return opinion(session, "report", word, by, one.words, one.answered_at, behalf_of=whose)
