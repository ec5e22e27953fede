"""特殊办结·恢复待办: a case is ended on a leader's word, or begins anew — and loses nothing."""

import pytest
from sqlmodel import select

from gateways.clock import now
from models import approve, assignments, notices
from models.database import reading, unit_of_work
from models.document import Document
from models.errors import Malformed
from models.ledger import WrongStage
from models.letters import Letter as Mail
from models.letters import LetterKind
from models.people import NotYourRole, Person
from models.stages import Stage
from models.values import ActionKind, Level
from tests.casework import mails
from tests.office import Letter, engine_runs
from tests.personas import Cast, in_days
from tests.stages.test_circulate import circulating
from tests.test_a_secretarys_day import People
from tests.untouched import untouched


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
