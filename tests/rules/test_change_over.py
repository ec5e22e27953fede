"""A delegation begins, ends or is revoked while something waits: nothing is lost, doubled or told too early."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from flows import errands
from flows import letters as flow
from gateways.clock import now
from models import delegate, delegations, reminders
from models.approve import Decision, sign
from models.database import reading, unit_of_work
from models.delegate import Over, Wish
from models.outbox import Topic
from models.people import NotSubstitute, to_person
from models.stages import Stage
from models.tasks import Task
from models.values import local_day
from models.workdays import office_calendar
from tests.letterbox import mails, owed_to, text, token_in
from tests.office import Letter
from tests.personas import Cast
from tests.standing_in import (
    DAY,
    clerk_changes_over,
    delegates,
    goes_away,
    knows,
    proposed,
    revokes,
    seen_at,
    signatures,
    time_runs_out,
)
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

AS_WANG = "qian for wang"


@pytest.fixture
def letter(cast: Cast) -> Letter:
    return proposed(cast)


def test_it_ends_at_noon_and_the_task_waits_for_the_leader_again(cast: Cast, letter: Letter) -> None:
    given = delegates(cast, "wang", "qian")
    before, waiting = letter.who(AS_WANG), letter.waits_for
    time_runs_out(given)
    assert (letter.waits_for, knows(cast, letter, "qian")) == (waiting, False)
    with untouched(), pytest.raises(delegations.DelegationOver, match="委托已经到期"):
        letter.act(lambda s, d: sign(s, d, Decision.NOTED, "", by=before, at=now() + 8 * DAY))
    with pytest.raises(NotSubstitute):
        letter.who(AS_WANG)
    letter.is_signed("wang")


def test_it_holds_from_its_first_moment_until_before_its_last(cast: Cast) -> None:
    delegates(cast, "wang", "qian", starts=DAY, ends=2 * DAY)
    at = now()
    with reading() as session:
        (given,) = session.exec(select(delegations.Delegation)).all()
    tick = timedelta(microseconds=1)
    holds = {given.starts - tick: False, given.starts: True, given.ends - tick: True, given.ends: False}
    for moment, expected in holds.items():
        assert bool(seen_at("qian", cast, moment).stands_in) is expected
    assert not seen_at("qian", cast, at).stands_in


def test_revoked_it_is_over_at_once(cast: Cast, letter: Letter, browser: People) -> None:
    given = delegates(cast, "wang", "qian")
    qian = browser("qian")
    qian.opens(f"/documents/{letter.id}")
    revokes(cast, given, by="wang")
    qian.opens(f"/documents/{letter.id}", expect=404)
    qian.posts(f"/documents/{letter.id}/opinion", 404, decision="noted", behalf_of=str(cast.id("wang")))
    with pytest.raises(Over):
        revokes(cast, given, by="wang")
    assert letter.waits_for == [("sign", "wang")]


def test_what_waited_already_is_mailed_when_it_begins_and_only_then(cast: Cast, letter: Letter) -> None:
    given = delegates(cast, "wang", "qian", starts=DAY, ends=2 * DAY)
    clerk_changes_over()
    assert owed_to("qian", cast) == []
    with unit_of_work() as session:
        session.get_one(delegations.Delegation, given).starts = now()
    for _ in range(2):
        clerk_changes_over(ended=(given,))
    (asked,) = owed_to("qian", cast)
    flow.send(asked.id)
    (mail,) = mails()
    assert mail["To"].addresses[0].addr_spec == "qian@jz1y.example"
    assert "您受王建国委托代办" in text(mail)


def test_what_opens_meanwhile_is_mailed_to_both_and_reminded_to_both(cast: Cast) -> None:
    delegates(cast, "wang", "qian")
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    assert [len(owed_to(uid, cast)) for uid in ("wang", "qian", "zhou")] == [1, 1, 0]
    with unit_of_work() as session:
        task = session.exec(select(Task).where(Task.subject == letter.id, Task.closed_at == None)).one()  # noqa: E711
        task.due_at = task.opened_at = now() - 30 * DAY
        reminders.remind(session, _a_workday())
    assert [len(owed_to(uid, cast)) for uid in ("wang", "qian")] == [2, 2]


def _a_workday() -> Any:
    at = now()
    while not office_calendar().is_workday(local_day(at)):
        at += DAY
    return at


def test_the_link_in_the_substitutes_mail_signs_for_the_leader_and_dies_with_the_delegation(
    cast: Cast, letter: Letter, browser: People
) -> None:
    given = delegates(cast, "wang", "qian")
    (asked,) = owed_to("qian", cast)
    flow.send(asked.id)
    link = f"/t/{token_in(mails()[0])}"
    page = browser("qian").opens(link)
    assert "您代王建国办理" in page
    revokes(cast, given, by="wang")
    browser("qian").opens(link, expect=404)
    delegates(cast, "wang", "qian")
    browser("qian").posts(link, decision="instruct", words="同意。")
    assert signatures(letter)[-1] == "钱红代王建国"


def test_the_clerk_does_what_is_due_and_leaves_what_is_not(cast: Cast, letter: Letter) -> None:
    at = now()
    with unit_of_work() as session:
        for hat, starts in ((to_person(cast.id("wang")), at), ("role:leader", at + DAY)):
            wish = Wish(cast.id("wang"), cast.id("qian"), hat, starts, at + 2 * DAY, "开会。")
            delegate.delegate(session, wish, by=cast.wang, at=at)
    taken = errands.claim([Topic.STAND_IN], 10)
    assert (len(taken), errands.do(taken)) == (1, [])
    assert len(owed_to("qian", cast)) == 1
    assert errands.claim([Topic.STAND_IN], 10) == []


def test_an_absence_that_begins_is_looked_at_and_one_with_a_substitute_is_not_skipped(
    cast: Cast, letter: Letter
) -> None:
    delegates(cast, "wang", "qian")
    goes_away(cast, "wang")
    assert letter.waits_for == [("sign", "wang")]
    goes_away(cast, "zhou")
    letter.is_signed("qian for wang")
    assert letter.stage is not Stage.REGISTERED, (
        "周明华 is away and nobody stands in: his turn is passed over"
    )
    assert "略过" in letter.told
