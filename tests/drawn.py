"""Papers of all kinds in all states, and what the records put on their forms."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import UUID

import pytest

from gateways.clock import now
from models import destroy, register, sheets
from models.database import reading, unit_of_work
from models.document import Document
from models.errors import DomainError
from models.orders import DestructionOrder
from models.papers import Paper
from models.register import Metadata
from models.values import ActionKind, Book, Retention, local_day, on_paper
from tests.office import Letter, engine_runs, on_order
from tests.personas import Cast


def today() -> str:
    return on_paper(now())


def iso() -> str:
    return local_day(now()).isoformat()


def year() -> int:
    return local_day(now()).year


def sheet(letter: Letter, kind: str) -> Paper:
    with reading() as session:
        return sheets.of_document(session, session.get_one(Document, letter.id), kind)


def order_sheet(order: UUID, kind: str) -> Paper:
    with reading() as session:
        return sheets.of_order(session, session.get_one(DestructionOrder, order), kind)


def is_returned(letter: Letter, why: str = "请主送市疾控局。", **said: object) -> None:
    metadata = Metadata(**{"title": "关于拨付经费的函", "issuer": "江州市财政局"} | said)
    letter.act(
        lambda s, d: register.send_back(
            s,
            d,
            metadata,
            book=Book.GENERAL,
            reasons=["来文事项不属于本院办理范围"],
            why=why,
            by=letter.cast.lin,
            at=now(),
        )
    )


def registered(cast: Cast, **said: object) -> Letter:
    letter = Letter(cast).arrives()
    letter.is_registered(**said)
    return letter


def approved(cast: Cast, **said: object) -> Letter:
    letter = registered(cast)
    letter.is_proposed(leaders=[cast.id("zhou")], **said)
    letter.is_signed("zhou", "请医务部落实。")
    return letter


def filed(cast: Cast, retention: Retention = Retention.YEARS10, **said: object) -> Letter:
    letter = registered(cast, action=ActionKind.READ, **said)
    letter.is_proposed(lead=None, leaders=[], readers=[cast.id("sun")], due_at=None)
    letter.is_handed_out()
    letter.is_read("sun")
    letter.is_taken_back()
    letter.is_filed(retention=retention)
    return letter


def over(cast: Cast, **said: object) -> Letter:
    """A paper whose ten years are over."""
    return filed(cast, issue_date=date(2014, 3, 3), **said)


def listed(cast: Cast, *letters: Letter) -> UUID:
    draft = destroy.Draft(
        words="保管期限已满，无继续保存价值。",
        method="粉碎",
        approver=cast.id("zhou"),
        witnesses=[cast.id("sun"), cast.id("ma")],
    )
    with unit_of_work() as session:
        documents = [session.get_one(Document, letter.id) for letter in letters]
        order = destroy.propose(session, documents, draft, by=cast.he, at=now()).id
    engine_runs()
    return order


def destroyed(cast: Cast, order: UUID) -> None:
    on_order(order, lambda s, o: destroy.approve(s, o, by=cast.zhou, at=now()))
    for uid in ("sun", "ma"):
        later = now() + timedelta(days=8)
        on_order(order, lambda s, o, uid=uid, at=later: destroy.witness(s, o, by=getattr(cast, uid), at=at))


def refusal(ask: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refused:
        ask()
    return str(refused.value)
