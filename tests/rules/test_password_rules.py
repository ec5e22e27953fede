"""口令: judged by 等保三级: long enough, not common, not a former one, changed in time, and one's own."""

from datetime import timedelta

import pytest
from sqlmodel import select

from api.new_password import Different, change, set_password
from config.policy import policy
from gateways.clock import now
from gateways.passwords import WeakPassword, is_common
from models import password_history
from models.database import reading, unit_of_work
from models.password_history import PasswordSet
from models.people import Person, find_uid
from tests.page_client import Browser
from tests.personas import Cast
from tests.test_sign_in import PASSWORD
from tests.test_sign_in import stranger as stranger

NEW, GIVEN = "Quiet-Harbour-7", "Given-on-Paper-5"


@pytest.fixture
def lin(cast: Cast) -> Person:
    person = cast.lin.person
    set_password(person, PASSWORD, by=None, given=False, why="test")
    return person


def why(person: Person, days: int = 0) -> str:
    with reading() as session:
        owner = session.get_one(Person, person.id)
        return password_history.why_change(session, owner, at=now() + timedelta(days=days))


@pytest.mark.parametrize(
    "common",
    [
        "1234567890",
        "Password2026!",
        "P@ssw0rd-2026",
        "aaaaaaaaaaaaa",
        "医院2026！！！！！！",
        "qwertyuiop",
        "thunderbird",
        "kristina-1987",
    ],
)
def test_what_everybody_chooses_is_refused(lin: Person, common: str) -> None:
    with pytest.raises(WeakPassword, match="很多人用过") as refused:
        change(lin, common, common)
    assert common not in str(refused.value)


def test_the_ten_thousand_that_are_chosen_most_are_refused() -> None:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    chosen = FREQUENCY_LISTS["passwords"][:10_000]
    assert len(set(chosen)) == 10_000
    assert [one for one in chosen if not is_common(one)] == []


def test_two_that_differ_are_refused(lin: Person) -> None:
    with pytest.raises(Different):
        change(lin, NEW, NEW + "x")


def test_none_of_the_last_ones_comes_back(lin: Person) -> None:
    kept = policy().sign_in.passwords_kept
    former = [PASSWORD, *(f"{NEW}-{n}" for n in range(kept))]
    for one in former[1:]:
        change(lin, one, one)
    for one in former[1:]:
        with pytest.raises(WeakPassword, match="最近用过"):
            change(lin, one, one)
    change(lin, former[0], former[0])
    with reading() as session:
        rows = len(session.exec(select(PasswordSet)).all())
    assert rows == kept, "older ones are not even kept as hashes"


def test_a_password_ages_by_policy(lin: Person) -> None:
    days = policy().sign_in.password_days
    assert why(lin, days - 1) == ""
    assert f"用满{days}天" in why(lin, days)


def test_what_an_administrator_chose_is_changed_before_anything_opens(stranger: Browser) -> None:
    with reading() as session:
        person = find_uid(session, "lin")
    assert person
    set_password(person, GIVEN, by=None, given=True, why="test")
    assert stranger.posts("/sign-in", uid="lin", password=GIVEN, next="/documents") == (
        "/sign-in/password?next=/documents"
    )
    assert stranger.client.get("/").headers["location"] == "/sign-in", "half way opens nothing"
    form = stranger.opens("/sign-in/password?next=/documents")
    assert "系统管理员设定" in form
    csrf = form.partition('name="csrf" value="')[2].partition('"')[0]
    again = {"csrf": csrf, "next": "/documents"}
    assert "最近用过" in stranger.posts("/sign-in/password", expect=422, password=GIVEN, again=GIVEN, **again)
    stranger.posts("/sign-in/password", expect=403, password=NEW, again=NEW, csrf="x")
    assert stranger.posts("/sign-in/password", password=NEW, again=NEW, **again) == "/documents"
    stranger.opens("/documents")
    assert stranger.posts("/sign-in", uid="lin", password=NEW) == "/"


def test_half_a_sign_in_lasts_minutes_and_is_bound_to_its_browser(stranger: Browser) -> None:
    assert stranger.client.get("/sign-in/password").headers["location"] == "/sign-in"
    assert "没有在规定时间内" in stranger.posts("/sign-in/password", expect=409, password=NEW, again=NEW)


def test_a_program_is_told_to_use_a_page(stranger: Browser) -> None:
    with reading() as session:
        person = find_uid(session, "lin")
    assert person
    set_password(person, GIVEN, by=None, given=True, why="test")
    said = stranger.calls("POST", "/session", expect=403, data={"uid": "lin", "password": GIVEN})
    assert said["code"] == "PageWanted"


def test_a_password_of_unknown_age_begins_to_age_at_the_next_sign_in(stranger: Browser) -> None:
    with unit_of_work() as session:
        assert len(session.exec(select(PasswordSet)).all()) == 0
    stranger.posts("/sign-in", uid="lin", password=PASSWORD)
    with reading() as session:
        assert len(session.exec(select(PasswordSet)).all()) == 1
