"""The commands, the page and the doctor: when the last copy was made, whether it was tried, which are kept."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from sqlmodel import select
from typer.testing import CliRunner

from api.cli import app
from api.cli.checks.finding import Trouble
from api.cli.checks.keeping import copies_are_made
from config.backups import BackupRules
from gateways.backup import make
from gateways.backup.keep import name_at, too_old
from gateways.clock import SHANGHAI, now
from models.backups import Backup
from models.database import engine, unit_of_work
from tests.backup.conftest import Copies
from tests.test_a_secretarys_day import People

RULES = BackupRules(days=3, weeks=2, months=2)


def typed(*words: object) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_a_copy_is_made_tried_and_shown(house: Copies, browser: People) -> None:
    assert "从未核对" in browser("gu").opens("/backups")
    made = typed("backup", house.folder)
    assert (made.exit_code, "已备份 3 件公文、3 个文件" in made.stderr) == (0, True), made.output
    (copy,) = house.folder.iterdir()
    assert "未核对" in browser("yan").opens("/backups")
    tried = typed("restore", copy, "--verify")
    assert (tried.exit_code, "0 处不符" in tried.stderr) == (0, True), tried.output
    page = browser("yan").opens("/backups")
    assert copy.name in page
    assert "light-green" in page
    copy.write_bytes(copy.read_bytes()[:-5])
    assert typed("restore", copy, "--verify").exit_code == 3
    assert "核对不符" in browser("gu").opens("/backups")
    told = browser("gu").client.get("/api/v1/backups").json()
    assert [one["outcome"] for one in told["backups"]] == ["wrong"], told
    with pytest.raises(Trouble, match="核对不符"):
        copies_are_made()


def test_where_there_is_no_house_none_is_made(data_dir: Path, tmp_path: Path) -> None:
    engine.cache_clear()
    refused = typed("backup", tmp_path / "copies")
    engine.cache_clear()
    assert (refused.exit_code, "还没有数据库" in refused.stderr) == (1, True)
    assert list(data_dir.iterdir()) == []


def test_a_copy_within_the_house_is_refused(house: Copies, data_dir: Path) -> None:
    refused = typed("backup", data_dir / "copies")
    assert (refused.exit_code, (data_dir / "copies").exists()) == (2, False)
    assert typed("restore", __file__).exit_code == 2
    assert typed("restore", __file__, "--into", data_dir / "x").exit_code == 1


def test_an_old_last_copy_is_told_by_page_and_doctor(house: Copies, browser: People) -> None:
    assert copies_are_made() == "还没有需要备份的"
    house.made()
    assert "最近一次" in copies_are_made()
    with unit_of_work() as session:
        session.exec(select(Backup)).one().made_at -= timedelta(hours=27)
    assert "已超过 26 小时" in browser("gu").opens("/backups")
    with pytest.raises(Trouble, match="已超过26小时"):
        copies_are_made()


def test_the_newest_of_each_day_week_and_month_is_kept(tmp_path: Path) -> None:
    last = datetime(2026, 11, 22, 1, tzinfo=SHANGHAI)
    for hours in range(0, 24 * 120, 12):
        (tmp_path / name_at(last - timedelta(hours=hours))).touch()
    (tmp_path / "notes.txt").touch()
    for path in too_old(tmp_path, RULES):
        path.unlink()
    kept = sorted(path.name for path in tmp_path.iterdir())
    assert kept == [
        "jiyao-20261031-130000.jybak",
        "jiyao-20261115-130000.jybak",
        "jiyao-20261120-130000.jybak",
        "jiyao-20261121-130000.jybak",
        "jiyao-20261122-010000.jybak",
        "notes.txt",
    ]


def test_what_the_rules_remove_stays_in_the_list(house: Copies, browser: People) -> None:
    old = make.back_up(house.folder, at=now() - timedelta(days=800), begin=lambda _many: lambda: None)
    for days in range(40):
        (house.folder / name_at(now() - timedelta(days=30 * days))).touch()
    assert old.name in make.tidy(house.folder, at=now())
    assert not (house.folder / old.name).exists()
    assert "按留存规则删除" in browser("gu").opens("/backups")
