"""jiyao calendar: a published notice becomes the hospital's own table."""

from pathlib import Path

import pytest

from config import holidays
from config.settings import settings
from tests.cli.conftest import Run
from tests.rules.test_holiday_notice import YEAR_2026


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    path = tmp_path / "通知.txt"
    path.write_text(YEAR_2026, encoding="utf-8")
    return path


def test_a_notice_is_read_once_and_replaced_only_when_asked(run: Run, notice: Path) -> None:
    told = run("calendar", "read", str(notice))
    assert (told.exit_code, "7 个节日，6 个调休上班日" in told.stderr) == (0, True)
    assert (settings().data_dir / "calendar" / "2026.toml").exists()
    again = run("calendar", "read", str(notice))
    assert (again.exit_code, "要替换请加 --replace" in again.stderr) == (1, True)
    assert run("calendar", "read", str(notice), "--replace").exit_code == 0
    holidays.years.cache_clear()
    shown = run("calendar", "show", "2026").stdout
    assert "国庆节\t2026-10-01\t2026-10-07\t9月20日（周日）、10月10日（周六）" in shown


def test_a_text_that_is_no_notice_changes_nothing(run: Run, notice: Path) -> None:
    notice.write_text(YEAR_2026.replace("共3天。1月4日", "共5天。1月4日"), encoding="utf-8")
    told = run("calendar", "read", str(notice))
    assert (told.exit_code, "不是5天，请核对" in told.stderr) == (1, True)
    assert not (settings().data_dir / "calendar" / "2026.toml").exists()


def test_a_year_that_is_missing_says_what_to_do(run: Run) -> None:
    told = run("calendar", "show", "2031")
    assert (told.exit_code, "jiyao calendar read" in told.stderr) == (3, True)
