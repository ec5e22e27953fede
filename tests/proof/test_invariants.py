"""jiyao doctor --invariants: a house with a past holds; every rule that is broken by hand is named."""

import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select, update
from typer.testing import CliRunner

from gateways import shelf
from gateways.clock import now
from models.database import unit_of_work
from models.files import StoredFile
from models.letters import Letter as Mail
from models.outbox import Errand
from tests.held import broken, everything_holds
from tests.office import prints_owed
from tests.proof.world import World

SIGNING = "(SELECT id FROM document WHERE number LIKE '%0004')"
# What a hand does, the rule it breaks, and what is said of it.
BREAKS = [
    (
        "UPDATE counter SET value = value + 2 WHERE name LIKE 'receipt:%'",
        "numbers",
        "缺第7号、第8号，编号簿已发到第8号。",
    ),
    ("UPDATE counter SET value = value - 1 WHERE name LIKE 'receipt:%'", "numbers", "第6号不是编号簿发出的"),
    (f"DELETE FROM task WHERE subject = {SIGNING}", "waiting", "待办却是：没有。"),
    (
        f"UPDATE task SET kind = 'archive' WHERE subject = {SIGNING} AND closed_at IS NULL",
        "waiting",
        "待办却是：归档",
    ),
    (f"UPDATE document SET stage = 'approved' WHERE id = {SIGNING}", "waiting", "现为“传阅中”，待办却是："),
    (f"UPDATE document SET stage = 'returned' WHERE id = {SIGNING}", "waiting", "已经了结，却还有待办"),
    (
        "UPDATE seat SET signed_at = '2026-01-01' WHERE id = (SELECT id FROM seat WHERE signed_at IS NULL)",
        "decisions",
        "个签批意见，台账却有",
    ),
    (
        "INSERT INTO task (id, subject, document_id, kind, hat, about, opened_at, closed_at, closed_by) SELECT"
        " 'f0', subject, document_id, kind, hat, about, opened_at, closed_at, closed_by FROM task"
        " WHERE kind = 'sign' AND closed_by IS NOT NULL LIMIT 1",
        "decisions",
        "同一项“批示”办了不止一次。",
    ),
    ("UPDATE reading SET back_at = NULL", "papers", "有一份在传阅人手里，却没有人要收回它。"),
    (
        "UPDATE document SET copies = 0; UPDATE reading SET back_at = NULL",
        "papers",
        "共0份，却有1份在传阅人手里。",
    ),
    ("UPDATE letter SET dropped_at = NULL, waits = 0", "owed", "邮件没有发出，也没有人去发。"),
    (
        "UPDATE errand SET done_at = NULL, due_at = '2026-01-01' WHERE id = (SELECT id FROM errand WHERE topic = 'print')",
        "owed",
        "打印表单：1项没有做，最久的拖了",
    ),
    ("UPDATE print_job SET printed_at = NULL", "owed", "表单没有打印，也没有人去印。"),
    (
        "DELETE FROM content_key WHERE owner = (SELECT owner FROM stored_file LIMIT 1)",
        "halves",
        "没有销毁，密钥却没有了",
    ),
    ("UPDATE document SET stage = 'destroyed'", "halves", "已经销毁，密钥却还在。"),
    ("UPDATE print_job SET file_id = 'f0'", "halves", "表单记为已打印，文件却不在。"),
    ("UPDATE entry SET why = 'x' WHERE line = 1", "records", "台账第1行与校验码不符"),
    ("DELETE FROM event WHERE line = 1", "records", "缺失"),
]


@pytest.fixture
def house(world: World) -> World:
    """With its forms printed, and nothing owed."""
    prints_owed()
    with unit_of_work() as session:
        session.exec(update(Errand).values(done_at=now()))
        session.exec(update(Mail).values(dropped_at=now()))
    return world


def after(house: World, hand: str, folder: Path) -> dict[str, list[str]]:
    """What is said of a copy that a hand went through."""
    with closing(sqlite3.connect(house.file)) as whole, closing(sqlite3.connect(folder / "copy.db")) as copy:
        whole.backup(copy)
        copy.executescript(hand)
        assert copy.total_changes, "nothing was broken"
        copy.commit()
    return broken(database=str(folder / "copy.db"))


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # a copy is a file here
def test_a_house_with_a_past_holds_and_what_breaks_it_is_named(house: World, tmp_path: Path) -> None:
    everything_holds()
    assert {rule for _, rule, _ in BREAKS} == {
        "numbers",
        "waiting",
        "decisions",
        "papers",
        "owed",
        "halves",
        "records",
    }
    for hand, rule, sentence in BREAKS:
        found = after(house, hand, tmp_path)
        assert any(sentence in told for told in found.get(rule, [])), (hand, found)
    everything_holds()


def test_a_file_and_a_mail_that_are_not_there(house: World, tmp_path: Path) -> None:
    with unit_of_work() as session:
        stored = session.exec(select(StoredFile)).first()
        session.exec(update(Mail).values(sent_at=now(), dropped_at=None))
        letters = set(session.exec(select(Mail.id)))
    assert stored
    for one in letters:
        (tmp_path / f"{one}.eml").touch()
    everything_holds(mails=tmp_path)
    (tmp_path / f"{letters.pop()}.eml").unlink()
    shelf.place(stored.blob).unlink()
    found = broken(mails=tmp_path)
    assert set(found) == {"vault", "mails"}
    assert found["vault"] == [f"{stored.id}：库房里没有这个文件。"]


def test_the_command_says_it_in_sentences_and_in_json(house: World, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.cli import app

    monkeypatch.setattr("api.cli.checks.data.schema_is_current", lambda: "")  # made without a migration
    good = CliRunner().invoke(app, ["doctor", "--invariants"])
    with unit_of_work() as session:
        session.exec(update(Errand).values(done_at=None, due_at=now() - timedelta(days=1)))
    wrong = CliRunner().invoke(app, ["doctor", "--invariants"])
    told = CliRunner().invoke(app, ["doctor", "--invariants", "--json"])
    assert (good.exit_code, wrong.exit_code, told.exit_code) == (0, 3, 3), good.output
    assert "✗" not in good.stdout
    assert "✗ 欠着的事都有人去做" in wrong.stdout
    assert [one["name"] for one in json.loads(told.stdout) if not one["ok"]] == ["owed"]
    everything_holds(patience=timedelta(days=2))
