"""A4: what cannot be written down is not done, and what cannot be noted is not shown."""

import pytest
from sqlalchemy import text

from api.deps import COOKIE
from gateways import directory
from models.database import unit_of_work
from tests.office import Letter
from tests.personas import Cast
from tests.test_a_secretarys_day import People, minute
from tests.untouched import untouched

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
FULL = "SELECT RAISE(ABORT, 'database or disk is full')"


def nothing_more_fits(table: str, act: str = "INSERT") -> None:
    """As when the disk is full: the database refuses each further row of this table."""
    with unit_of_work() as session:
        session.connection().execute(
            text(f"CREATE TRIGGER full_{table} BEFORE {act} ON {table} BEGIN {FULL}; END")
        )


OPINION = {"decision": "instruct", "words": "同意拟办意见。"}


@pytest.fixture
def asked(cast: Cast) -> Letter:
    """王建国 is asked."""
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    return letter


@on_sqlite
@pytest.mark.parametrize(("table", "act"), [("entry", "INSERT"), ("tally", "UPDATE"), ("errand", "INSERT")])
def test_what_cannot_be_written_down_is_not_decided(
    browser: People, asked: Letter, table: str, act: str
) -> None:
    wang, opinion = browser("wang"), f"/documents/{asked.id}/opinion"
    nothing_more_fits(table, act)
    with untouched():
        said = wang.posts(opinion, expect=503, **OPINION)
        assert "因此没有办理" in said
        assert wang.calls("POST", opinion, expect=503, json=OPINION)["code"] == "NotRecorded"


@on_sqlite
def test_what_cannot_be_counted_is_not_received(browser: People) -> None:
    lin = browser("lin")
    nothing_more_fits("tally")
    sent = {
        "received_from": "江州市卫生健康委",
        "received_at": minute(),
        "carrier": "机要交通",
        "on_paper": "yes",
    }
    with untouched():
        lin.posts("/documents", expect=503, **sent)


@on_sqlite
def test_whose_coming_cannot_be_noted_does_not_come_in(browser: People, cast: Cast) -> None:
    nothing_more_fits("event")
    with unit_of_work() as session:
        directory.set_password(cast.lin.person, "Wu-Shan-2026-ren")
        session.merge(cast.lin.person)
    with untouched("attempts"):
        answer = browser(None).client.post("/sign-in", data={"uid": "lin", "password": "Wu-Shan-2026-ren"})
    assert answer.status_code == 503
    assert COOKIE not in answer.cookies
