"""委托: somebody acts in another's place, for a time, under both names, and knows no more than that takes."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlmodel import select

from flows import letters as flow
from gateways.clock import SHANGHAI, now
from models import delegations, ledger, reminders, rounds
from models.access import visible_to
from models.approve import Decision, sign
from models.database import reading, unit_of_work
from models.delegate import KeptInPerson, NotAway, Over, Overlaps
from models.document import Document
from models.errors import Malformed, NotFound
from models.people import NotSubstitute, NotYourRole, Person, Role, grant
from models.stages import Stage
from models.tasks import NothingToDo, SomebodyElses, Task
from models.values import Level, local_day
from models.workdays import office_calendar
from tests.drawn import sheet
from tests.letterbox import mails, owed_to, text, token_in
from tests.office import Letter, engine_runs
from tests.page_client import Browser
from tests.personas import Cast
from tests.stages.test_archive import old_paper
from tests.stages.test_circulate import circulating
from tests.standing_in import (
    DAY,
    clerk_changes_over,
    delegates,
    goes_away,
    revokes,
    seen_at,
    time_runs_out,
)
from tests.test_a_secretarys_day import People
from tests.together import together
from tests.untouched import untouched

TITLE = "关于做好冬春季呼吸道传染病防治工作的通知"
AS_WANG = "qian for wang"


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """Waits for 王建国's 批示, then for 周明华's."""
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    return letter


def knows(cast: Cast, letter: Letter, uid: str) -> bool:
    with reading() as session:
        found = session.exec(visible_to(getattr(cast, uid)).where(Document.id == letter.id)).first()
        return found is not None


def signatures(letter: Letter) -> list[str]:
    with reading() as session:
        return [line.by_name for line in ledger.lines_of(session, letter.id)]


# -- a leader on leave -----------------------------------------------------------------------------------------


def test_the_deputy_signs_and_both_names_stand_in_the_ledger_and_on_the_sheet(
    cast: Cast, letter: Letter
) -> None:
    assert not knows(cast, letter, "qian")
    delegates(cast, "wang", "qian")
    assert knows(cast, letter, "qian")
    letter.is_signed(AS_WANG, "请医务部办理。")
    assert letter.waits_for == [("sign", "zhou")]
    assert signatures(letter)[-1] == "钱红代王建国"
    (told,) = sheet(letter, "processing-sheet").instructions
    assert (told.who, told.post, told.words) == ("钱红（代王建国）", "院感科科长", "请医务部办理。")
    with reading() as session:
        (seat,) = [one for one in session.exec(select(rounds.Seat)) if one.signed_at]
        assert (seat.signer_id, seat.behalf_of) == (cast.id("qian"), cast.id("wang"))
    assert letter.ledger_holds()


def test_whoever_acted_still_knows_it_when_the_leader_is_back(cast: Cast, letter: Letter) -> None:
    given = delegates(cast, "wang", "qian")
    letter.is_signed(AS_WANG)
    revokes(cast, given, by="wang")
    assert knows(cast, letter, "qian")


def test_the_leader_may_sign_himself_all_the_same_and_the_other_finds_it_done(
    cast: Cast, letter: Letter
) -> None:
    delegates(cast, "wang", "qian")
    substitute = letter.who(AS_WANG)
    letter.is_signed("wang")
    assert letter.waits_for == [("sign", "zhou")]
    assert not knows(cast, letter, "qian")
    with untouched(), pytest.raises(NothingToDo):
        letter.act(lambda s, d: sign(s, d, Decision.NOTED, "", by=substitute, at=now()))


def test_nobody_acts_for_another_by_accident(cast: Cast, letter: Letter) -> None:
    delegates(cast, "wang", "qian")
    with untouched(), pytest.raises(SomebodyElses):
        letter.is_signed("qian")
    with pytest.raises(NotSubstitute, match="您没有受此人委托，或者委托已经到期、撤销"):
        letter.who("qian for zhou")


def test_a_reading_and_an_assignment_carry_both_names_too(cast: Cast) -> None:
    letter = circulating(cast, "sun")
    delegates(cast, "lin", "ma", hat="role:secretary")
    delegates(cast, "sun", "qian")
    letter.is_handed_out("ma for lin")
    letter.is_read("qian for sun", "已阅，请落实。")
    letter.is_taken_back("xu")
    paper = sheet(letter, "circulation-sheet")
    (turn,) = paper.turns
    assert (turn.reader, turn.handler) == ("孙丽", "马强（代林晓梅）、徐静")
    assert turn.words.startswith("已阅，请落实。\n钱红（代孙丽） ")
    assert signatures(letter)[4:7] == ["马强代林晓梅", "钱红代孙丽", "徐静"]


def test_a_department_is_spoken_for(cast: Cast, letter: Letter) -> None:
    letter.is_signed("wang")
    letter.is_signed("zhou")
    delegates(cast, "zhao", "ma", hat="office:YWB")
    for by in ("ma for zhao",):
        letter.is_accepted(by)
        letter.is_reported(by, 60)
        letter.is_completed(by)
    letter.is_closed()
    paper = sheet(letter, "supervision-notice")
    assert paper.person == "赵敏"
    assert paper.receipt.startswith("马强（代赵敏） ")
    assert [one.who for one in paper.progress] == ["马强（代赵敏）"]
    result = sheet(letter, "processing-sheet").result
    assert "（医务部 马强（代赵敏），" in result


# -- it begins, ends and is revoked while something waits ------------------------------------------------------


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


# -- what a substitute sees ------------------------------------------------------------------------------------


def test_a_substitute_sees_what_waits_and_none_of_the_leaders_other_papers(
    cast: Cast, letter: Letter, browser: People
) -> None:
    signed = Letter(cast).arrives()
    signed.is_registered(title="另一件公文", doc_number="江卫〔2026〕18号")
    signed.is_proposed()
    signed.is_signed("wang")
    delegates(cast, "wang", "qian")
    qian = browser("qian")
    assert (knows(cast, letter, "qian"), knows(cast, signed, "qian")) == (True, False)
    desk = qian.opens("/")
    assert TITLE in desk
    assert "代王建国" in desk
    assert "另一件公文" not in qian.opens("/documents")
    assert TITLE in qian.opens(f"/documents?q={TITLE[:6]}")
    qian.opens(f"/documents/{signed.id}", expect=404)
    (task,) = qian.calls("GET", "/tasks")
    assert task["behalf_of"] == str(cast.id("wang"))
    qian.calls(
        "POST",
        f"/documents/{letter.id}/opinion",
        json={"decision": "instruct", "words": "同意。", "behalf_of": task["behalf_of"]},
    )
    assert signatures(letter)[-1] == "钱红代王建国"


def test_who_is_not_cleared_gets_no_task_no_mail_and_no_sign_that_there_is_one(
    cast: Cast, letter: Letter, browser: People
) -> None:
    with unit_of_work() as session:
        session.get_one(Person, cast.id("qian")).clearance = Level.PUBLIC
    delegates(cast, "wang", "qian")
    other = Letter(cast).arrives()
    other.is_registered(doc_number="江卫〔2026〕19号")
    other.is_proposed()
    qian, wang = browser("qian"), str(cast.id("wang"))
    assert owed_to("qian", cast) == []
    assert qian.calls("GET", "/tasks") == []
    there = qian.opens(f"/documents/{letter.id}", 404)
    nowhere = uuid4()
    assert there.replace(str(letter.id), "") == qian.opens(f"/documents/{nowhere}", 404).replace(
        str(nowhere), ""
    )
    qian.posts(f"/documents/{letter.id}/opinion", 404, decision="noted", behalf_of=wang)
    with untouched(), pytest.raises(NothingToDo):
        letter.is_signed(AS_WANG)
    letter.is_signed("wang")


def test_ones_own_form_and_the_others_stand_side_by_side(cast: Cast, letter: Letter, browser: People) -> None:
    delegates(cast, "wang", "zhou")
    browser("zhou").posts(f"/documents/{letter.id}/opinion", decision="noted", behalf_of=str(cast.id("wang")))
    engine_runs()
    assert letter.waits_for == [("sign", "zhou")]
    browser("zhou").posts(f"/documents/{letter.id}/opinion", decision="noted")
    assert signatures(letter)[-2:] == ["周明华代王建国", "周明华"] or signatures(letter)[-1] == "周明华"


# -- what may be delegated, by whom, to whom -------------------------------------------------------------------


def test_a_chain_is_not_followed(cast: Cast, letter: Letter) -> None:
    delegates(cast, "wang", "qian")
    delegates(cast, "qian", "ma")
    assert not knows(cast, letter, "ma")
    with pytest.raises(NotSubstitute):
        letter.who("ma for wang")
    goes_away(cast, "qian")
    with reading() as session:
        wang = cast.wang
        assert delegations.substitute_of(session, wang.id, wang.hats[0], now()) is None


def test_one_post_is_delegated_and_nothing_else(cast: Cast) -> None:
    delegates(cast, "chen", "zhao", hat="role:office-head")
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed("zhao for chen")
    assert letter.waits_for == [("sign", "wang")]
    assert [one.hat for one in cast.zhao.stands_in] == ["role:office-head"]


def test_the_post_goes_with_the_person_who_holds_it(cast: Cast) -> None:
    delegates(cast, "chen", "zhao", hat="role:office-head")
    with unit_of_work() as session:
        session.get_one(Person, cast.id("chen")).active = False
    assert cast.zhao.stands_in == ()


def test_three_administrators_neither_give_nor_take(cast: Cast) -> None:
    for principal, substitute, by in (("gu", "ma", "gu"), ("ma", "gu", "ma"), ("gu", "ma", "chen")):
        with untouched(), pytest.raises(KeptInPerson, match="职责不得委托，也不得受托"):
            delegates(cast, principal, substitute, by=by)
    delegates(cast, "wang", "sun")
    with unit_of_work() as session:
        grant(session, session.get_one(Person, cast.id("sun")), Role.AUDITOR)
    assert cast.sun.stands_in == ()


def test_two_pairs_of_eyes_stay_two(cast: Cast) -> None:
    paper = old_paper(cast)
    order = paper.is_listed()
    delegates(cast, "zhou", "ma")
    delegates(cast, "sun", "ma")
    for act in ("zhou", "sun"):
        with reading() as session:
            waiting = session.exec(select(Task).where(Task.subject == order)).all()
        assert waiting
        assert not any(task.may_be_lent for task in waiting), act
    assert owed_to("ma", cast) == [] or all(
        one.task_id not in {t.id for t in waiting} for one in owed_to("ma", cast)
    )


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"substitute": "wang"}, "不能委托给委托人自己"),
        ({"substitute": "left"}, "受托人不在岗"),
        ({"hat": "role:office-head"}, "委托人没有这项职责"),
        ({"ends": timedelta(0)}, "结束时间应晚于开始时间"),
        ({"ends": 181 * DAY}, "一次最长180天"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, said: dict[str, Any], refusal: str) -> None:
    if said.get("substitute") == "left":
        with unit_of_work() as session:
            session.get_one(Person, cast.id("ma")).active = False
        said = {"substitute": "ma"}
    with untouched(), pytest.raises(Malformed, match=refusal):
        delegates(cast, "wang", **{"substitute": "qian"} | said)


def test_the_same_work_is_not_given_twice(cast: Cast) -> None:
    given = delegates(cast, "chen", "zhao", hat="role:office-head")
    for hat in (None, "role:office-head"):
        with untouched(), pytest.raises(Overlaps):
            delegates(cast, "chen", "ma", hat=hat)
    delegates(cast, "chen", "ma", starts=9 * DAY, ends=10 * DAY)
    delegates(cast, "chen", "ma", hat=cast.chen.hats[0], ends=8 * DAY)
    revokes(cast, given, by="chen")
    delegates(cast, "chen", "qian", hat="role:office-head", ends=8 * DAY)


def test_the_office_head_arranges_it_for_somebody_who_is_away(cast: Cast, letter: Letter) -> None:
    with untouched(), pytest.raises(NotYourRole):
        delegates(cast, "wang", "qian", by="zhou")
    with untouched(), pytest.raises(NotAway, match="王建国届时没有登记外出"):
        delegates(cast, "wang", "qian", by="chen")
    with untouched(), pytest.raises(NotYourRole):
        goes_away(cast, "wang", by="zhou")
    goes_away(cast, "zhou", by="chen")
    with untouched(), pytest.raises(Malformed, match="不能把他人的事项委托给自己"):
        delegates(cast, "zhou", "chen", by="chen")
    given = delegates(cast, "zhou", "qian", by="chen")
    letter.is_signed("wang")
    assert letter.waits_for == [("sign", "zhou")]
    letter.is_signed("qian for zhou")
    assert letter.stage is not Stage.REGISTERED
    with pytest.raises(NotFound):
        revokes(cast, given, by="sun")
    with pytest.raises(NotYourRole):
        revokes(cast, given, by="qian")
    revokes(cast, given, by="chen")


def test_of_two_who_give_the_same_work_at_once_one_wins(app: Any, cast: Cast) -> None:
    people = [Browser(app, cast, "wang") for _ in range(2)]
    at = now()

    def press(who: Browser, to: str) -> int:
        sent = {"substitute": str(cast.id(to)), "starts": at.isoformat(), "ends": (at + DAY).isoformat()}
        return who.client.post("/api/v1/delegations", json=sent | {"words": "开会。"}).status_code

    answers = together(lambda: press(people[0], "qian"), lambda: press(people[1], "ma"))
    assert sorted(answers) == [201, 409]


# -- the page --------------------------------------------------------------------------------------------------


def minute(at: datetime) -> str:
    return at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")


def test_on_the_page_a_leader_delegates_and_revokes(cast: Cast, letter: Letter, browser: People) -> None:
    wang, qian = browser("wang"), browser("qian")
    sent = {"starts": minute(now()), "ends": minute(now() + DAY), "words": "赴省里开会。"}
    refused = wang.posts("/delegations", 422, substitute=str(cast.id("wang")), **sent)
    assert "不能委托给委托人自己" in refused
    assert "赴省里开会。" in refused, "what was typed is not lost"
    wang.posts("/delegations", substitute=str(cast.id("qian")), **sent)
    assert "已有同一事项的委托" in wang.posts("/delegations", 409, substitute=str(cast.id("ma")), **sent)
    assert "我代别人办" in qian.opens("/delegations")
    assert "赴省里开会。" not in browser("ma").opens("/delegations")
    (given,) = qian.calls("GET", "/delegations")
    assert (given["state"], given["person"]) == ("进行中", str(cast.id("wang")))
    place = f"/delegations/{given['id']}/revocation"
    assert place not in qian.opens("/delegations")
    qian.posts(place, 403)
    browser("ma").posts(place, 404)
    assert place in wang.opens("/delegations")
    wang.posts(place)
    wang.posts(place, 409)
    assert "已撤销" in wang.opens("/delegations")
    qian.opens(f"/documents/{letter.id}", 404)


def test_on_the_page_leave_and_substitute_are_one_act(cast: Cast, browser: People) -> None:
    sun, chen = browser("sun"), browser("chen")
    sent = {"starts": minute(now()), "ends": minute(now() + DAY), "words": "休假。"}
    with untouched():
        sun.posts("/absences", 422, substitute=str(cast.id("sun")), **sent)
    chen.posts("/absences", person=str(cast.id("sun")), substitute=str(cast.id("qian")), **sent)
    assert "陈志远代为登记" in sun.opens("/delegations")
    assert "孙丽" in chen.opens("/delegations")
    (away,) = sun.calls("GET", "/absences")
    browser("ma").posts(f"/absences/{away['id']}/return", 404)
    sun.posts(f"/absences/{away['id']}/return")
    assert "已销假" in sun.opens("/delegations")
    with reading() as session:
        assert delegations.is_away(session, cast.id("sun"), now()) is None
        assert delegations.substitute_of(session, cast.id("sun"), cast.sun.hats[0], now())


def test_administrators_have_no_such_page(cast: Cast, browser: People) -> None:
    gu = browser("gu")
    gu.opens("/delegations", 403)
    sent = {"starts": minute(now()), "ends": minute(now() + DAY), "words": "休假。"}
    gu.posts("/delegations", 403, substitute=str(cast.id("ma")), **sent)
    gu.posts("/absences", 403, **sent)
