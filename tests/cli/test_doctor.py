"""jiyao doctor: what is wrong is said, with what to do; what is not there is not made by looking."""

import json
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import SQLModel
from typer.testing import CliRunner

from api.cli.checks import examine
from api.cli.checks.data import ledger_hides_its_reasons, rules_name_who_is_here
from api.cli.checks.finding import Trouble
from config.policy import policy
from config.settings import settings
from models.database import engine
from models.migrate import NewerDatabase, upgrade
from tests.drawn import is_returned
from tests.office import Letter
from tests.personas import Cast
from tests.rules.rulebooks import released


def findings() -> dict[str, dict[str, str]]:
    from api.cli import app

    told = CliRunner().invoke(app, ["doctor", "--json"])
    assert told.exit_code in (0, 3), told.output
    found = {one["name"]: one for one in json.loads(told.stdout)}
    assert (told.exit_code == 0) is all(one["ok"] for one in found.values())
    assert all(one["advice"] for one in found.values() if not one["ok"])
    return found


def test_an_empty_machine_is_only_looked_at(empty: Path) -> None:
    found = findings()
    assert not found["数据库"]["ok"]
    assert found["人员"]["what"] == "没有检查"
    assert found["表单模板"]["ok"]
    assert not empty.exists()


def test_a_migrated_machine_wants_people_and_an_engine(empty: Path) -> None:
    upgrade()
    from config.keys import secrets_of

    secrets_of(settings())
    found = findings()
    good = {name for name, one in found.items() if one["ok"]}
    assert {"设置", "本院规矩", "密钥", "数据库", "数据库保障", "时钟", "磁盘", "表单模板", "邮件"} <= good
    assert "还没有机要秘书" in found["人员"]["what"]
    assert not found["流转引擎"]["ok"]


def test_keys_that_others_can_read_are_found(empty: Path) -> None:
    upgrade()
    from config.keys import secrets_of

    secrets_of(settings())
    (settings().keys_folder / "master.key").chmod(0o644)
    found = findings()
    assert "chmod 600" in found["密钥"]["what"]
    assert found["流转引擎"]["what"] == "没有检查"


def test_an_older_schema_is_told(cast: Cast) -> None:
    assert SQLModel.metadata.tables  # made without a migration, so there is no version
    found = findings()
    assert "jiyao migrate" in found["数据库"]["advice"]


def test_a_database_of_a_later_release_is_refused(empty: Path) -> None:
    upgrade()
    from config.keys import secrets_of

    secrets_of(settings())
    with engine().begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    assert "更新的版本用过的（结构版本 9999）" in findings()["数据库"]["what"]
    assert findings()["人员"]["what"] == "没有检查"
    with pytest.raises(NewerDatabase, match="请换回新版本的程序"):
        upgrade()


def test_a_database_that_was_half_migrated_is_refused(empty: Path) -> None:
    upgrade()
    from config.keys import secrets_of

    secrets_of(settings())
    with engine().begin() as connection:
        connection.exec_driver_sql("ALTER TABLE letter DROP COLUMN bounce")
        connection.exec_driver_sql("DROP TABLE phrase")
    found = findings()
    assert "却缺 phrase、letter.bounce" in found["数据库"]["what"]
    assert found["人员"]["what"] == "没有检查"


def test_a_mail_server_that_is_away_is_told(empty: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JIYAO_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("JIYAO_SMTP_PORT", "1")
    settings.cache_clear()
    upgrade()
    from config.keys import secrets_of

    secrets_of(settings())
    assert "连不上 127.0.0.1:1" in findings()["邮件"]["what"]


@pytest.mark.parametrize(
    ("day", "mark"), [("2026-10-31", "✓"), ("2026-11-01", "!"), ("2026-12-12", "✗"), ("2027-01-04", "✗")]
)
def test_a_year_without_holidays_is_told_well_before_it_begins(
    monkeypatch: pytest.MonkeyPatch, day: str, mark: str
) -> None:
    monkeypatch.setattr("api.cli.checks.rules.today", lambda: date.fromisoformat(day))
    found = next(one for one in examine() if one.name == "节假日表")
    assert found.mark == mark
    if mark != "✓":
        assert found.what.startswith("没有2027年的节假日表")
        assert "jiyao calendar read" in str(found)


def test_a_wrong_policy_is_named_with_its_line(
    empty: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from config.policy import SHIPPED, policy

    wrong = tmp_path / "policy.toml"
    wrong.write_text(SHIPPED.read_text("utf-8").replace("[tickets]", "[tickets]\ncolour = 1"), "utf-8")
    monkeypatch.setenv("JIYAO_POLICY", str(wrong))
    settings.cache_clear()
    policy.cache_clear()
    try:
        assert "tickets.colour" in findings()["本院规矩"]["what"]
    finally:
        policy.cache_clear()


def test_a_ledger_of_today_hides_its_reasons(cast: Cast) -> None:
    is_returned(Letter(cast).arrives())
    assert ledger_hides_its_reasons() == "办理说明都已加密"


def test_rules_that_name_nobody_are_told(cast: Cast) -> None:
    with pytest.raises(Trouble, match=r"第1版有\d+处名字不对：第\d+行 routes\.1\.lead：本院没有代码为“GWK”"):
        rules_name_who_is_here()
    released(cast)
    assert rules_name_who_is_here() == "现行第2版，人员和部门都在"


def test_rules_changed_in_the_file_when_they_live_in_the_house_are_told(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    Letter(cast).arrives().is_registered()
    released(cast)
    edited = policy().model_copy(update={"posts": ()})
    monkeypatch.setattr("api.cli.checks.data.policy", lambda: edited)
    with pytest.raises(Trouble, match=r"policy\.toml 里的拟办规则改过，但已不起作用"):
        rules_name_who_is_here()
