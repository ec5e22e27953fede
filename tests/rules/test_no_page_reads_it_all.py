"""增长: what everybody opens all day goes by an index, however many documents there are; SQLite says how it would look."""

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import event

from api.app import build
from flows.stock.fill import fill
from flows.stock.letters import Plan
from gateways.clock import now
from models.database import engine
from models.fact_kinds import FACTS
from tests.databases import SQLITE_ONLY
from tests.page_client import Browser
from tests.personas import Cast

READERS = {
    "lin": "every paper",
    "wang": "some of them",
    "zhou": "every one as a leader",
    "zhao": "her department's",
}
GROWING = {table for table, kind in FACTS.items() if kind.road == "document_id"}
GROWING |= {
    "document",
    "seat",
    "step",
    "stored_file",
    "entry",
    "task",
    "gram",
    "letter",
    "errand",
    "tally",
    "event",
}
WHOLE = re.compile(r"SCAN (\w+)(?: USING COVERING INDEX \w+)?")

Asked = dict[str, tuple[object, ...]]


@pytest.fixture
def asked(database: str) -> Asked:
    """Every question to the database, with one of its answers' parameters."""
    heard: Asked = {}

    def hear(
        _connection: object, _cursor: object, statement: str, given: tuple[object, ...], *_rest: object
    ) -> None:
        if statement.startswith("SELECT"):
            heard[statement] = given

    event.listen(engine(), "before_cursor_execute", hear)
    return heard


@SQLITE_ONLY
@pytest.mark.slow
@pytest.mark.parametrize("reader", READERS)
def test_what_is_opened_all_day_goes_by_an_index(cast: Cast, asked: Asked, reader: str) -> None:
    plan, at = Plan(60, 5, waiting=6, known=20), now()
    fill(plan, at=at)
    browser, letter = Browser(build(), cast, reader), plan.newest(1, at)[0]
    paths = (
        "/",
        "/?folder=done",
        f"/documents?q={letter.doc_number}",
        "/documents?q=通知",
        f"/documents/{letter.id}",
    )
    for path in paths:
        assert browser.client.get(path).status_code == 200, path
    assert len(asked) > 20
    assert not dict(read_whole(asked))


@SQLITE_ONLY
def test_a_question_without_an_index_is_found(database: str) -> None:
    assert dict(read_whole({"SELECT id FROM document WHERE pages = ?": (4,)})) == {
        "document": "SELECT id FROM document WHERE pages = ?"
    }


def read_whole(asked: Asked) -> Iterator[tuple[str, str]]:
    """The tables that would be gone through from one end to the other, and the question that would."""
    with engine().connect() as connection:
        for statement, given in list(asked.items()):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
            for *_, line in plan.all():
                if (found := WHOLE.fullmatch(line)) and found[1] in GROWING and "LIMIT" not in statement:
                    yield found[1], statement
