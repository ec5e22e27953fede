"""jiyao verify-audit: every ledger replays, and whoever changed one is found out."""

import json

import pytest
from sqlalchemy import text

from models.database import unit_of_work
from tests.cli.conftest import Run
from tests.office import Letter
from tests.personas import Cast


@pytest.fixture
def letter(cast: Cast) -> Letter:
    letter = Letter(cast).arrives()
    letter.is_registered()
    return letter


def test_a_whole_ledger_is_counted(run: Run, letter: Letter) -> None:
    Letter(letter.cast).arrives()
    told = run("verify-audit", "--json")
    assert told.exit_code == 0
    assert json.loads(told.stdout) == {"documents": 2, "lines": 3, "broken": []}
    assert run("verify-audit").stdout.strip() == "已核对 2 件公文、3 行台账，0 处不符。"


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE entry SET why = '改过' WHERE line = 1",
        "UPDATE entry SET by_name = '别人' WHERE line = 2",
        "DELETE FROM entry WHERE line = 2",
        "UPDATE document SET stage = 'archived'",
    ],
)
def test_a_changed_ledger_is_named_and_the_exit_code_says_so(
    run: Run, letter: Letter, tampering: str
) -> None:
    with unit_of_work() as session:
        session.connection().execute(text(tampering))
    told = run("verify-audit", "--json")
    assert told.exit_code == 3
    assert [one["document"] for one in json.loads(told.stdout)["broken"]] == [letter.now.number]


def test_a_document_that_was_removed_whole_leaves_a_gap(run: Run, cast: Cast) -> None:
    with unit_of_work() as session:
        session.connection().execute(text("INSERT INTO counter (name, value) VALUES ('document', 1)"))
    told = run("verify-audit")
    assert told.exit_code == 3
    assert "共签收过1件，库中只有0件" in told.stdout
