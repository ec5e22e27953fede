"""旧文: a house of an earlier release is sealed where it stands, and no break-off harms it."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import MetaData, inspect, text
from sqlmodel import select

from api.cli.checks.data import ledger_hides_its_reasons
from config.settings import settings
from models import ledger, migrate, past, search
from models.assignments import Assignment
from models.conversation import Remark
from models.database import engine, reading
from models.document import Document
from models.orders import OrderLine
from models.proof import looking_at
from models.rounds import Seat
from models.sealed import GONE
from models.urge import Urging
from models.verify import verify
from tests.rules.test_migrations import write

WORD = "鹮鸠"
HEAD, TASK, SEAT, DUTY = (uuid4() for _ in range(4))
LIVE, OPEN, DEAD = (uuid4() for _ in range(3))
ORDER = uuid4()


def rows() -> list[tuple[str, dict[str, Any]]]:
    """Three documents: one at work, one public, one destroyed with no key left."""
    made: list[tuple[str, dict[str, Any]]] = [
        ("office", {"code": "YLD"}),
        ("person", {"id": HEAD, "uid": "wang", "office_code": "YLD", "clearance": "internal"}),
    ]
    for serial, (document, level, stage) in enumerate(
        ((LIVE, "internal", "registered"), (OPEN, "public", "registered"), (DEAD, "internal", "destroyed")), 1
    ):
        named = {"title": f"{WORD}{serial}", "addressees": f'["{WORD}"]', "attachments": "[]", "seal": ""}
        plan, step = uuid4(), uuid4()
        made += [
            ("document", named | {"id": document, "serial": serial, "stage": stage, "line": 0, "level": level,
                                  "urgency": "routine", "number": f"2026-普-000{serial}"}),
            ("proposal", {"id": plan, "document_id": document, "by": HEAD, "words": f"{WORD}拟办",
                          "assistants": "[]", "readers": "[]"}),
            ("step", {"id": step, "proposal_id": plan, "purpose": "instruct", "mode": "each"}),
            ("seat", {"id": SEAT if serial == 1 else uuid4(), "step_id": step, "words": f"{WORD}批示"}),
            ("remark", {"id": uuid4(), "document_id": document, "by": HEAD, "words": f"{WORD}交流"}),
            ("assignment", {"id": DUTY if serial == 1 else uuid4(), "document_id": document, "proposal_id": plan,
                            "office_code": "YLD", "points": f'["{WORD}"]', "result": "", "without": "",
                            "review": ""}),
        ]  # fmt: skip
        made += [("gram", {"piece": piece, "serial": serial}) for piece in (WORD, "鹮", "鸠")]
    made += [
        ("task", {"id": TASK, "subject": LIVE, "document_id": LIVE, "kind": "sign", "about": SEAT}),
        ("urging", {"id": uuid4(), "task_id": TASK, "by": HEAD, "words": f"{WORD}催"}),
        ("destruction_order", {"id": ORDER, "number": "销〔2026〕1号", "proposed_by": HEAD, "approver_id": HEAD,
                               "words": f"{WORD}鉴定", "refusal": ""}),
        ("order_line", {"order_id": ORDER, "document_id": DEAD, "rank": 1}),
        ("entry", {"document_id": LIVE, "line": 1, "move": "receive", "stage": "received", "by_name": "王",
                   "why": f"{WORD}旧事", "mac": "f" * 64}),
    ]  # fmt: skip
    return made


@pytest.fixture
def old_house(no_tables: str) -> None:
    migrate.upgrade("0002")
    then = MetaData()
    then.reflect(engine())
    with engine().begin() as connection:
        for name, said in rows():
            write(connection, then.tables[name], said)


def in_clear() -> set[str]:
    """Columns that still bear the word."""
    with engine().connect() as connection:
        found = set()
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')).mappings():
                found |= {f"{table}.{column}" for column, value in row.items() if WORD in str(value)}
    return found


STAYS = {"document.title", "document.addressees", "entry.why"}  # of the public one; of the ledger's past


def is_sealed_now() -> None:
    assert in_clear() == STAYS
    with reading() as session:
        titles = {one.id: one.title for one in session.exec(select(Document))}
        assert titles == {LIVE: f"{WORD}1", OPEN: f"{WORD}2", DEAD: "题名见销毁清册销〔2026〕1号"}
        seat = session.get_one(Seat, SEAT)
        assert (seat.document_id, seat.words) == (LIVE, f"{WORD}批示")
        assert session.get_one(Assignment, DUTY).points == [WORD]
        assert session.exec(select(Urging)).one().words == f"{WORD}催"
        assert session.exec(select(OrderLine)).one().title == f"{WORD}3"
        said = {one.document_id: one.words for one in session.exec(select(Remark))}
        assert said == {LIVE: f"{WORD}交流", OPEN: f"{WORD}交流", DEAD: GONE}
        assert ledger.lines_of(session, LIVE)[0].why == f"{WORD}旧事"
        found = search.matching(session, select(Document), WORD, few=False)
        assert [one.id for one in session.exec(found)] == [OPEN, LIVE]


def test_an_old_house_is_sealed_and_found_in_as_before(old_house: None) -> None:
    told: list[int] = []
    migrate.upgrade(tell=told.append)
    is_sealed_now()
    assert told[-1] > 15
    assert "1行旧台账" in ledger_hides_its_reasons()
    assert migrate.standing() == ("0006", "0006")


@pytest.mark.parametrize("batches", [1, 8, 12, 20])
def test_broken_off_after_any_batch_it_goes_on(
    old_house: None, batches: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(past, "BATCH", 1)

    class PowerCut(Exception):
        pass

    def cut(_sealed: int, left: list[int] = [batches]) -> None:  # noqa: B006  counts down
        left[0] -= 1
        if not left[0]:
            raise PowerCut

    with pytest.raises(PowerCut):
        migrate.upgrade(tell=cut)
    assert migrate.standing()[0] == "0003"
    migrate.upgrade()
    is_sealed_now()


def test_what_was_sealed_adds_up(old_house: None) -> None:
    migrate.upgrade()
    with looking_at(settings().database_url) as connection:
        wrong = verify(connection).findings
    assert {one.what for one in wrong} == {"台账第1行与校验码不符", "台账与公文现状不符"}, (
        "as in the house of old"
    )


def test_there_is_no_way_back_from_sealed_words(old_house: None) -> None:
    migrate.upgrade()
    with pytest.raises(RuntimeError, match="不能降级"):
        migrate.downgrade("0003")
    assert migrate.standing()[0] == "0006"
