"""The link in a mail: it points and never decides; the person it was sent to decides, once, for what was shown."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from config.policy import policy
from gateways.clock import now
from models import approve, rounds, tickets
from models.database import reading, unit_of_work
from models.people import Person, find_uid
from models.recall import TooLate
from models.rounds import Decision
from models.stages import Stage
from models.tasks import Task, TaskKind
from models.tickets import Ticket
from tests.office import Letter, engine_runs
from tests.page_client import Browser
from tests.personas import Cast
from tests.test_a_secretarys_day import People
from tests.together import together
from tests.untouched import untouched

TITLE = "关于麻醉药品专项检查的通知"
SCANNERS = [
    "Mozilla/5.0 (compatible; SafeLinks)",
    "Barracuda Sentinel",
    "Mimecast",
    "Proofpoint URL Defense",
    "curl/8",
    "HeadlessChrome",
    "facebookexternalhit/1.1",
]


@pytest.fixture
def letter(cast: Cast) -> Letter:
    letter = Letter(cast).arrives()
    letter.is_registered(title=TITLE)
    letter.is_proposed()
    return letter


def mailed(letter: Letter, uid: str = "wang", **said: Any) -> str:
    """The address in the mail that asks ``uid`` for a 批示."""
    with unit_of_work() as session:
        task = session.exec(
            select(Task).where(Task.subject == letter.id, Task.kind == TaskKind.SIGN, Task.closed_at == None)  # noqa: E711
        ).one()
        person = find_uid(session, uid)
        at = said.get("at") or now()
        _, token = tickets.issue(session, task, person, said.get("version", letter.now.line), at=at)
    return f"/t/{token}"


def spent(link: str) -> bool:
    with reading() as session:
        return session.get_one(Ticket, tickets.digest(link.removeprefix("/t/"))).used_at is not None


def decision(letter: Letter) -> Decision | None:
    with reading() as session:
        proposal = approve.in_force(session, letter.id)
        return rounds.all_seats(session, proposal.id)[0].decision


def test_opening_the_link_shows_a_sign_in_and_changes_nothing(letter: Letter, browser: People) -> None:
    link = mailed(letter)
    with untouched():
        shown = browser(None).opens(link)
    assert "请先登录" in shown
    assert 'name="password"' in shown
    assert f'value="{link}"' in shown, "after signing in one comes back here"
    for told in (TITLE, str(letter.now.number), str(letter.id), "王建国", "批示意见"):
        assert told not in shown
    assert not spent(link)


@pytest.mark.parametrize("agent", SCANNERS)
def test_a_scanner_decides_nothing_whatever_it_tries(letter: Letter, browser: People, agent: str) -> None:
    link, nobody = mailed(letter), browser(None)
    with untouched():
        for method in ("GET", "HEAD", "OPTIONS"):
            nobody.client.request(method, link, headers={"user-agent": agent})
        for sent in ({}, {"decision": "noted"}, {"decision": "instruct", "words": "同意。", "csrf": "x"}):
            answer = nobody.client.post(link, data=sent, headers={"user-agent": agent})
            assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert not spent(link)
    assert decision(letter) is None


def test_the_named_person_sees_the_paper_and_decides_once(letter: Letter, browser: People) -> None:
    link, wang = mailed(letter), browser("wang")
    with untouched("opening"):
        shown = wang.opens(link)
    assert TITLE in shown
    assert f'action="{link}"' in shown
    assert not spent(link)
    place = wang.posts(link, decision="instruct", words="同意，抓紧办。", version=str(letter.now.line))
    assert place == f"/documents/{letter.id}?done=opinion"
    assert spent(link)
    assert decision(letter) is Decision.INSTRUCTED
    with untouched():
        assert "此事已由王建国于" in wang.posts(link, expect=409, decision="noted")
        over = wang.opens(link, expect=409)
    assert "此事已由王建国于" in over
    assert f'href="/documents/{letter.id}"' in over


@pytest.mark.parametrize("uid", ["zhou", "chen", "lin", "zhao", "sun"])
def test_a_forwarded_link_is_refused_and_not_spoilt(letter: Letter, browser: People, uid: str) -> None:
    link, other = mailed(letter), browser(uid)
    with untouched():
        for shown in (other.opens(link, expect=403), other.posts(link, expect=403, decision="noted")):
            assert "此链接只限收件人本人使用" in shown
            assert TITLE not in shown
    browser("wang").posts(link, decision="noted")


def test_an_administrator_decides_nothing_by_anybodys_link(letter: Letter, browser: People) -> None:
    link, gu = mailed(letter), browser("gu")
    with untouched():
        assert TITLE not in gu.opens(link, expect=403) + gu.posts(link, expect=404, decision="noted")
    browser("wang").posts(link, decision="noted")


def test_a_link_decides_only_for_the_version_it_was_sent_for(letter: Letter, browser: People) -> None:
    link, fresh = mailed(letter, version=letter.now.line - 1), mailed(letter)
    wang = browser("wang")
    with untouched():
        shown = wang.posts(link, expect=409, decision="noted")
    assert "在您打开之后已有新的办理记录" in shown
    assert not spent(link)
    with untouched():
        wang.posts(fresh, expect=409, decision="noted", version=str(letter.now.line + 1))


def test_what_was_decided_at_the_desk_ends_the_link(letter: Letter, browser: People) -> None:
    link, wang = mailed(letter), browser("wang")
    letter.is_signed("wang")
    with untouched():
        assert "此事已由王建国于" in wang.posts(link, expect=409, decision="noted")


def test_a_proposal_that_was_made_anew_ends_the_old_link(letter: Letter, browser: People) -> None:
    link, wang = mailed(letter), browser("wang")
    letter.is_sent_back("wang")
    letter.is_proposed(lead="YGK")
    with untouched():
        assert "此事已由王建国于" in wang.posts(link, expect=409, decision="noted")
    assert decision(letter) is None


@pytest.mark.parametrize(("late", "status"), [(-1, 303), (0, 409), (1, 409), (31_536_000, 409)])
def test_a_link_ends_at_its_hour(letter: Letter, browser: People, late: int, status: int) -> None:
    life = timedelta(hours=policy().tickets.hours)
    margin = timedelta(seconds=30 if late < 0 else 0)
    link = mailed(letter, at=now() - life - timedelta(seconds=late) + margin)
    shown = browser("wang").posts(link, expect=status, decision="noted")
    assert spent(link) is (status == 303)
    if status == 409:
        assert "链接已过期" in shown


def test_a_refused_opinion_leaves_the_link_and_what_was_typed(letter: Letter, browser: People) -> None:
    link, wang = mailed(letter), browser("wang")
    for words, sentence in (("", "请填写批示意见"), ("批" * 2001, "批示意见最多2000字")):
        with untouched():
            shown = wang.posts(link, expect=422, decision="instruct", words=words)
        assert sentence in shown
        assert words in shown
        assert f'action="{link}"' in shown
    with untouched():
        assert "请填写批示或圈阅" in wang.posts(link, expect=422, words="同意。")
        assert "页面已过期或来路不明" in wang.posts(link, expect=403, decision="noted", csrf="x")
    assert not spent(link)


def test_two_presses_at_once_are_one_decision(app: Any, letter: Letter, cast: Cast) -> None:
    link, phones = mailed(letter), [Browser(app, cast, "wang") for _ in range(4)]
    acts = [
        lambda phone=phone: (
            phone.client.post(link, data={"csrf": phone.csrf, "decision": "noted"}).status_code
        )
        for phone in phones
    ]
    assert sorted(together(*acts)) == [303, 409, 409, 409]
    engine_runs()
    assert letter.told.count("批示") == 1


def test_a_link_and_the_desk_at_once_are_one_decision(app: Any, letter: Letter, cast: Cast) -> None:
    link, phone, desk = mailed(letter), Browser(app, cast, "wang"), Browser(app, cast, "wang")
    place = f"/documents/{letter.id}/opinion"
    answers = together(
        lambda: phone.client.post(link, data={"csrf": phone.csrf, "decision": "noted"}).status_code,
        lambda: desk.client.post(place, data={"csrf": desk.csrf, "decision": "noted"}).status_code,
    )
    assert sorted(answers) == [303, 409]
    assert letter.ledger_holds()


def test_who_left_or_lost_sight_of_the_paper_gets_nothing(
    letter: Letter, browser: People, cast: Cast
) -> None:
    link, wang = mailed(letter), browser("wang")
    with unit_of_work() as session:
        session.get_one(Person, cast.id("wang")).active = False
    with untouched():
        assert wang.client.post(link, data={"decision": "noted"}).headers["location"] == "/sign-in"
    assert "请先登录" in wang.opens(link)
    assert letter.stage is Stage.REGISTERED


@pytest.mark.parametrize("token", ["x", "A" * 43, "%00", "a" * 5000])
def test_an_invented_link_points_nowhere(letter: Letter, browser: People, token: str) -> None:
    assert "链接无效" in browser("wang").opens(f"/t/{token}", expect=404)


def test_once_the_next_has_opened_his_link_nothing_is_taken_back(letter: Letter, browser: People) -> None:
    letter.is_signed("wang")
    browser("zhou").opens(mailed(letter, "zhou"))
    with pytest.raises(TooLate, match="下一环节已经打开"):
        letter.is_recalled("wang")
