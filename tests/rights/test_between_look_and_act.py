"""看时可以、办时不行: what was taken away between the look and the act is gone.  Threats N3, N4."""

from typing import Any
from uuid import UUID

import pytest

from gateways.clock import now
from models.access import visible_to
from models.classify import classify
from models.database import reading, unit_of_work
from models.people import Me, Person, Role, RoleGrant
from models.values import Level
from tests.office import Letter
from tests.page_client import Browser
from tests.personas import Cast
from tests.standing_in import delegates, revokes
from tests.test_a_secretarys_day import People
from tests.untouched import untouched


@pytest.fixture
def letter(cast: Cast) -> Letter:
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    return letter


def place(letter: Letter) -> str:
    return f"/documents/{letter.id}"


def test_a_clearance_that_was_lowered_signs_nothing(
    letter: Letter, app: Any, browser: People, cast: Cast
) -> None:
    wang = browser("wang")
    wang.opens(place(letter))
    with unit_of_work() as session:
        session.get_one(Person, cast.id("wang")).clearance = Level.PUBLIC
    with untouched():  # a session is one of the rights it was begun with
        assert wang.posts(f"{place(letter)}/opinion", decision="noted") == "/sign-in"
    anew = Browser(app, cast, "wang")
    with untouched():
        anew.posts(f"{place(letter)}/opinion", expect=404, decision="noted")
        assert anew.calls("POST", f"/documents/{letter.id}/opinion", 404, json={"decision": "noted"})


def test_a_role_that_was_taken_does_nothing(letter: Letter, browser: People, cast: Cast) -> None:
    chen = browser("chen")
    chen.opens(place(letter))
    with unit_of_work() as session:
        session.delete(session.get_one(RoleGrant, (cast.id("chen"), Role.OFFICE_HEAD)))
    with untouched():
        assert (
            chen.posts(f"{place(letter)}/relocation", place="propose", words="原定次序有误。") == "/sign-in"
        )
    assert cast.chen.roles == frozenset()


def test_a_level_that_was_raised_shuts_out_who_had_it_open(browser: People, cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered(level=Level.PUBLIC)
    letter.is_proposed()
    with unit_of_work() as session:
        session.get_one(Person, cast.id("wang")).clearance = Level.PUBLIC
    browser("wang").opens(place(letter))
    letter.act(lambda s, d: classify(s, d, Level.INTERNAL, "", "含内部数据。", by=cast.chen, at=now()))
    browser("wang").posts(f"{place(letter)}/opinion", expect=404, decision="noted")


def test_a_delegation_that_was_revoked_opens_and_signs_nothing(
    letter: Letter, browser: People, cast: Cast
) -> None:
    given, sun = delegates(cast, "wang", "sun"), browser("sun")
    sun.opens(place(letter))
    revokes(cast, given, by="wang")
    with untouched():
        sun.opens(place(letter), expect=404)
        sent = {"decision": "noted", "behalf_of": str(cast.id("wang"))}
        sun.posts(f"{place(letter)}/opinion", expect=404, **sent)


def test_what_is_kept_of_one_persons_filter_is_not_anothers(letter: Letter, cast: Cast) -> None:
    """The same hats with another clearance, role or delegation, one after the other with warm caches."""

    def seen(me: Me) -> list[UUID]:
        with reading() as session:
            return [one.id for one in session.exec(visible_to(me))]

    wang = cast.wang
    lower = Me(Person(**wang.person.model_dump() | {"clearance": Level.PUBLIC}), wang.roles)
    keeper = Me(wang.person, frozenset({Role.AUDITOR}))
    for _ in range(3):
        assert (seen(wang), seen(lower), seen(keeper), seen(cast.zhou)) == ([letter.id], [], [], [])
