"""The page about the engine: what is owed, who is alive, what the clock did; for the 系统管理员 alone."""

from datetime import timedelta
from uuid import uuid4

from flows.timetable import TIMETABLE, beat
from gateways.clock import now
from models import engine_state, leases, outbox, schedule
from models.database import reading, unit_of_work
from models.engine_state import Owed
from models.outbox import Topic
from tests.test_a_secretarys_day import People

AGO = timedelta(minutes=10)


def owes(topic: Topic = Topic.ADVANCE, **how: object) -> None:
    with unit_of_work() as session:
        errand = outbox.owe(session, topic, uuid4(), at=now() - AGO)
        for name, value in how.items():
            setattr(errand, name, value)


def told(topic: Topic = Topic.ADVANCE) -> Owed:
    with reading() as session:
        return next(one for one in engine_state.owed(session, now()) if one.topic is topic)


def test_every_rule_of_the_timetable_stands_in_the_schedule_that_the_page_shows() -> None:
    assert [rule.name for rule in TIMETABLE] == [entry.rule for entry in schedule.SCHEDULE]
    assert all(rule.slot is entry.cadence for rule, entry in zip(TIMETABLE, schedule.SCHEDULE, strict=True))


def test_the_next_slot_is_the_first_after_this_moment() -> None:
    at = now()
    for entry in schedule.SCHEDULE:
        assert entry.cadence(at) <= at < entry.cadence.next(at)
        assert entry.cadence(entry.cadence.next(at)) == entry.cadence.next(at)


def test_what_is_owed_is_counted_by_how_it_stands(database: str) -> None:
    owes()
    owes(held_until=now() + AGO, holder="a/clerk")
    owes(error="Timeout", due_at=now() + AGO)
    owes(done_at=now())
    owes(Topic.LETTER, dead_at=now())
    one = told()
    assert (one.due, one.held, one.failing, one.later, one.done_today) == (2, 1, 1, 1, 1)
    assert one.since
    assert now() - one.since >= AGO
    assert (told(Topic.LETTER).dead, told(Topic.LETTER).due) == (1, 0)
    assert told(Topic.PRINT).since is None


def test_a_clerk_that_fell_silent_is_shown_as_dead(browser: People) -> None:
    gu = browser("gu")
    assert "还没有启动过" in gu.opens("/engine")
    beat()
    assert "秒前有动静" in gu.opens("/engine")
    with unit_of_work() as session:
        leases.beat(session, "other/clerk", at=now() - AGO)
    page = gu.opens("/engine")
    assert "办事员 other" in page
    assert "起没有动静" in page
    assert "timetable" not in page, "a sign of life is no duty"


def test_the_page_refreshes_itself_and_says_where_prefect_is(browser: People) -> None:
    owes(attempts=3, error="Timeout")
    page = browser("gu").opens("/engine")
    assert 'hx-trigger="every 10s"' in page
    assert "http://127.0.0.1:8041/" in page
    assert "只有在服务器本机" in page
    answer = browser("gu").calls("GET", "/engine")
    assert answer["database_bytes"] > 10_000
    assert answer["disk_free_bytes"] > 0
    advance = next(one for one in answer["owed"] if one["topic"] == "advance")
    assert (advance["due"], advance["failing"]) == (1, 1)
    for uid in ("lin", "min", "yan", "chen"):
        browser(uid).opens("/engine", expect=404)
