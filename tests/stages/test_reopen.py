"""恢复待办: a closed case begins anew; what was read, done and filed before is history, and keeps its number."""

from datetime import date

import pytest
from sqlmodel import select

from gateways.clock import now
from models import assignments, holdings, readings
from models.database import reading
from models.errors import Malformed
from models.holdings import ArchiveEntry, KeepingOn
from models.ledger import WrongStage
from models.people import NotYourRole
from models.stages import Stage
from models.steering import OnDestructionList
from models.values import Retention
from tests.lists import is_listed
from tests.office import Letter
from tests.personas import Cast
from tests.stages.test_archive import old_paper
from tests.stages.test_circulate import circulating
from tests.untouched import untouched


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
