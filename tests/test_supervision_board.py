"""督办看板: every figure is the number of rows of the list behind it, whoever looks and however it is narrowed."""

import re
from datetime import datetime, timedelta
from html import unescape
from random import Random

import pytest
from sqlmodel import Session, select

from gateways.clock import now
from models import board, matters
from models.assignments import Assignment
from models.board import MEASURES
from models.database import reading, unit_of_work
from models.dates import local_day
from models.errors import Malformed
from models.initiate import Source
from models.matters import ENDED, SOURCES, Sought, Standing
from models.people import Me, NotYourRole
from tests.personas import Cast, in_days
from tests.stages.test_initiate import decided
from tests.test_a_secretarys_day import People

LINK = re.compile(r'href="(/supervision\?[^"]+)"[^>]*>(?:<b class="number">)?(\d+)<')
LEADS = ("YWB", "YGK", "HLB")


@pytest.fixture
def busy(cast: Cast) -> list[Assignment]:
    """Six matters of three departments, two leaders and several sources."""
    for n in range(6):
        leader, lead = cast.id(("wang", "zhou")[n % 2]), LEADS[n % 3]
        decided(cast, title=f"第{n}项", leader=leader, lead=lead, assistants=[], source=list(Source)[n % 4])
    with reading() as session:
        return list(session.exec(select(Assignment)))


def moved(given: list[Assignment], random: Random, at: datetime) -> None:
    """Any past that can be: given within a year and a half, due before or after now, open or closed."""
    with unit_of_work() as session:
        for one in given:
            begun = at - timedelta(days=random.randrange(1, 500))
            due = begun + timedelta(days=random.randrange(1, 520))
            ended = begun + timedelta(hours=random.randrange(1, 24 * 500)) if random.random() < 0.6 else None
            ended = ended if ended and ended < at else None
            told = ended if random.random() < 0.8 else None
            changed(session, one, begun_at=begun, due_at=due, completed_at=told, closed_at=ended)


def changed(session: Session, given: Assignment, **values: datetime | None) -> None:
    kept = session.get_one(Assignment, given.id)
    for name, value in values.items():
        setattr(kept, name, value)
    session.add(kept)


def test_every_figure_is_the_number_of_rows_behind_it(busy: list[Assignment], cast: Cast) -> None:
    random, at = Random(7), now()
    for _round in range(25):
        moved(busy, random, at)
        period = random.choice(["", "2026", "2025", "2026-11", "2026-09"])
        me = random.choice([cast.lin, cast.wang, cast.zhao])
        narrowed = Sought(Standing.ALL, source=random.choice(["", *SOURCES]), period=period)
        agree(me, narrowed, at)


def agree(me: Me, sought: Sought, at: datetime) -> None:
    own = board.own(me, sought)
    with reading() as session:
        counted = board.of(session, me, sought, at)

        def rows(standing: Standing, **said: object) -> int:
            asked = {"office": own.office, "source": own.source, "period": ""} | said
            return matters.count(session, me, Sought(standing, **asked), at)  # type: ignore[arg-type]

        for one in MEASURES:
            period = sought.period if one in ENDED else ""
            assert counted.total.figures[one] == rows(one, period=period)
            for office, line in counted.offices.items():
                assert line.figures[one] == rows(one, office=office, period=period)
            for source, line in counted.sources.items():
                assert line.figures[one] == rows(one, source=source, period=period)
            for leader, line in counted.leaders.items():
                assert line.figures[one] == rows(one, leader=leader, period=period)
        for month in counted.months:
            assert month.given == rows(Standing.ALL, period=month.period)
            assert month.in_time == rows(Standing.IN_TIME, period=month.period)
            assert month.late == rows(Standing.DONE_LATE, period=month.period)
        for office, numbers in counted.heat.items():
            found = [rows(Standing.OPEN, office=office, week=monday) for monday in counted.weeks]
            assert numbers == found


def test_the_links_of_the_page_open_lists_of_that_length(
    browser: People, busy: list[Assignment], cast: Cast
) -> None:
    moved(busy, Random(3), now())
    lin = browser("lin")
    links = LINK.findall(lin.opens(f"/supervision/board?period={local_day(now()).year}"))
    assert len(links) > 20
    for href, number in dict.fromkeys(links):
        assert len(lin.calls("GET", unescape(href))) == int(number), href


def test_a_department_head_has_the_board_of_that_department(
    browser: People, busy: list[Assignment], cast: Cast
) -> None:
    told = browser("zhao").calls("GET", "/supervision/board")
    assert {line["key"] for line in told["offices"]} == {"YWB"}
    assert told["total"]["open"] == 2
    assert browser("lin").calls("GET", "/supervision/board")["total"]["open"] == len(busy)
    assert "护理部" not in browser("zhao").opens("/supervision/board").split("<main")[1]
    browser("li").opens("/supervision/board", expect=404)
    with reading() as session, pytest.raises(NotYourRole):
        board.of(session, cast.zhao, Sought(Standing.ALL, office="YGK"), now())


def test_days_are_working_days_and_only_of_what_was_closed(busy: list[Assignment], cast: Cast) -> None:
    first = busy[0]
    friday = datetime.fromisoformat("2026-11-13T02:00:00+00:00")
    done = friday + timedelta(days=4)
    with unit_of_work() as session:
        changed(session, first, begun_at=friday, completed_at=done, closed_at=now(), due_at=in_days(1))
    with reading() as session:
        line = board.of(session, cast.lin, Sought(Standing.ALL), now()).offices[first.office_code]
    assert (line.days, line.in_time) == (2.0, 100)


@pytest.mark.parametrize("period", ["2026-13", "26", "２０２６", "0000", "2026-1"])
def test_no_such_period(browser: People, cast: Cast, period: str) -> None:
    with pytest.raises(Malformed), reading() as session:
        matters.count(session, cast.lin, Sought(period=period), now())
    browser("lin").opens(f"/supervision/board?period={period}", expect=422)
    browser("lin").opens("/supervision?week=9999-12-31", expect=422)
    browser("lin").opens("/supervision?source=nowhere", expect=422)
