"""立项·再次批示: what a meeting decided is followed up like any paper, and a leader who is not content says so."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from gateways.clock import now
from models import initiate, instruct_anew, relations
from models.database import reading, unit_of_work
from models.document import Document
from models.errors import Malformed
from models.initiate import Matter, Source
from models.ledger import WrongStage
from models.people import NotYourRole, Person
from models.prints import PrintJob
from models.relations import NoSuchCase
from models.stages import Stage
from models.tasks import NothingToDo, SomebodyElses
from models.values import Level
from tests.casework import due_of
from tests.office import Letter, engine_runs
from tests.personas import Cast, in_days
from tests.untouched import untouched


def decided(cast: Cast, by: str = "lin", **said: Any) -> Letter:
    """院长办公会 decided something; the secretary makes a case of it."""
    usual: dict[str, Any] = {
        "title": "新建发热门诊通风系统改造",
        "source": Source.MEETING,
        "basis": "2026年第12次院长办公会第3项",
        "required": "请医务部牵头，后勤保障部配合，月底前完成。",
        "leader": cast.id("wang"),
        "lead": "YWB",
        "assistants": ["YGK"],
        "due_at": in_days(10),
    }
    with unit_of_work() as session:
        made = initiate.initiate(session, Matter(**usual | said), by=getattr(cast, by), at=now())
    engine_runs()
    return Letter(cast, made.id)


def closed(letter: Letter) -> Letter:
    letter.is_accepted("zhao")
    letter.is_completed("zhao")
    letter.is_closed()
    return letter


def instructs(
    letter: Letter, words: str = "请再核实风量。", due: datetime | None = None, by: str = "wang"
) -> None:
    letter.act(
        lambda s, d: instruct_anew.instruct_anew(s, d, words, due or in_days(5), by=letter.who(by), at=now())
    )


def test_a_decision_goes_from_its_case_to_the_departments_and_back_to_the_leader(cast: Cast) -> None:
    letter = decided(cast)
    assert letter.now.number == f"{now().year}-督-0001"
    assert letter.stage is Stage.CIRCULATED
    assert set(letter.waits_for) == {("accept", "YWB"), ("accept", "YGK")}
    assert due_of(letter, "accept")
    letter.is_accepted("zhao")
    letter.is_completed("zhao")
    letter.is_closed()
    assert ("acknowledge", "wang") in letter.waits_for
    assert letter.told[:2] == ["立项交办", "承办签收"]
    assert letter.ledger_holds()
    assert letter.is_settled()


def test_its_notice_is_printed_and_names_where_it_was_decided(cast: Cast) -> None:
    letter = decided(cast)
    with reading() as session:
        kinds = session.exec(select(PrintJob.kind).where(PrintJob.owner == letter.id)).all()
    assert "supervision-notice" in kinds


def test_the_numbers_of_matters_have_no_gap_whatever_is_refused(cast: Cast) -> None:
    decided(cast)
    with untouched(), pytest.raises(Malformed):
        decided(cast, title="")
    assert decided(cast).now.number == f"{now().year}-督-0002"


def test_it_stands_beside_the_paper_it_came_from(cast: Cast) -> None:
    paper = Letter(cast).arrives()
    number = paper.is_registered()
    letter = decided(cast, about=number, source=Source.INSTRUCTION)
    with reading() as session:
        [there] = relations.related_to(session, session.get_one(Document, paper.id), cast.lin)
        [here] = relations.related_to(session, letter.now, cast.lin)
    assert (there.word, there.document.id) == ("督办", letter.id)
    assert (here.word, here.document.id) == ("被督办", paper.id)


@pytest.mark.parametrize("uid", ["zhao", "wang", "he", "sun"])
def test_who_may_not_make_a_case_of_it(cast: Cast, uid: str) -> None:
    with untouched(), pytest.raises(NotYourRole, match="机要秘书或办公室主任"):
        decided(cast, by=uid)


Change = Callable[[Cast], dict[str, Any]]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda c: {"title": " "}, "请填写督办事项"),
        (lambda c: {"title": "长" * 301}, "督办事项最多300字"),
        (lambda c: {"basis": ""}, "请填写立项依据"),
        (lambda c: {"required": ""}, "请填写办理要求"),
        (lambda c: {"leader": c.id("zhao")}, "交办领导须为在任院领导"),
        (lambda c: {"lead": "NOWHERE"}, "主办、协办须为本院部门"),
        (lambda c: {"assistants": ["YWB"]}, "与主办部门相同"),
        (lambda c: {"due_at": now() - timedelta(minutes=1)}, "办理时限应晚于现在"),
        (lambda c: {"title": "机密★关于某事"}, "国家秘密"),
        (lambda c: {"about": "2026-普-9999"}, "没有这个收文编号"),
    ],
)
def test_what_is_missing_or_wrong_is_said_and_nothing_is_left(
    cast: Cast, change: Change, sentence: str
) -> None:
    with untouched(), pytest.raises((Malformed, NoSuchCase), match=sentence):
        decided(cast, **change(cast))


def test_a_leader_who_may_not_know_of_it_is_not_told_the_result(cast: Cast) -> None:
    with unit_of_work() as session:
        session.get_one(Person, cast.id("wang")).clearance = Level.PUBLIC
    with untouched(), pytest.raises(Malformed, match="密级许可低于"):
        decided(cast)


def test_a_leader_who_is_not_content_sends_it_there_again_under_a_new_number(cast: Cast) -> None:
    letter = closed(decided(cast))
    due = in_days(5)
    instructs(letter, due=due)
    assert letter.stage is Stage.CIRCULATED
    assert set(letter.waits_for) == {("accept", "YWB"), ("accept", "YGK")}
    assert letter.now.due_at == due
    assert letter.told[-1] == "再次批示"
    closed(letter)
    assert ("acknowledge", "wang") in letter.waits_for
    assert letter.ledger_holds()
    assert letter.is_settled()


def test_the_same_holds_for_a_paper_that_came_by_post(letter: Letter) -> None:
    leader = "zhou" if letter.told.count("批示") > 1 else "wang"
    closed(letter)
    instructs(letter, by=leader)
    assert letter.stage is Stage.CIRCULATED
    assert ("accept", "YWB") in letter.waits_for


def test_only_the_leader_who_is_told_instructs_anew_and_only_once(cast: Cast) -> None:
    letter = closed(decided(cast))
    with untouched(), pytest.raises(SomebodyElses):
        instructs(letter, by="zhou")
    with untouched(), pytest.raises(Malformed, match="请填写批示"):
        instructs(letter, words="")
    with untouched(), pytest.raises(Malformed, match="应晚于现在"):
        instructs(letter, due=now() - timedelta(days=1))
    letter.is_acknowledged("wang")
    with untouched(), pytest.raises(NothingToDo):
        instructs(letter)


def test_a_filed_case_is_opened_again_by_the_office_head_instead(cast: Cast) -> None:
    letter = closed(decided(cast))
    letter.is_filed()
    with untouched(), pytest.raises(WrongStage):
        instructs(letter)
