"""定期报送: when it is due, when its case is made, and that it is made once."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select

from flows.timetable import open_obligations
from gateways.clock import SHANGHAI, now
from models import obligations, oblige
from models.database import reading, unit_of_work
from models.document import Document
from models.errors import Malformed
from models.initiate import Source, initiation
from models.ledger import lines_of
from models.obligations import Occasion
from models.oblige import EndedAlready, Plan
from models.people import NotYourRole, Person
from models.recurrence import Counted, Recurrence, Rhythm
from models.stages import Stage
from models.values import local_day
from tests.office import Letter, engine_runs
from tests.personas import Cast
from tests.untouched import untouched

MONTHLY = Recurrence(Rhythm.MONTH, 1, Counted.WORKDAY, 5, ahead=3)


def planned(cast: Cast, rule: Recurrence = MONTHLY, **said: Any) -> Plan:
    usual: dict[str, Any] = {
        "title": "安全生产月报",
        "basis": "江卫函〔2026〕45号",
        "required": "按附表填报，经分管院领导审核。",
        "lead": "YWB",
        "leader": cast.id("wang"),
        "recurrence": rule,
        "since": local_day(now()),
    }
    return Plan(**usual | said)


def kept(cast: Cast, rule: Recurrence = MONTHLY, by: str = "lin", **said: Any) -> UUID:
    with unit_of_work() as session:
        return oblige.add(session, planned(cast, rule, **said), by=getattr(cast, by), at=now()).id


def clock_strikes(day: date, hour: int = 9) -> list[UUID]:
    """The act of the timetable, as at this hour; the cases that there are afterwards."""
    with unit_of_work() as session:
        open_obligations(session, datetime(day.year, day.month, day.day, hour, tzinfo=SHANGHAI))
    return occasions()


def occasions() -> list[UUID]:
    with reading() as session:
        return list(session.exec(select(Occasion.document_id).order_by(col(Occasion.period))))


@pytest.mark.parametrize(
    ("rule", "period", "due"),
    [
        (MONTHLY, date(2026, 10, 1), date(2026, 10, 13)),  # after the National Day and its Saturday made up
        (Recurrence(Rhythm.MONTH, 1, Counted.DAY, 31, 3), date(2026, 2, 1), date(2026, 2, 28)),  # made up
        (Recurrence(Rhythm.MONTH, 1, Counted.DAY, 3, 3), date(2026, 10, 1), date(2026, 10, 8)),
        (Recurrence(Rhythm.QUARTER, 3, Counted.DAY, 20, 3), date(2026, 10, 1), date(2026, 12, 21)),
        (Recurrence(Rhythm.YEAR, 12, Counted.WORKDAY, 1, 3), date(2026, 1, 1), date(2026, 12, 1)),
    ],
)
def test_the_day_it_is_due(rule: Recurrence, period: date, due: date) -> None:
    assert rule.due_day(period) == due
    assert rule.period_of(due) == period


def test_a_year_without_a_calendar_is_provisional() -> None:
    assert str(MONTHLY.deadline(date(2026, 11, 1))).endswith("日")
    assert str(MONTHLY.deadline(date(2031, 11, 1))).endswith("（暂定）")


def test_every_period_has_one_case_from_the_day_it_opens(cast: Cast) -> None:
    kept(cast)
    rule = MONTHLY
    periods = list(rule.periods(local_day(now()), date(now().year + 1, 6, 30)))
    assert len(periods) > 5
    for made, period in enumerate(periods, start=1):
        opens = rule.opens_on(period)
        before = clock_strikes(opens, hour=0)
        assert len(before) == made
        assert clock_strikes(opens) == before
        assert clock_strikes(rule.due_day(period)) == before


def test_the_case_is_like_any_and_says_whose_setting_it_rests_on(cast: Cast) -> None:
    kept(cast)
    first = MONTHLY.next(local_day(now()))
    [case] = clock_strikes(max(MONTHLY.opens_on(first), local_day(now())))
    engine_runs()
    letter = Letter(cast, case)
    assert letter.stage is Stage.CIRCULATED
    assert letter.waits_for == [("accept", "YWB")]
    with reading() as session:
        document = session.get_one(Document, case)
        assert document.due_at == MONTHLY.deadline(first).at
        day = MONTHLY.due_day(first)
        assert document.title == f"安全生产月报（{day.year}年{day.month}月报送）"
        told = initiation(session, case)
        assert (told.source, told.by) == (Source.SCHEDULE, cast.id("lin"))
        line = lines_of(session, case)[0]
        assert (line.by, line.by_name) == (None, "系统")
        assert f"{cast.lin.name}设置的定期报送" in line.why


def test_after_a_long_stop_every_missed_one_is_made_and_has_a_day_left(cast: Cast) -> None:
    kept(cast)
    late = date(now().year + 1, 8, 31)
    made = clock_strikes(late)
    assert len(made) == len(list(MONTHLY.periods(local_day(now()), late)))
    with reading() as session:
        assert all(
            session.get_one(Document, one).due_at > datetime(late.year, 8, 31, 9, tzinfo=SHANGHAI)
            for one in made
        )


def test_an_act_that_fails_half_way_leaves_nothing_and_is_done_at_the_next_tick(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept(cast)
    day = MONTHLY.opens_on(MONTHLY.next(date(now().year + 1, 3, 1)))

    def dies(**_said: Any) -> None:
        raise MemoryError

    with monkeypatch.context() as broken:
        broken.setattr(oblige, "Occasion", dies)  # the case is written by then
        with pytest.raises(MemoryError):
            clock_strikes(day)
    with reading() as session:
        assert session.exec(select(Document)).all() == []
    made = clock_strikes(day)
    assert made
    assert clock_strikes(day) == made


def test_ended_or_over_it_makes_no_more(cast: Cast) -> None:
    first = MONTHLY.next(local_day(now()))
    one = kept(cast, until=MONTHLY.due_day(first))
    late = date(now().year + 1, 6, 30)
    assert len(clock_strikes(late)) == 1
    with unit_of_work() as session:
        oblige.end(session, obligations.find(session, one), by=cast.chen, at=now())
    with unit_of_work() as session, pytest.raises(EndedAlready):
        oblige.end(session, obligations.find(session, one), by=cast.chen, at=now())
    other = kept(cast)
    with unit_of_work() as session:
        oblige.end(session, obligations.find(session, other), by=cast.lin, at=now())
    assert len(clock_strikes(late)) == 1


def test_a_leader_who_left_stops_only_his_own(cast: Cast) -> None:
    kept(cast)
    kept(cast, title="质控月报", leader=cast.id("zhou"))
    with unit_of_work() as session:
        session.get_one(Person, cast.id("wang")).active = False
    first = MONTHLY.next(local_day(now()))
    assert len(clock_strikes(max(MONTHLY.opens_on(first), local_day(now())))) == 1
    with reading() as session:
        told = [oblige.why_not(session, one, now()) for one in obligations.all_of_them(session)]
    assert told == ["交办领导须为在任院领导。", ""]


@pytest.mark.parametrize(
    ("rule", "said", "wrong"),
    [
        (Recurrence(Rhythm.MONTH, 1, Counted.WORKDAY, 16, 3), {}, "报送日应为1至15"),
        (Recurrence(Rhythm.MONTH, 1, Counted.DAY, 0, 3), {}, "报送日应为1至31"),
        (Recurrence(Rhythm.QUARTER, 4, Counted.DAY, 1, 3), {}, "月份应为1至3"),
        (Recurrence(Rhythm.MONTH, 1, Counted.DAY, 1, 0), {}, "提前的工作日"),
        (MONTHLY, {"since": date(2020, 1, 1)}, "起始日期"),
        (MONTHLY, {"until": date(2020, 1, 1)}, "截止日期"),
        (MONTHLY, {"title": " "}, "请填写报送事项"),
        (MONTHLY, {"lead": "NONE"}, "主办、协办"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_one_sentence(
    cast: Cast, rule: Recurrence, said: dict[str, Any], wrong: str
) -> None:
    with untouched(), pytest.raises(Malformed, match=wrong):
        kept(cast, rule, **said)


def test_only_the_secretary_and_the_office_head_may(cast: Cast) -> None:
    kept(cast, by="chen")
    with untouched(), pytest.raises(NotYourRole):
        kept(cast, by="zhao")
