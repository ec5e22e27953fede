"""恢复演练: once a month by the clock; what it found stands on the page, and a bad one reaches whoever keeps copies."""

import re
from datetime import datetime, timedelta

import pytest
from sqlmodel import select

from api.cli.checks.finding import Trouble
from api.cli.checks.keeping import copies_are_made
from flows import timetable
from flows.timetable import TIMETABLE
from gateways.backup import restore
from gateways.backup.drill import drill
from gateways.clock import SHANGHAI, now
from models import schedule
from models.database import reading
from models.letters import Letter as Mail
from models.letters import LetterKind
from models.people import Person
from tests.backup.conftest import Copies
from tests.test_a_secretarys_day import People

RULE = [rule for rule in TIMETABLE if rule.name == "drill"]


def told() -> set[str]:
    """Who got a mail about a drill."""
    asked = select(Person.uid).join(Mail).where(Mail.kind == LetterKind.DRILL_FAILED)
    with reading() as session:
        return set(session.exec(asked))


def test_its_slot_is_the_first_night_of_the_month() -> None:
    at = datetime(2027, 1, 1, 3, 29, tzinfo=SHANGHAI)
    slot = schedule.DRILL.cadence
    assert slot(at) == datetime(2026, 12, 1, 3, 30, tzinfo=SHANGHAI)
    assert slot(at + timedelta(minutes=1)) == slot.next(at) == datetime(2027, 1, 1, 3, 30, tzinfo=SHANGHAI)
    assert slot.words == "每月1日 03:30"


def test_a_good_copy_is_drilled_once_a_month_by_the_clock(
    house: Copies, browser: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = now().astimezone(SHANGHAI).replace(day=2)
    monkeypatch.setattr(timetable, "now", lambda: at)
    monkeypatch.setattr(timetable.Watch, "believes", lambda *_: True)
    timetable.tick(RULE)
    assert "还没有做过" in browser("gu").opens("/backups"), "without a copy there is nothing to drill"
    house.made()
    timetable.tick(RULE)
    timetable.tick(RULE)
    page = browser("yan").opens("/backups")
    assert re.search(r"4 个部分、\d+ 行、3 件公文，0 处不符，缺 0 个文件", page), page
    assert "完整" in page
    assert browser("gu").client.get("/api/v1/backups").json()["drill"]["ok"]
    assert (told(), "最近一次" in copies_are_made()) == (set(), True)


def test_a_bad_copy_is_told_by_mail_page_and_doctor_until_one_is_good(house: Copies, browser: People) -> None:
    copy = house.made()
    copy.write_bytes(copy.read_bytes()[:-5])
    drill(now())
    assert told() >= {"gu", "yan"}
    assert not told() & {"lin", "chen", "wang"}
    assert "不完整或被改动过" in browser("gu").opens("/backups")
    with pytest.raises(Trouble, match="核对不符"):
        copies_are_made()
    good = house.made()
    with pytest.raises(Trouble, match="恢复演练没有通过"):
        copies_are_made()
    assert restore.tried(good, lambda: None)[1].findings == []
    drill(now())
    assert "最近一次" in copies_are_made()


def test_a_disk_that_is_not_there_is_told(house: Copies, browser: People) -> None:
    house.made().unlink()
    drill(now())
    assert told() >= {"gu", "yan"}
    assert "一份也找不到" in browser("gu").opens("/backups")
