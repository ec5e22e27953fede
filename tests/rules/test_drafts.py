"""草稿: what is being written stands there again on any device; nobody else sees it, and it goes with its task."""

from uuid import UUID

import pytest
from sqlalchemy import text
from sqlmodel import select

from models.database import reading
from models.drafts import Draft
from models.tasks import TaskKind, open_tasks
from tests.office import Letter
from tests.page_client import Browser
from tests.personas import Cast
from tests.stages.test_countersign import countersigned_by, proposed
from tests.standing_in import delegates
from tests.test_a_secretarys_day import People

SAID = "请核对冬季床位数，周五前报我。"


def place(letter: Letter, kind: TaskKind) -> str:
    with reading() as session:
        task = next(one for one in open_tasks(session, letter.id) if one.kind is kind)
    return f"/documents/{letter.id}/drafts/{task.id}"


def kept() -> list[Draft]:
    with reading() as session:
        return list(session.exec(select(Draft)))


@pytest.fixture
def letter(cast: Cast) -> Letter:
    return proposed(cast, leaders=("wang", "zhou"))


def test_a_draft_is_there_again_and_only_for_its_writer(browser: People, cast: Cast, letter: Letter) -> None:
    wang, page = browser("wang"), f"/documents/{letter.id}"
    where = place(letter, TaskKind.SIGN)
    assert wang.posts(where, words=SAID, keep="yes", decision="noted") == f"{page}?done=draft"
    assert SAID in browser("wang").opens(page), "on another device"
    assert "草稿存于" in wang.opens(page)
    assert SAID not in browser("chen").opens(page)
    browser("zhou").posts(where, expect=404, words="别人的")
    browser("chen").posts(where, expect=409, words="别人的")
    with reading() as session:
        assert SAID not in str(session.connection().execute(text("SELECT typed FROM draft")).all())


def test_what_htmx_keeps_while_one_pauses_is_answered_with_one_line(
    browser: People, cast: Cast, letter: Letter
) -> None:
    wang = browser("wang")
    sent = {"csrf": wang.csrf, "words": SAID, "decision": ""}
    answer = wang.client.post(place(letter, TaskKind.SIGN), data=sent, headers={"hx-request": "true"})
    assert answer.status_code == 200
    assert answer.text.strip().startswith("草稿存于")
    assert "<" not in answer.text


def test_what_others_do_beside_takes_no_words_away_but_the_act_does(
    browser: People, cast: Cast, letter: Letter
) -> None:
    wang, page, where = browser("wang"), f"/documents/{letter.id}", place(letter, TaskKind.SIGN)
    wang.posts(where, words=SAID)
    browser("lin").posts(f"{page}/copying", people=str(cast.id("sun")))
    browser("chen").posts(f"{page}/remark", words="请尽快。")
    assert SAID in wang.opens(page)
    wang.posts(f"{page}/opinion", decision="instruct", words="同意。")
    assert kept() == []
    wang.posts(where, expect=409, words="晚到的一次自动保存")
    assert kept() == []


def test_a_draft_goes_when_the_paper_is_put_elsewhere(browser: People, cast: Cast, letter: Letter) -> None:
    browser("wang").posts(place(letter, TaskKind.SIGN), words=SAID)
    letter.goes_back("wang", "请重新拟办。")
    assert kept() == []


def test_a_proposal_keeps_its_choices_too(browser: People, cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    chen, where = browser("chen"), place(letter, TaskKind.PROPOSE)
    chen.posts(where, words="拟请王副院长批示。", lead="YGK", leaders=str(cast.id("wang")))
    page = chen.opens(f"/documents/{letter.id}")
    assert "拟请王副院长批示。" in page
    assert '<option value="YGK" selected' in page
    chen.posts(where, words="")
    assert kept() == [], "without words there is nothing to keep"


def test_a_substitutes_draft_is_his_own(browser: People, cast: Cast, letter: Letter) -> None:
    delegates(cast, "wang", "qian")
    browser("qian").posts(place(letter, TaskKind.SIGN), words=SAID)
    assert SAID in browser("qian").opens(f"/documents/{letter.id}")
    assert SAID not in browser("wang").opens(f"/documents/{letter.id}")


def test_countersigners_each_keep_theirs(browser: People, cast: Cast) -> None:
    letter = proposed(cast, countersigned_by(cast, "zhao", "sun"))
    with reading() as session:
        tasks = {one.hat: one.id for one in open_tasks(session, letter.id)}
    for uid in ("zhao", "sun"):
        task: UUID = tasks[f"person:{cast.id(uid)}"]
        browser(uid).posts(f"/documents/{letter.id}/drafts/{task}", words=f"{uid}的意见")
    assert len(kept()) == 2
    letter.is_countersigned("zhao")
    assert [one.typed["words"] for one in kept()] == ["sun的意见"]


def test_more_than_an_opinion_may_say_is_refused(browser: People, letter: Letter) -> None:
    wang = browser("wang")
    assert "2000" in wang.posts(place(letter, TaskKind.SIGN), expect=422, words="长" * 2001)
    wang.calls("POST", place(letter, TaskKind.SIGN), expect=422, json={"words": SAID, "level": "public"})


def test_a_program_keeps_one_too(cast: Cast, browser: People, letter: Letter) -> None:
    wang: Browser = browser("wang")
    assert wang.calls("POST", place(letter, TaskKind.SIGN), json={"words": SAID})["at"]
    assert wang.calls("POST", place(letter, TaskKind.SIGN), json={"words": ""})["at"] is None
