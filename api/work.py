"""承办, as a page tells it: who leads, who assists and has answered, what was asked of whom, and what came before."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api.paper import as_file
from api.story import called, opinion
from config.language import _, listed
from gateways.clock import now
from models import assignments, files, hand_over, subcases
from models.assignments import Assignment
from models.document import Document
from models.hand_over import HandOver
from models.people import Person, to_office, to_person
from models.stages import Stage
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
    proved = _proved(session, document)
    return {
        "pairs": [*(_pairs(session, leading, given) if leading else []), *handed, *earlier],
        **_how_far(session, leading),
        "proved": proved.get(leading.id, []) if leading else [],
        "reports": [told for one in given for told in _reports(session, one, proved)],
        "subcases": [_sub_case(session, one) for one in subcases.of_document(session, document.id)],
    }


def _pairs(session: Session, leading: Assignment, given: list[Assignment]) -> list[tuple[str, str]]:
    handler = session.get_one(Person, leading.handler_id).name if leading.handler_id else ""
    closed = _("特殊办结") if leading.specially else _("销号")
    return [
        (_("督办编号"), leading.number),
        (_("主办部门"), called(session, to_office(leading.office_code))),
        (_("协办部门"), listed(_assists(session, one) for one in given if not one.leads)),
        (_("承办人"), handler),
        (_("办结时限"), on_paper(leading.due_at)),
        (_("办理结果"), leading.result),
        (_("先行办结的原因"), leading.without),
        (_("审核意见"), leading.review),
        (closed, to_the_minute(leading.closed_at) if leading.closed_at else ""),
    ]


def _assists(session: Session, given: Assignment) -> str:
    state = _("已反馈") if given.completed_at else _("未反馈") if given.accepted_at else _("未签收")
    return _("{to_office}（{state}）", to_office=called(session, to_office(given.office_code)), state=state)


def _how_far(session: Session, leading: Assignment | None) -> Told:
    if leading is None:
        return {"percent": None, "due": None}
    told = assignments.reports(session, leading.id)
    left = office_calendar().left(leading.due_at, now(), done=leading.completed_at)
    return {
        "percent": 100 if leading.completed_at else (told[-1].percent if told else None),
        "due": {"light": left.light.value, "words": str(left)},
    }


def _proved(session: Session, document: Document) -> dict[UUID, list[Told]]:
    """The files that came with each report, by what they are about; none of what was destroyed."""
    found: dict[UUID, list[Told]] = {}
    for file in [] if document.stage is Stage.DESTROYED else files.files_of(session, document.id):
        if file.about:
            found.setdefault(file.about, []).append(as_file(document, file))
    return found


def _reports(session: Session, given: Assignment, proved: dict[UUID, list[Told]]) -> Iterator[Told]:
    """Progress of every department, and what an assistant contributed."""
    for one in assignments.reports(session, given.id):
        word = _("进展{percent}%", percent=one.percent)
        told = opinion(session, "report", word, one.by, one.words, one.at, behalf_of=one.behalf_of)
        yield told | {"proved": proved.get(one.id, [])}
    if not given.leads and given.completed_at and given.completed_by:
        whose, at = given.completed_for, given.completed_at
        told = opinion(
            session, "report", _("协办反馈"), given.completed_by, given.result, at, behalf_of=whose
        )
        yield told | {"proved": []}


def _earlier(session: Session, given: Assignment) -> tuple[str, str]:
    """What a department had before and owes no more."""
    done = (
        _(
            "，{completed_at}办理：{result}",
            completed_at=to_the_minute(given.completed_at),
            result=given.result,
        )
        if given.completed_at
        else ""
    )
    part = _("主办") if given.leads else _("协办")
    return _("前次承办"), _(
        "{to_office}（{part}，{given}）{done}",
        to_office=called(session, to_office(given.office_code)),
        part=part,
        given=given.number,
        done=done,
    )


def _handed(session: Session, one: HandOver) -> tuple[str, str]:
    """转办: from which department to which, and why."""
    parts = [session.get_one(Assignment, which) for which in (one.what, one.heir)]
    who = _(" 转 ").join(called(session, to_office(part.office_code)) for part in parts)
    return _("转办"), _(
        "{who}：{why}（{to_person}，{at}）",
        who=who,
        why=one.why,
        to_person=called(session, to_person(one.by)),
        at=to_the_minute(one.at),
    )


def _sub_case(session: Session, sub: SubCase) -> Told:
    order = _("依次答复") if sub.in_order else _("同时答复")
    end = (
        f"{to_the_minute(sub.closed_at)}{'终止：' + sub.why if sub.why else '办结'}" if sub.closed_at else ""
    )
    asked = subcases.answers(session, sub.id)
    return {
        "matter": sub.matter,
        "state": end or _("{due_at}前{order}", due_at=on_paper(sub.due_at), order=order),
        "waits": listed(called(session, to_person(one.person_id)) for one in asked if not one.answered_at),
        "open": sub.closed_at is None,
        "answers": [_answered(session, one) for one in asked if one.answered_at],
    }


def _answered(session: Session, one: Answer) -> Told:
    word, by = _("退回") if one.returned else _("答复"), one.answered_by or one.person_id
    whose = one.person_id if by != one.person_id else None
    return opinion(session, "report", word, by, one.words, one.answered_at, behalf_of=whose)
