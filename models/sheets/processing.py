"""文件处理单: who proposed, instructed, read and handled, and what came of it."""

from sqlmodel import Session

from config.policy import policy
from models import approve, assignments, readings, receive, register
from models.approve import Proposal
from models.assignments import Assignment
from models.document import Document
from models.holdings import ArchiveEntry
from models.papers import Opinion, ProcessingSheet, Reading
from models.sheets.parts import (
    NotPrinted,
    count,
    day,
    instruction,
    minute,
    numbered,
    office,
    opinion,
    paragraphs,
    person,
)

WORD = "processing-sheet"


def processing_sheet(session: Session, document: Document) -> ProcessingSheet:
    """The proposal in force with its signatures; those sent back are counted in the remarks."""
    _must_be_on_its_way(session, document)
    proposal = approve.in_force(session, document.id)
    given = assignments.assignments(session, document.id)
    filed = session.get(ArchiveEntry, document.id)
    return ProcessingSheet(
        unit=policy().hospital.name,
        number=document.number or "",
        issuer=document.issuer,
        doc_number=document.doc_number,
        received=minute(document.received_at),
        level=document.secrecy,
        urgency=document.urgency.label,
        copies=count(document.copies, "份"),
        copy_numbers=document.copy_numbers,
        title=document.title,
        attachments=numbered(document.attachments),
        due=day(document.due_at),
        proposal=_proposed(session, proposal) if proposal else None,
        instructions=_instructions(session, proposal) if proposal else (),
        readings=_readings(session, document),
        handling=_handling(session, given),
        result=paragraphs(*(_result(session, one) for one in given)),
        archive_code=filed.code if filed else "",
        remarks=_remarks(session, document, filed),
    )


def _must_be_on_its_way(session: Session, document: Document) -> None:
    entry = register.registration(session, document.id)
    if entry is None:
        raise NotPrinted("此件尚未登记", WORD)
    if entry.voided_at:
        raise NotPrinted("此件已退文", WORD)


def _proposed(session: Session, proposal: Proposal) -> Opinion:
    """The words, and the departments they are meant for (条例第24条第4项: 应当明确主办部门)."""
    lead = f"主办：{office(session, proposal.lead)}" if proposal.lead else ""
    others = "、".join(office(session, code) for code in proposal.assistants)
    departments = "；".join(filter(None, [lead, f"协办：{others}" if others else ""]))
    words = paragraphs(proposal.words, departments)
    return opinion(session, proposal.by, words, proposal.at, behalf_of=proposal.behalf_of)


def _instructions(session: Session, proposal: Proposal) -> tuple[Opinion, ...]:
    written = (instruction(session, seat) for seat in approve.signed(session, proposal.id))
    return tuple(one for one in written if one)


def _readings(session: Session, document: Document) -> tuple[Reading, ...]:
    return tuple(
        Reading(who=person(session, one.read_by or one.reader_id, one.reader_id), at=day(one.read_at))
        for one in readings.readings(session, document.id)
        if one.read_at
    )


def _handling(session: Session, given: list[Assignment]) -> tuple[Opinion, ...]:
    """What the departments reported, the lead department first."""
    return tuple(
        opinion(
            session,
            told.by,
            f"{office(session, one.office_code)}：{told.words}（{told.percent}%）",
            told.at,
            behalf_of=told.behalf_of,
        )
        for one in given
        for told in assignments.reports(session, one.id)
    )


def _result(session: Session, given: Assignment) -> str:
    """Nothing after 退回重办 until the department reports anew."""
    if given.completed_at is None:
        return ""
    by = person(session, given.completed_by, given.completed_for)
    return paragraphs(
        given.result, f"（{office(session, given.office_code)} {by}，{day(given.completed_at)}）"
    )


def _remarks(session: Session, document: Document, filed: ArchiveEntry | None) -> str:
    dropped = sum(1 for one in approve.proposals(session, document.id) if one.dropped_at)
    return paragraphs(
        receive.receipt(session, document.id).remarks,
        f"退回重拟{dropped}次" if dropped else "",
        filed.remarks if filed else "",
    )
