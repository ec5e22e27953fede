"""委托与外出 on the page: to give, to take back, to go and to be back."""

from datetime import datetime

import pytest

from gateways.clock import SHANGHAI, now
from models import delegations
from models.database import reading
from tests.office import Letter
from tests.personas import Cast
from tests.standing_in import (
    DAY,
    proposed,
)
from tests.test_a_secretarys_day import People
from tests.untouched import untouched


@pytest.fixture
def letter(cast: Cast) -> Letter:
    return proposed(cast)


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
