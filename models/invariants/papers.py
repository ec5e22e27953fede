"""纸质件: whoever has one is asked for it; no more are out than there are; what has ended is out nowhere."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import exists, func
from sqlmodel import Session, col

from config.language import _
from models.carriers import Carrier
from models.custody import Handing
from models.document import Document
from models.inbox import Task, TaskKind
from models.invariants.finding import Broken, ask
from models.invariants.waiting import ENDED, settled
from models.readings import Reading

ASKED = (TaskKind.READ, TaskKind.TAKE_BACK)


def look(session: Session) -> Iterator[Broken]:
    yield from _out(session)
    yield from _unasked(session)
    yield from _carriers(session)


def _out(session: Session) -> Iterator[Broken]:
    held: dict[UUID, list[str]] = defaultdict(list)
    facts: dict[UUID, tuple[str, int, bool]] = {}
    asked = ask(Document.id, Document.number, Document.copies, Document.stage, Reading.copy_number).join(
        Reading, col(Reading.document_id) == col(Document.id)
    )
    for id, number, copies, stage, copy in session.execute(
        asked.where(col(Reading.out_at).is_not(None), col(Reading.back_at).is_(None))
    ):
        held[id].append(copy)
        facts[id] = number or "", copies, stage in ENDED
    for id, out in held.items():
        number, copies, ended = facts[id]
        if ended:
            yield Broken(number, _("已经了结，还有{out}份在传阅人手里。", out=len(out)))
        if len(out) > copies:
            yield Broken(number, _("共{copies}份，却有{out}份在传阅人手里。", copies=copies, out=len(out)))
        for copy, many in Counter(filter(None, out)).items():
            if many > 1:
                yield Broken(number, _("份号{copy}同时在{many}人手里。", copy=copy, many=many))


def _unasked(session: Session) -> Iterator[Broken]:
    asked = exists().where(
        col(Task.about) == col(Reading.id), col(Task.kind).in_(ASKED), col(Task.closed_at).is_(None)
    )
    lost = (
        ask(Document.number)
        .join(Reading, col(Reading.document_id) == col(Document.id))
        .where(col(Reading.out_at).is_not(None), col(Reading.back_at).is_(None), col(Document.on_paper))
        .where(~asked, col(Document.stage).not_in(ENDED), col(Document.suspended_until).is_(None))
        .where(settled(Document.id))
    )
    for number in session.scalars(lost):
        yield Broken(number or "", _("有一份在传阅人手里，却没有人要收回它。"))


def _carriers(session: Session) -> Iterator[Broken]:
    out = func.sum(Handing.copies)
    over = (
        ask(Carrier.number, Carrier.copies, out)
        .join(Handing, col(Handing.carrier_id) == col(Carrier.id))
        .where(col(Handing.back_at).is_(None))
        .group_by(col(Carrier.number), col(Carrier.copies))
        .having(out > Carrier.copies)
    )
    for number, copies, many in session.execute(over):
        yield Broken(number, _("共{copies}份，却有{out}份在外。", copies=copies, out=many))
