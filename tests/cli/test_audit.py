"""jiyao verify-audit: everything is looked at, and whoever changed something is found out."""

import json
from importlib import import_module
from pathlib import Path

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


def test_what_was_looked_at_is_counted(run: Run, letter: Letter) -> None:
    Letter(letter.cast).arrives()
    told = run("verify-audit", "--json")
    assert told.exit_code == 0
    report = json.loads(told.stdout)
    assert (report["documents"], report["lines"], report["findings"]) == (2, 3, [])
    assert "已核对 2 件公文、3 行台账" in run("verify-audit").stdout


@pytest.mark.parametrize(
    ("tampering", "what"),
    [
        ("UPDATE entry SET why = '改过' WHERE line = 1", "台账第1行与校验码不符"),
        ("UPDATE entry SET by_name = '别人' WHERE line = 2", "台账第2行与校验码不符"),
        ("DELETE FROM entry WHERE line = 1", "台账第1行缺失"),
        ("DELETE FROM entry WHERE line = 2", "台账缺少第2行起的记录"),
        ("UPDATE document SET stage = 'archived'", "台账与公文现状不符"),
        ("UPDATE registration SET number = '2026-普-0009'", "登记有改动，或被换成了旧的"),
        ("DELETE FROM receipt", "签收少了1条"),
    ],
)
def test_a_change_is_named_and_the_exit_code_says_so(
    run: Run, letter: Letter, tampering: str, what: str
) -> None:
    with unit_of_work() as session:
        session.connection().execute(text(tampering))
    told = run("verify-audit", "--json")
    assert told.exit_code == 3
    assert {"where": letter.now.number, "what": what} in json.loads(told.stdout)["findings"]


def test_a_document_that_was_removed_whole_leaves_a_gap(run: Run, cast: Cast) -> None:
    with unit_of_work() as session:
        session.connection().execute(text("INSERT INTO counter (name, value) VALUES ('document', 1)"))
    told = run("verify-audit")
    assert told.exit_code == 3
    assert "共签收过1件，少了第1件" in told.stdout


def test_a_copy_is_checked_where_it_lies_and_a_mistyped_name_is_told(
    run: Run, letter: Letter, data_dir: Path, tmp_path: Path
) -> None:
    told = run("verify-audit", "--anchors", str(tmp_path / "none.jsonl"))
    assert told.exit_code == 1
    assert f"没有 {tmp_path / 'none.jsonl'}" in told.stderr
    if letter.cast and (source := data_dir / "jiyao.db").exists():
        copy = tmp_path / "copy.db"
        with unit_of_work() as session:
            session.connection().exec_driver_sql("SELECT 1")
        copy.write_bytes(source.read_bytes())
        for ending in ("-wal", "-shm"):
            if (beside := source.with_name(source.name + ending)).exists():
                copy.with_name(copy.name + ending).write_bytes(beside.read_bytes())
        assert run("verify-audit", "--database", str(copy)).exit_code == 0


def test_an_anchor_is_made_on_demand_and_its_key_is_shown(run: Run, letter: Letter, tmp_path: Path) -> None:
    made = run("anchor")
    assert json.loads(made.stdout)["anchor"] == 1
    assert "没有新的记录" in run("anchor").stderr
    key = tmp_path / "anchor.pub"
    key.write_text(run("anchor", "--public-key").stdout)
    assert key.read_text().strip() == json.loads(made.stdout)["key"]
    assert "1 个存证，0 处不符" in run("verify-audit", "--public-key", str(key)).stdout
    key.write_text("00" * 32)
    told = run("verify-audit", "--public-key", str(key))
    assert told.exit_code == 3
    assert "存证文件第1行\t签名不符" in told.stdout


def test_an_older_database_is_put_to_work_only_when_somebody_says_why(run: Run, letter: Letter) -> None:
    run("anchor")
    letter.is_proposed()
    run("anchor")
    with unit_of_work() as session:
        session.connection().execute(text("DELETE FROM anchor_line WHERE anchor = 2"))
        session.connection().execute(text("DELETE FROM anchor WHERE number = 2"))
    refused = run("anchor")
    assert refused.exit_code == 1
    assert "数据库停在第2号存证" in refused.stderr
    assert "第2号存证\t不在库中" in run("verify-audit").stdout
    assert run("anchor", "accept", "--why", "演练").exit_code == 0
    told = run("verify-audit")
    assert told.exit_code == 0
    assert "第2–2号存证之后曾恢复旧库，已由第3号存证注明" in told.stdout
    assert run("anchor", "accept", "--why", "再来").exit_code == 1


def test_the_house_does_not_open_on_an_older_database(
    run: Run, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    run("anchor")
    with unit_of_work() as session:
        session.connection().execute(text("DELETE FROM anchor_line"))
        session.connection().execute(text("DELETE FROM anchor"))
    household = import_module("api.cli.up")
    monkeypatch.setattr(household, "upgrade", lambda: None)
    monkeypatch.setattr(household, "_must_be_free", lambda *_: None)
    refused = run("up")
    assert refused.exit_code == 1
    assert "数据库停在第1号存证" in refused.stderr
    assert "jiyao anchor accept" in refused.stderr
