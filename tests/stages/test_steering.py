"""缓办·特殊办结·恢复待办: a case rests, is ended on a leader's word, begins anew — and loses nothing."""

from datetime import date, datetime, timedelta

import pytest
from sqlmodel import select

from gateways.clock import now
from models import approve, assignments, holdings, notices, readings
from models.database import reading, unit_of_work
from models.document import Document, Suspended
from models.errors import Malformed
from models.holdings import ArchiveEntry, KeepingOn
from models.ledger import WrongStage
from models.letters import Letter as Mail
from models.letters import LetterKind
from models.people import NotYourRole, Person
from models.stages import Stage
from models.steering import OnDestructionList
from models.suspend import NotSuspended, later
from models.tasks import open_tasks
from models.values import ActionKind, Level, Retention
from models.workdays import due_on
from tests.lists import is_listed
from tests.office import Letter, engine_runs
from tests.personas import Cast, in_days
from tests.stages.test_archive import old_paper
from tests.stages.test_circulate import circulating
from tests.stages.test_extensions import asks_for_time, is_answered
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

MONDAY = due_on(date(2026, 11, 23)) - timedelta(hours=7)


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """An 办件 that 医务部 carries out with the help of 院感科."""
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed(assistants=["YGK"])
    letter.is_signed("wang")
    letter.is_signed("zhou")
    return letter


def due_of(letter: Letter, kind: str) -> datetime | None:
    with reading() as session:
        return next(one.due_at for one in open_tasks(session, letter.id) if one.kind.value == kind)


def mails(kind: LetterKind) -> set[str]:
    """Who has a letter of this kind to get, by account."""
    with reading() as session:
        written = session.exec(select(Mail).where(Mail.kind == kind)).all()
        return {session.get_one(Person, one.person_id).uid for one in written}


# -- 缓办 ---------------------------------------------------------------------------------------------------


def test_a_case_that_rests_owes_one_thing_and_comes_back_as_it_was(letter: Letter) -> None:
    letter.is_accepted("zhao")
    before = letter.waits_for
    letter.is_suspended("chen")
    assert letter.waits_for == [("resume", "secretary")]
    assert letter.is_settled()
    letter.is_resumed("xu")
    assert letter.waits_for == before
    assert letter.told[-2:] == ["缓办", "恢复办理"]
    assert letter.is_settled()
    assert letter.ledger_holds()


def test_while_it_rests_nobody_carries_it_on_and_the_sentence_says_until_when(letter: Letter) -> None:
    letter.is_accepted("zhao")
    letter.is_suspended(until=due_on(date(2027, 1, 8)))
    for act in (
        lambda: letter.is_accepted("qian"),
        lambda: letter.is_completed("zhao"),
        lambda: letter.is_reported("zhao"),
        lambda: asks_for_time(letter),
        lambda: letter.is_suspended(),
    ):
        with untouched(), pytest.raises(Suspended, match="此件缓办至2027年1月8日，恢复办理后方可"):
            act()


def test_even_before_the_engine_looked_a_resting_case_is_left_alone(letter: Letter, browser: People) -> None:
    place = f"/documents/{letter.id}"
    browser("lin").posts(f"{place}/suspension", until=f"{in_days(20):%Y-%m-%d}", words="等候细则。")
    zhao = browser("zhao")
    with untouched():
        assert "恢复办理后方可承办签收" in zhao.posts(f"{place}/acceptance", expect=409)


@pytest.mark.parametrize("stage", ["register", "propose", "sign", "circulate"])
def test_it_may_rest_wherever_it_is_on_its_way(cast: Cast, stage: str) -> None:
    letter = Letter(cast).arrives()
    if stage == "register":
        with untouched(), pytest.raises(WrongStage, match="不能缓办"):
            letter.is_suspended()
        return
    letter.is_registered()
    if stage != "propose":
        letter.is_proposed(readers=[cast.id("sun")])
    if stage == "circulate":
        letter.is_signed("wang")
        letter.is_signed("zhou")
    before = letter.waits_for
    letter.is_suspended()
    assert letter.is_settled()
    letter.is_resumed()
    assert letter.waits_for == before


def test_every_deadline_moves_on_by_the_working_days_it_rested(letter: Letter) -> None:
    letter.is_accepted("zhao")
    asked, due = asks_for_time(letter, days=30), due_of(letter, "complete")
    assert due
    letter.is_suspended(at=MONDAY, until=MONDAY + timedelta(days=30))
    letter.is_resumed(
        at=MONDAY + timedelta(days=9)
    )  # Monday to Wednesday of the next week: seven working days
    assert due_of(letter, "complete") == letter.now.due_at == later(due, 7)
    assert later(due, 7) > due + timedelta(days=7)
    is_answered(letter, True)
    assert letter.now.due_at == later(asked.until, 7)


def test_a_day_counted_from_an_act_moves_on_too_when_it_passed_meanwhile(letter: Letter) -> None:
    """院感科 had one working day to accept: it has not lost it while nobody was asked."""
    accept_by = due_of(letter, "accept")
    assert accept_by
    with unit_of_work() as session:
        for given in assignments.assignments(session, letter.id):
            given.begun_at -= timedelta(days=21)
            session.add(given)
    letter.is_suspended(at=now() - timedelta(days=20), until=in_days(1))
    letter.is_resumed()
    new = due_of(letter, "accept")
    assert new
    assert new > now() - timedelta(days=4)
    assert letter.is_settled()


def test_who_may_let_it_rest_and_for_how_long(letter: Letter) -> None:
    for uid in ("zhao", "wang", "he", "sun"):
        with untouched(), pytest.raises(NotYourRole, match="此事由机要秘书或办公室主任办理"):
            letter.is_suspended(uid)
    with untouched(), pytest.raises(Malformed, match="请填写缓办理由"):
        letter.is_suspended(why=" ")
    with untouched(), pytest.raises(Malformed, match="缓办期限应晚于现在"):
        letter.is_suspended(until=now() - timedelta(minutes=1))
    with untouched(), pytest.raises(NotSuspended, match="此件没有缓办"):
        letter.is_resumed()
    letter.is_suspended()
    with untouched(), pytest.raises(NotYourRole):
        letter.is_resumed("zhao")


def test_the_day_comes_and_the_secretary_is_asked_not_passed_over(letter: Letter) -> None:
    until = in_days(3)
    letter.is_suspended(until=until)
    assert due_of(letter, "resume") == until
    assert letter.now.suspended_until == until
    engine_runs()
    assert letter.waits_for == [("resume", "secretary")], "it is never taken up by itself"


def test_a_copy_that_was_read_comes_home_though_the_case_rests(cast: Cast) -> None:
    letter = circulating(cast, "wang", "sun")
    letter.is_handed_out()
    letter.is_read("wang")
    letter.is_suspended()
    assert letter.waits_for == [("resume", "secretary"), ("take-back", "secretary")]
    letter.is_taken_back()
    assert letter.waits_for == [("resume", "secretary")]
    letter.is_resumed()
    assert letter.waits_for == [("hand-out", "secretary")]


# -- 特殊办结 -----------------------------------------------------------------------------------------------


def test_a_case_is_ended_on_a_leaders_word(letter: Letter) -> None:
    letter.is_accepted("zhao")
    letter.is_closed_specially(authority="wang")
    assert letter.stage is Stage.SUPERVISED
    assert letter.waits_for == [("acknowledge", "zhou"), ("archive", "archivist")]
    assert mails(LetterKind.CLOSED_SPECIALLY) == {"zhou", "wang"}, (
        "who instructed, and who is said to have agreed"
    )
    with reading() as session:
        given = assignments.assignments(session, letter.id)
        assert all(one.specially and one.closed_at for one in given)
        assert not any(one.completed_at for one in given)
    assert letter.is_settled()
    letter.is_acknowledged("zhou")
    letter.is_filed()
    assert letter.ledger_holds()


def test_those_who_are_told_of_it_can_open_it(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_closed_specially(authority="wang")
    with unit_of_work() as session:
        [mail] = session.exec(select(Mail).where(Mail.kind == LetterKind.CLOSED_SPECIALLY)).all()
        notice = notices.notice(session, mail, at=now())
    assert notice
    assert notice.person.uid == "wang"
    assert notice.number == letter.now.number


@pytest.mark.parametrize("signed", [0, 1])
def test_signatures_that_are_still_owed_are_skipped_with_the_reason(cast: Cast, signed: int) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    if signed:
        letter.is_signed("wang")
    letter.is_closed_specially()
    assert letter.waits_for == [("archive", "archivist")]
    with reading() as session:
        proposal = approve.in_force(session, letter.id)
        assert proposal
        seats = [one for one in approve.rounds.all_seats(session, proposal.id) if not one.signed_at]
    assert [one.skipped_why for one in seats] == ["特殊办结"] * (2 - signed)


def test_a_copy_that_is_still_out_must_come_home(cast: Cast) -> None:
    letter = circulating(cast, "wang", "sun")
    letter.is_handed_out()
    letter.is_closed_specially()
    assert letter.waits_for == [("archive", "archivist"), ("take-back", "secretary")]
    letter.is_filed()
    assert letter.waits_for == [("take-back", "secretary")], "filed or not"
    letter.is_taken_back()
    assert (letter.waits_for, letter.told[-1]) == ([], "阅退")
    assert letter.ledger_holds()


def test_it_needs_the_office_head_a_leader_and_a_reason(letter: Letter, cast: Cast) -> None:
    for uid in ("lin", "wang", "zhao"):
        with untouched(), pytest.raises(NotYourRole, match="此事由办公室主任办理"):
            letter.is_closed_specially(uid)
    for uid in ("zhao", "chen", "sun"):
        with untouched(), pytest.raises(Malformed, match="特殊办结须有院领导授权"):
            letter.is_closed_specially(authority=uid)
    with untouched(), pytest.raises(Malformed, match="请填写特殊办结理由"):
        letter.is_closed_specially(why="")
    letter.act(lambda s, _d: setattr(s.get_one(Person, cast.id("wang")), "clearance", Level.PUBLIC))
    with untouched(), pytest.raises(Malformed, match="特殊办结须有院领导授权"):
        letter.is_closed_specially(authority="wang")
    letter.is_closed_specially()
    with untouched(), pytest.raises(WrongStage, match="不能特殊办结"):
        letter.is_closed_specially()


def test_a_case_may_be_ended_while_it_rests(letter: Letter) -> None:
    letter.is_suspended()
    letter.is_closed_specially()
    assert letter.now.suspended_until is None
    assert letter.waits_for == [("acknowledge", "zhou"), ("archive", "archivist")]


# -- 恢复待办 -----------------------------------------------------------------------------------------------


def done(letter: Letter) -> None:
    letter.is_accepted("zhao")
    letter.is_completed("zhao")
    letter.is_closed()


def test_a_closed_case_begins_again_and_what_was_done_is_history(letter: Letter, cast: Cast) -> None:
    done(letter)
    letter.is_reopened()
    assert (letter.stage, letter.waits_for) == (Stage.REGISTERED, [("propose", "office-head")])
    assert letter.now.due_at is None
    assert letter.is_settled()
    letter.is_proposed(lead="HLB", leaders=[cast.id("zhou")], readers=[cast.id("sun")])
    letter.is_signed("zhou")
    letter.is_handed_out()
    letter.is_read("sun")
    letter.is_taken_back()
    assert letter.waits_for == [("accept", "HLB")]
    with reading() as session:
        numbers = [one.number[-2:] for one in assignments.assignments(session, letter.id)]
        before = [one.number[-2:] for one in assignments.earlier_assignments(session, letter.id)]
    assert (numbers, before) == (["2号"], ["1号", "1号"])
    assert letter.is_settled()
    assert letter.ledger_holds()


def test_a_reader_of_the_first_round_is_asked_again_when_he_is_named_again(cast: Cast) -> None:
    letter = circulating(cast, "wang")
    letter.is_handed_out()
    letter.is_read("wang", "第一次已阅。")
    letter.is_taken_back()
    letter.is_reopened()
    letter.is_proposed(lead=None, leaders=[], readers=[cast.id("wang")], due_at=None)
    assert letter.waits_for == [("hand-out", "secretary")]
    letter.is_handed_out()
    letter.is_read("wang", "第二次已阅。")
    with reading() as session:
        now_, before = readings.readings(session, letter.id), readings.earlier_readings(session, letter.id)
    assert ([one.words for one in now_], [one.words for one in before]) == (
        ["第二次已阅。"],
        ["第一次已阅。"],
    )


def test_a_copy_that_never_came_home_is_not_handed_out_twice(cast: Cast) -> None:
    letter = circulating(cast, "wang", copies=2, copy_numbers="000001，000002")
    letter.is_handed_out(copy="000001")
    letter.is_closed_specially()
    letter.is_reopened()
    letter.is_proposed(lead=None, leaders=[], readers=[cast.id("sun")], due_at=None)
    assert letter.waits_for == [("hand-out", "secretary"), ("take-back", "secretary")]
    with untouched(), pytest.raises(readings.CopyOut, match="份号000001还在传阅人手里"):
        letter.is_handed_out(copy="000001")
    letter.is_handed_out(copy="000002")
    with reading() as session:
        assert len(readings.held(session, letter.id)) == 2
    assert letter.is_settled()
    letter.is_taken_back()
    letter.is_read("sun")
    letter.is_taken_back()
    assert letter.stage is Stage.SUPERVISED


def test_the_only_copy_comes_home_before_it_goes_out_again(cast: Cast) -> None:
    letter = circulating(cast, "wang")
    letter.is_handed_out()
    letter.is_closed_specially()
    letter.is_reopened()
    letter.is_proposed(lead=None, leaders=[], readers=[cast.id("sun")], due_at=None)
    with untouched(), pytest.raises(readings.AllOut, match="此件的1份都在传阅人手里"):
        letter.is_handed_out(copy="")
    letter.is_taken_back()
    letter.is_handed_out()


def test_what_was_filed_keeps_its_number_and_gets_its_term_anew(cast: Cast) -> None:
    letter = circulating(cast, "wang", on_paper=False, doc_number="")
    letter.is_read("wang")
    code = letter.is_filed(retention=Retention.YEARS10)
    letter.is_reopened()
    letter.is_proposed(lead=None, leaders=[], readers=[cast.id("sun")], due_at=None)
    letter.is_read("sun")
    assert letter.waits_for == [("archive", "archivist")]
    assert letter.is_filed(retention=Retention.YEARS30) == code
    with reading() as session:
        entry = holdings.entry(session, letter.id)
        noted = session.exec(select(KeepingOn).where(KeepingOn.document_id == letter.id)).all()
        assert len(session.exec(select(ArchiveEntry)).all()) == 1
    assert entry.keep_until == date(now().year + 30, 12, 31)
    assert [one.retention for one in noted] == [Retention.YEARS30]
    other = circulating(cast, "wang", on_paper=False, doc_number="")
    other.is_read("wang")
    assert other.is_filed(retention=Retention.YEARS10)[-4:] == f"{int(code[-4:]) + 1:04d}", "no gap"


def test_who_is_on_a_destruction_list_or_not_closed_stays_as_it_is(cast: Cast, letter: Letter) -> None:
    with untouched(), pytest.raises(WrongStage, match="现为“承办中”，不能恢复待办"):
        letter.is_reopened()
    paper = old_paper(cast)
    is_listed(cast, paper)
    with untouched(), pytest.raises(OnDestructionList, match="移出销毁清册后方可恢复待办"):
        paper.is_reopened()
    done(letter)
    for uid in ("lin", "zhou", "he"):
        with untouched(), pytest.raises(NotYourRole):
            letter.is_reopened(uid)
    with untouched(), pytest.raises(Malformed, match="请填写恢复待办理由"):
        letter.is_reopened(why="")


def test_a_term_that_ended_does_not_list_a_case_that_is_open_again(cast: Cast) -> None:
    paper = old_paper(cast)
    assert paper.waits_for == [("appraise", "archivist")]
    paper.is_reopened()
    assert paper.waits_for == [("propose", "office-head")]
    with reading() as session:
        assert holdings.due(session, now().date()) == []


# -- the page ----------------------------------------------------------------------------------------------


def test_each_is_done_on_the_page_and_told_there(letter: Letter, cast: Cast, browser: People) -> None:
    place, chen, lin = f"/documents/{letter.id}", browser("chen"), browser("lin")
    assert "特殊办结" not in lin.opens(place)
    lin.posts(f"{place}/suspension", expect=422, until="2020-01-01", words="等候细则。")
    lin.posts(f"{place}/suspension", until=f"{in_days(20):%Y-%m-%d}", words="等候细则。")
    engine_runs()
    page = chen.opens(place)
    assert "等候细则。" in page
    assert f'action="{place}/resumption"' in page
    assert f'action="{place}/suspension"' not in page
    chen.posts(f"{place}/resumption")
    engine_runs()
    chen.posts(f"{place}/special-closure", expect=422, authority=str(cast.id("zhao")), words="撤回。")
    chen.posts(f"{place}/special-closure", authority=str(cast.id("wang")), words="来文单位已撤回。")
    engine_runs()
    assert "王建国授权：来文单位已撤回。" in chen.opens(place)
    chen.posts(f"{place}/reopening", words="又来函要求补办。")
    engine_runs()
    page = chen.opens(place)
    assert "又来函要求补办。" in page
    assert f'action="{place}/proposal"' in page


def test_a_program_does_the_same(letter: Letter, cast: Cast, browser: People) -> None:
    api, chen = f"/documents/{letter.id}", browser("chen")
    until = f"{in_days(20):%Y-%m-%d}"
    assert (
        chen.calls("POST", f"{api}/suspension", json={"until": until, "words": "等候细则。"})["stage"]
        == "circulated"
    )
    chen.calls("POST", f"{api}/resumption", json={})
    chen.calls("POST", f"{api}/special-closure", json={"authority": str(cast.id("zhou")), "words": "撤回。"})
    done_ = chen.calls("POST", f"{api}/reopening", json={"words": "补办。"})
    assert done_["stage"] == "registered"
    with reading() as session:
        assert session.get_one(Document, letter.id).action is ActionKind.ACT
