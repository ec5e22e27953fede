"""修改规矩: two people change a key; every process follows, the file stays, and what is unsafe is refused."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from api.cli.checks.rules import policy_as_released
from config.floors import AT_LEAST, AT_MOST, FILE_ONLY, GUARDED, value_of
from config.policy import SHIPPED, policy, read_policy
from gateways import policy_watch
from gateways.clock import now
from models import policy_candidates
from models.audit import Event
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.errors import Malformed
from models.inbox import Task
from models.policy_effects import effects
from models.values import local_day
from models.workdays import office_calendar
from tests.drawn import registered
from tests.personas import Cast
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

SIGNING = "deadlines.signing = 2"


@pytest.fixture(autouse=True)
def _as_the_file_says() -> Iterator[None]:
    policy.cache_clear()
    yield
    policy.cache_clear()


def asks(people: People, uid: str, text: str = SIGNING, expect: int = 201, back: str = "") -> Any:
    sent = {"text": text, "back": back, "why": "院长办公会决定"}
    return people(uid).calls("POST", "/policy", expect, json=sent)


def lets(people: People, uid: str, one: Any, expect: int = 200, act: str = "release") -> Any:
    return people(uid).calls("POST", f"/policy/releases/{one['id']}/{act}", expect)


def test_one_proposes_another_releases_and_the_file_can_speak_again(browser: People) -> None:
    gu, chen = browser("gu"), browser("chen")
    assert "signing = 1" in gu.opens("/policy/change?key=deadlines.signing")
    page = gu.opens(f"/policy/change?text={SIGNING}")
    assert "改动 1 处" in page
    assert "项换灯" in page
    assert "请填写修改理由" in gu.posts("/policy", expect=422, text=SIGNING)
    gu.posts("/policy", text=SIGNING, why="院长办公会决定")
    assert policy().deadlines.signing == 1, "nothing counts before its release"
    waiting = chen.opens("/policy")
    assert "等待办公室主任发布" in waiting
    (one,) = chen.calls("GET", "/policy/releases")
    gu.posts(f"/policy/releases/{one['id']}/release", expect=403)
    chen.posts(f"/policy/releases/{one['id']}/release")
    assert policy().deadlines.signing == 2
    assert policy.file.deadlines.signing == 1
    page = chen.opens("/policy?done=policy-released")
    assert "发布的与文件不同 1 处" in page
    assert "起，顾安提请，陈" in page
    assert "现行第1版，与文件不同：deadlines.signing 现行 2，文件 1" in policy_as_released()
    lets(browser, "gu", asks(browser, "chen", "", back="deadlines.signing"))
    assert policy().deadlines.signing == 1
    assert policy_as_released() == "现行第2版，与文件相同"
    with reading() as session:
        events = [
            one
            for one in session.exec(select(Event).order_by(Event.line))
            if one.act.name.startswith("POLICY")
        ]  # type: ignore[arg-type]
    assert [one.act for one in events] == [Act.POLICY_PROPOSED, Act.POLICY_RELEASED] * 2
    assert events[0].why == SIGNING


def test_the_newest_release_of_a_key_counts_and_the_others_stay(browser: People) -> None:
    for text in (f"{SIGNING}\nreminders.before = [5, 1]", "deadlines.signing = 3"):
        lets(browser, "chen", asks(browser, "gu", text))
    assert (policy().deadlines.signing, policy().reminders.before) == (3, (5, 1))


def test_another_process_follows_within_a_second_and_no_act_changes_in_its_middle(browser: People) -> None:
    lets(browser, "chen", asks(browser, "gu"))
    policy.lay_over(0, {})  # as a process that has not looked yet
    watch = policy_watch.Watch()
    with unit_of_work():
        watch.look_if_due()
        assert policy().deadlines.signing == 1
    assert policy().deadlines.signing == 2
    assert not watch.is_due(), "once a second is enough"


def test_a_release_that_no_longer_fits_the_file_is_told_and_the_file_counts(browser: People) -> None:
    policy.lay_over(7, {"deadlines.gone": 2})
    assert policy().deadlines.signing == 1
    assert policy.fault == "deadlines.gone：不认识这个键。"


REFUSED = [
    ("deadlines.singing = 2", "", "deadlines.singing：不认识这个键。"),
    ("deadlines.signing = '2'", "", "deadlines.signing：应为整数。"),
    ("deadlines.paper.flash = -1", "", "deadlines.paper.flash："),
    ("deadlines.signing 2", "", "不是合法的 TOML"),
    ("", "", "请写明要改的键"),
    ("", "deadlines.signing", "本来就照文件规定"),
    ("", "deadlines", "不认识这个键"),
    (SIGNING, "deadlines.signing", "不能又改又恢复"),
    ("archive.usual = 'x'", "", "archive.usual 不是需归档的类目"),
    ("state_secrets.mode = 'register_only'", "", "只能由系统管理员在服务器上的文件里改"),
    ("uploads.without_scanner = 'accept'", "", "只能由系统管理员在服务器上的文件里改"),
    ("routes = []", "", "拟办规则在“规则”页修改"),
    ("step_up.demands = []", "", "step_up.demands：不能少于随系统的规定。"),
    ("sign_in.password_days = 0", "", "sign_in.password_days：低于底线"),
    ("sign_in.password_length = 12\ndeadlines.signing = 2", "", "请分两次提请"),
    ("step_up.factor_for = ['boss']", "", "没有 boss"),
]


def test_what_cannot_be_is_refused_by_its_name(browser: People) -> None:
    gu = browser("gu")
    for text, back, sentence in REFUSED:
        sent = {"text": text, "back": back, "why": "试试"}
        with untouched():
            assert sentence in str(gu.calls("POST", "/policy", 422, json=sent)), text


def test_every_floor_names_a_guarded_key_and_holds_one_step_below(cast: Cast) -> None:
    shipped = read_policy(SHIPPED)
    assert all(key.partition(".")[0] in GUARDED for key in (*AT_LEAST, *AT_MOST, *FILE_ONLY))
    for key, step in [*((key, -1) for key in AT_LEAST), *((key, 1) for key in AT_MOST)]:
        with reading() as session, pytest.raises(Malformed, match=key):
            policy_candidates.made(session, f"{key} = {value_of(shipped, key) + step}", "")


def test_the_rules_of_safety_want_the_security_administrator(browser: People) -> None:
    stricter = "sign_in.password_length = 12"
    lets(browser, "chen", one := asks(browser, "gu", stricter), 403)
    lets(browser, "min", one)
    assert policy().sign_in.password_length == 12
    asks(browser, "min", SIGNING, 403)
    lets(browser, "min", one := asks(browser, "min", "sign_in.password_length = 14"), 403)
    lets(browser, "gu", one)
    assert policy().sign_in.password_length == 14


def test_one_waits_at_a_time_and_what_is_withdrawn_stays_so(browser: People) -> None:
    one = asks(browser, "gu")
    assert "已有一份规矩修改" in asks(browser, "chen", expect=409)["title"]
    lets(browser, "min", one, 403, "withdrawal")
    lets(browser, "chen", one, act="withdrawal")
    lets(browser, "chen", one, 409)
    assert policy().deadlines.signing == 1


def test_the_preview_counts_the_tasks_that_change_light_or_are_reminded(cast: Cast) -> None:
    registered(cast)
    with reading() as session:
        task = session.exec(select(Task).where(Task.closed_at.is_(None))).one()  # type: ignore[union-attr]
        lengthened = policy_candidates.made(
            session, "deadlines.proposing = 5\nreminders.before = []", ""
        ).policy
        told = effects(session, lengthened, at=now())
        assert (told.open, told.due) == (1, 1)
        assert told.lights == 1, "one day left is yellow, five are green"
        assert task.due_at
        days = office_calendar().workdays_between(local_day(now()), local_day(task.due_at))
        early = policy_candidates.made(
            session, "reminders.yellow_days = 0\nreminders.before = [1]", ""
        ).policy
        later = effects(session, early, at=task.opened_at + timedelta(minutes=1))
        assert later.due == 0
        assert later.lights == (1 if days else 0)
