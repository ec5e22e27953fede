"""经过: what was written, who read, how the work went, and every ledger line — in words for a page."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlmodel import Session

from config.language import _, listed
from gateways.clock import now
from models import approve, delegations, hand_over, ledger, paper_opinions, readings, rounds
from models.document import Document
from models.hand_over import HandOver
from models.inbox import Task
from models.mailed import mailed
from models.paper_opinions import PaperOpinion
from models.people import Office, Person, Role
from models.readings import Reading
from models.rounds import Decision, Seat
from models.sheets.parts import person
from models.values import on_paper, to_the_minute

KIND = {
    Decision.INSTRUCTED: "instruct",
    Decision.NOTED: "noted",
    Decision.AGREED: "agreed",
    Decision.AGAINST: "against",
    Decision.SENT_BACK: "send-back",
}


SHORT, LAST = 8, 5


def called(session: Session, hat: str) -> str:
    """A hat as people say it: 王建国, 医务部, 机要秘书."""
    kind, _, value = hat.partition(":")
    if kind == "person":
        return session.get_one(Person, UUID(value)).name
    return session.get_one(Office, value).name if kind == "office" else Role(value).label


def asked(session: Session, document: Document, waits: Collection[Task]) -> dict[UUID, str]:
    """Whom each task waits for, with whoever may answer in that one's place: 王建国（钱红代）."""
    personal = {task.hat for task in waits if task.hat.startswith("person:") and task.may_be_lent}
    people = [UUID(hat.removeprefix("person:")) for hat in personal]
    lent = delegations.substitutes(session, personal, people, document.level, now()) if people else {}
    instead = {
        hat: _("（{named}代）", named=listed(one.name for one in named))
        for hat, named in lent.items()
        if named
    }
    return {
        task.id: called(session, task.hat) + (instead.get(task.hat, "") if task.may_be_lent else "")
        for task in waits
    }


def opinions(session: Session, document: Document) -> list[dict[str, str]]:
    """拟办 and 批示 in leader order; what was sent back stays visible above what came after it."""
    told = []
    for proposal in approve.proposals(session, document.id):
        proposed = opinion(session, "proposal", _("拟办"), proposal.by, proposal.words, proposal.at)
        told.append(proposed | {"who": person(session, proposal.by, proposal.behalf_of)})
        told += [_signed(session, seat) for seat in rounds.all_seats(session, proposal.id) if seat.signed_at]
    return told


def parted(told: list[dict[str, str]]) -> dict[str, list[dict[str, str]]]:
    """So many that nobody reads them all: the proposal in force, those folded away, and the last few."""
    if len(told) <= SHORT:
        return {"first": told, "folded": [], "last": []}
    early, last = told[:-LAST], told[-LAST:]
    proposed = [one for one in early if one["kind"] == "proposal"][-1:]
    return {"first": proposed, "folded": [one for one in early if one not in proposed], "last": last}


def reading_rows(session: Session, document: Document) -> list[dict[str, str]]:
    """The turns that count, then those that count no more, with what became of them."""
    handed = {one.what: one for one in hand_over.hand_overs(session, document.id)}
    earlier = readings.earlier_readings(session, document.id)
    sheet = [_read(session, str(one.rank), one) for one in readings.readings(session, document.id)]
    return [*sheet, *(_read(session, _("前次"), one, handed.get(one.id)) for one in earlier)]


def ledger_lines(session: Session, document: Document) -> list[dict[str, str]]:
    return [
        {"word": line.move.label, "who": line.by_name, "at": to_the_minute(line.at), "why": line.why}
        for line in ledger.lines_of(session, document.id)
    ]


def mail_rows(session: Session, document: Document) -> list[dict[str, Any]]:
    return [
        {
            "to": one.to,
            "kind": one.kind.label,
            "asked": one.asked.label if one.asked else "",
            "at": to_the_minute(one.sent_at),
            "gathered": one.gathered,
            "bounced": one.bounced,
        }
        for one in mailed(session, document)
    ]


def _read(session: Session, rank: str, reading: Reading, handed: HandOver | None = None) -> dict[str, str]:
    became = (
        _("略过：{dropped_why}", dropped_why=reading.dropped_why)
        if reading.dropped_why
        else _("已阅")
        if reading.read_at
        else ""
    )
    if handed:
        heir = session.get_one(Reading, handed.heir)
        became = _("转交{person}：{why}", person=person(session, heir.reader_id), why=handed.why)
    return {
        "rank": rank,
        "who": person(session, reading.read_by or reading.reader_id, reading.reader_id),
        "copy_number": reading.copy_number,
        "out": to_the_minute(reading.out_at) if reading.out_at else "",
        "back": to_the_minute(reading.back_at) if reading.back_at else "",
        "words": reading.words or became,
    }


def _signed(session: Session, seat: Seat) -> dict[str, str]:
    decision = seat.decision or Decision.NOTED
    gone = _("（已{dropped_why}）", dropped_why=seat.dropped_why) if seat.dropped_at else ""
    word, words = decision.label + gone, seat.words or decision.label
    added = paper_opinions.amendments(session, [seat.id])[seat.id]
    more = [_("补充（{at}）：{words}", at=to_the_minute(one.at), words=one.words) for one in added]
    told = opinion(
        session,
        KIND[decision],
        word,
        seat.signer_id,
        "\n".join([words, *more]),
        seat.signed_at,
        behalf_of=seat.behalf_of,
    )
    if paper := session.get(PaperOpinion, seat.id):
        state = _("本人已确认") if paper.confirmed_at else _("待本人确认")
        told["at"] = _(
            "{signed_on}纸质批示，{person}代录，{state}",
            signed_on=on_paper(paper.signed_on),
            person=person(session, paper.by),
            state=state,
        )
    return told


def opinion(
    session: Session,
    kind: str,
    word: str,
    by: UUID,
    words: str,
    at: Any,
    *,
    behalf_of: UUID | None = None,
) -> dict[str, str]:
    return {
        "kind": kind,
        "who": person(session, by, behalf_of),
        "post": session.get_one(Person, by).post,
        "word": word,
        "at": to_the_minute(at),
        "words": words,
    }
