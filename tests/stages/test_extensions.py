"""延期: asked for in time by the lead department, once; a grant moves every deadline, a completion ends the question."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from gateways.clock import now
from models import assignments, extend
from models.assignments import Assignment, CompletedAlready, Extension
from models.database import reading
from models.errors import Malformed
from models.extend import AskedAlready, NotTheLead, TooLateToAsk
from models.tasks import NothingToDo, SomebodyElses, open_tasks
from tests.office import Letter, engine_runs
from tests.page_client import Browser
from tests.personas import Cast, in_days
from tests.test_a_secretarys_day import People
from tests.together import together
from tests.untouched import untouched


def lead(letter: Letter) -> Assignment:
    with reading() as session:
        return assignments.lead(session, letter.id)


def asks_for_time(letter: Letter, by: str = "zhao", days: int = 14, **said: Any) -> Extension:
    at: datetime = said.get("at") or now()
    why: str = said.get("why", "等待省里回复。")
    return letter.act(lambda s, d: extend.ask(s, d, in_days(days), why, by=letter.who(by), at=at))


def is_answered(letter: Letter, granted: bool, by: str = "lin", words: str = "", asked: Any = None) -> None:
    about: UUID = asked or letter.about("decide-extension")
    letter.act(lambda s, d: extend.decide(s, d, about, granted, words, by=letter.who(by), at=now()))


def test_time_is_asked_for_before_the_deadline_by_the_lead_once(letter: Letter) -> None:
    letter.is_accepted("zhao")
    letter.is_accepted("qian")
    with untouched(), pytest.raises(NotTheLead, match="延期由主办部门统一申请"):
        asks_for_time(letter, "qian")
    with untouched(), pytest.raises(TooLateToAsk, match="应当在期限内申请延期"):
        asks_for_time(letter, at=lead(letter).due_at + timedelta(seconds=1))
    with untouched(), pytest.raises(Malformed, match="延期后的时限应晚于现在的时限"):
        asks_for_time(letter, days=1)
    with untouched(), pytest.raises(Malformed, match="请填写延期理由"):
        asks_for_time(letter, why="")
    with untouched(), pytest.raises(Malformed, match="延期理由最多500字"):
        asks_for_time(letter, why="因" * 501)
    asks_for_time(letter, at=lead(letter).due_at)
    assert ("decide-extension", "secretary") in letter.waits_for
    with untouched(), pytest.raises(AskedAlready, match="已有一项延期申请待批"):
        asks_for_time(letter)


def test_a_grant_moves_every_deadline(letter: Letter) -> None:
    letter.is_accepted("zhao")
    until = asks_for_time(letter, days=30).until
    for uid in ("zhao", "wang", "chen"):
        with untouched(), pytest.raises(SomebodyElses):
            is_answered(letter, True, uid)
    is_answered(letter, True, words="同意延期一次。")
    assert letter.now.due_at == until
    with reading() as session:
        assert {one.due_at for one in assignments.assignments(session, letter.id)} == {until}
        due = {task.kind.value: task.due_at for task in open_tasks(session, letter.id)}
    assert due["complete"] == until


def test_a_refusal_gives_its_reason_and_moves_nothing(letter: Letter) -> None:
    letter.is_accepted("zhao")
    before, asked = lead(letter).due_at, asks_for_time(letter)
    with untouched(), pytest.raises(Malformed, match="请填写批复意见"):
        is_answered(letter, False)
    with untouched(), pytest.raises(Malformed, match="批复意见最多500字"):
        is_answered(letter, True, words="批" * 501)
    is_answered(letter, False, words="请按期办结。")
    assert lead(letter).due_at == letter.now.due_at == before
    with untouched(), pytest.raises(NothingToDo):
        is_answered(letter, True, asked=asked.id)
    asks_for_time(letter)  # and may be asked again


def test_what_is_done_needs_no_more_time_and_no_more_reports(letter: Letter, cast: Cast) -> None:
    letter.is_accepted("zhao")
    asked = asks_for_time(letter)
    before = lead(letter).due_at
    letter.is_completed("zhao")
    with reading() as session:
        assert session.get_one(Extension, asked.id).granted is False
    with untouched(), pytest.raises(NothingToDo):
        is_answered(letter, True, asked=asked.id)
    assert lead(letter).due_at == before
    with untouched(), pytest.raises(CompletedAlready, match="已报告办结，正在审核"):
        letter.is_reported("zhao")
    with untouched(), pytest.raises(CompletedAlready):
        asks_for_time(letter)


def test_an_answer_after_completion_comes_too_late_even_before_the_engine_looked(
    letter: Letter, browser: People
) -> None:
    letter.is_accepted("zhao")
    asked = asks_for_time(letter)
    place = f"/documents/{letter.id}"
    browser("zhao").posts(f"{place}/completion", words="已办结。", without="院感科另报。")
    lin = browser("lin")
    with untouched():
        lin.posts(f"{place}/extension-decision", expect=409, request_id=str(asked.id), grant="yes")
    engine_runs()
    assert letter.waits_for == [("review", "secretary")]


def test_completion_and_a_request_for_time_at_once_leave_no_question_open(
    app: Any, letter: Letter, cast: Cast
) -> None:
    letter.is_accepted("zhao")
    zhao, li = Browser(app, cast, "zhao"), Browser(app, cast, "li")
    place, until = f"/documents/{letter.id}", f"{in_days(20):%Y-%m-%d}"
    answers = together(
        lambda: (
            zhao.client.post(
                f"{place}/completion",
                data={"csrf": zhao.csrf, "words": "已办结。", "without": "院感科另报。"},
            ).status_code
        ),
        lambda: (
            li.client.post(
                f"{place}/extension-request", data={"csrf": li.csrf, "until": until, "words": "需要时间。"}
            ).status_code
        ),
    )
    assert answers[0] == 303
    assert answers[1] in (303, 409)
    engine_runs()
    assert ("review", "secretary") in letter.waits_for
    with reading() as session:
        assert assignments.pending_extension(session, lead(letter).id) is None
