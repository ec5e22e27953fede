"""What may be delegated: by whom, to whom, how long; and what never is."""

from datetime import timedelta
from typing import Any

import pytest

from gateways.clock import now
from models import delegations, destroy
from models.database import reading, unit_of_work
from models.delegate import KeptInPerson, NotAway, Overlaps
from models.errors import Malformed, NotFound
from models.people import NotSubstitute, NotYourRole, Person, Role, grant
from models.stages import Stage
from models.tasks import SomebodyElses
from tests.letterbox import owed_to
from tests.office import Letter, on_order
from tests.page_client import Browser
from tests.personas import Cast
from tests.stages.test_archive import old_paper
from tests.standing_in import (
    DAY,
    delegates,
    goes_away,
    knows,
    proposed,
    revokes,
)
from tests.test_a_secretarys_day import People
from tests.together import together
from tests.untouched import untouched


@pytest.fixture
def letter(cast: Cast) -> Letter:
    return proposed(cast)


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
    order = old_paper(cast).is_listed()
    delegates(cast, "zhou", "qian")
    with pytest.raises(SomebodyElses):
        on_order(
            order, lambda s, o: destroy.approve(s, o, by=cast.qian.acting_for(cast.id("zhou")), at=now())
        )
    assert owed_to("qian", cast) == []


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


def test_who_signed_for_another_is_told_what_comes_next(browser: People, cast: Cast) -> None:
    """The page after the act asks for the next task; so does what a substitute may see."""
    paper, other = proposed(cast), proposed(cast)
    delegates(cast, "wang", "qian")
    qian, place = browser("qian"), f"/documents/{paper.id}"
    qian.opens(place)
    for_wang = {"decision": "instruct", "words": "请医务部办理。", "behalf_of": str(cast.id("wang"))}
    qian.posts(f"{place}/opinion", **for_wang)
    assert "已签署" in qian.opens(f"{place}?done=opinion")
    qian.opens(f"/documents/{other.id}?done=opinion")
