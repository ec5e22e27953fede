"""督办通知单: what the lead department owes, by when, and how it went."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from config.policy import policy
from models import approve, assignments
from models.approve import Proposal
from models.assignments import Assignment, Extension
from models.document import Document
from models.initiate import Initiation, Source, initiation
from models.papers import Opinion, Report, SupervisionNotice, choices
from models.sheets.parts import NotPrinted, day, instruction, minute, office, opinion, paragraphs, person

SOURCES = ("文件", "会议", "批示")
FROM_A_SOURCE = {Source.MEETING: "会议", Source.INSTRUCTION: "批示"}


def supervision_notice(session: Session, document: Document) -> SupervisionNotice:
    given = assignments.assignments(session, document.id)
    lead = next((one for one in given if one.leads), None)
    if lead is None:
        raise NotPrinted("此件没有交办", "supervision-notice")
    proposal = approve.in_force(session, document.id)
    told, begun = _instruction(session, proposal, lead.told_to), initiation(session, document.id)
    return SupervisionNotice(
        unit=policy().hospital.name,
        number=lead.number,
        opened=day(lead.begun_at),
        sources=choices(SOURCES, frozenset(_sources(begun, told))),
        origin=begun.basis if begun else _origin(document),
        matter=document.title,
        instruction=told,
        lead=office(session, lead.office_code),
        partners="、".join(office(session, one.office_code) for one in given if not one.leads),
        person=person(session, lead.handler_id),
        requirement=proposal.words if proposal else "",
        due=day(lead.due_at),
        feedback=f"每{policy().deadlines.reporting}个工作日反馈一次进展，办结后报告办理结果",
        receipt=" ".join(filter(None, [_accepted(session, lead), minute(lead.accepted_at)])),
        progress=_progress(session, given),
        review=_review(session, lead),
        closed=day(lead.closed_at),
    )


def _sources(begun: Initiation | None, told: Opinion | None) -> list[str]:
    """Of the boxes on the form: what the matter came from; none fits a plan."""
    if begun:
        return [FROM_A_SOURCE[begun.source]] if begun.source in FROM_A_SOURCE else []
    return ["文件", "批示"] if told else ["文件"]


def _origin(document: Document) -> str:
    return " ".join(filter(None, [document.issuer, document.doc_number, document.number]))


def _accepted(session: Session, lead: Assignment) -> str:
    return person(session, lead.accepted_by, lead.accepted_for)


def _instruction(session: Session, proposal: Proposal | None, leader: UUID | None) -> Opinion | None:
    """Of the leader who is to be told the result."""
    signed = approve.signed(session, proposal.id) if proposal else []
    return next((instruction(session, seat) for seat in signed if seat.whose == leader), None)


def _progress(session: Session, given: list[Assignment]) -> tuple[Report, ...]:
    """Reports and requests for more time of every department, in the order they were made."""
    told = [line for one in given for line in _told(session, one)]
    return tuple(Report(at=minute(at), who=who, words=words) for at, who, words in sorted(told))


def _told(session: Session, given: Assignment) -> Iterator[tuple[datetime, str, str]]:
    for report in assignments.reports(session, given.id):
        who = person(session, report.by, report.behalf_of)
        yield report.at, who, f"{report.words}（{report.percent}%）"
    for asked in assignments.extensions(session, given.id):
        wish = f"申请延期至{day(asked.until)}：{asked.words}"
        yield asked.at, person(session, asked.by, asked.behalf_of), f"{wish}（{_answer(asked)}）"


def _answer(asked: Extension) -> str:
    if asked.granted is None:
        return "待批"
    return "，".join(filter(None, ["同意" if asked.granted else "不同意", asked.answer]))


def _review(session: Session, lead: Assignment) -> Opinion | None:
    """Printed when the case is closed; a 退回重办 in between is history for the page."""
    if lead.closed_at is None or lead.closed_by is None:
        return None
    passed = "特殊办结。" if lead.specially else f"办结审核{len(lead.points)}项逐项通过，予以销号。"
    said = paragraphs(passed, lead.review)
    return opinion(session, lead.closed_by, said, lead.closed_at, behalf_of=lead.closed_for)
