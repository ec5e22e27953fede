"""W1: a session's secret opens nothing once it was replaced or ended; sessions idle out and do not last for ever."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from api import cookies
from api.new_password import change
from config.policy import policy
from gateways.clock import now
from models import leaving, signins
from models.audit import Event
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.people import Person, Role, find_uid, grant
from models.signins import Place
from tests.page_client import Browser
from tests.personas import Cast
from tests.test_a_secretarys_day import People
from tests.test_sign_in import PASSWORD
from tests.test_sign_in import stranger as stranger


def lin(session: Session) -> Person:
    found = find_uid(session, "lin")
    assert found
    return found


def opens(browser: Browser, secret: str) -> bool:
    """Whether this secret is worth anything, from a browser that has nothing else."""
    browser.client.cookies.clear()
    browser.client.cookies.set(cookies.COOKIE, secret, domain="testserver.local")
    return browser.client.get("/").status_code == 200


def journal() -> list[tuple[Act, bool, str]]:
    with reading() as session:
        return [(one.act, one.ok, one.about) for one in session.exec(select(Event).order_by(Event.line))]


def test_signing_in_again_replaces_the_session_of_the_browser(stranger: Browser) -> None:
    stranger.posts("/sign-in", uid="lin", password=PASSWORD)
    first = stranger.client.cookies[cookies.COOKIE]
    stranger.posts("/sign-in", uid="lin", password=PASSWORD)
    second = stranger.client.cookies[cookies.COOKIE]
    assert first != second
    assert not opens(stranger, first)
    assert opens(stranger, second)


def test_a_secret_that_was_there_before_the_sign_in_is_not_taken_over(stranger: Browser) -> None:
    stranger.client.cookies.set(cookies.COOKIE, "planted", domain="testserver.local")
    stranger.posts("/sign-in", uid="lin", password=PASSWORD)
    assert not opens(stranger, "planted")


def test_confirming_who_one_is_gives_the_session_a_new_secret(browser: People) -> None:
    lin = browser("lin")
    old = lin.client.cookies[cookies.COOKIE]
    with unit_of_work() as session:
        new = signins.confirm(session, old, at=now(), factor=False)
    assert not opens(lin, old)
    assert opens(lin, new)
    assert 'name="csrf" value="' + lin.csrf in lin.client.get("/").text, "open forms stay good"


def test_signing_out_ends_it(browser: People) -> None:
    lin = browser("lin")
    old = lin.client.cookies[cookies.COOKIE]
    lin.posts("/sign-out")
    assert not opens(lin, old)


def test_another_password_ends_it_everywhere(stranger: Browser) -> None:
    stranger.posts("/sign-in", uid="lin", password=PASSWORD)
    old = stranger.client.cookies[cookies.COOKIE]
    with reading() as session:
        person = lin(session)
    change(person, "Another-2026-word", "Another-2026-word")
    assert not opens(stranger, old)


@pytest.mark.parametrize("given", [True, False])
def test_another_role_ends_it(browser: People, given: bool) -> None:
    xu = browser("xu")
    old = xu.client.cookies[cookies.COOKIE]
    assert opens(xu, old)
    with unit_of_work() as session:
        person = find_uid(session, "xu")
        assert person
        held = grant(session, person, Role.ARCHIVIST)
        if not given:
            session.flush()
            session.delete(held)
    assert opens(xu, old) is not given, "the roles held now are those held at sign-in, or not"


def test_closing_the_account_ends_it(browser: People, cast: Cast) -> None:
    li = browser("li")
    old = li.client.cookies[cookies.COOKIE]
    with unit_of_work() as session:
        leaving.close_account(session, session.get_one(Person, cast.id("li")), by=None, at=now())
    assert not opens(li, old)


def test_a_session_idles_out_and_does_not_last_for_ever(cast: Cast) -> None:
    rules, begun = policy().sign_in, now()
    idle, longest = timedelta(minutes=rules.idle_minutes), timedelta(hours=rules.longest_hours)
    with unit_of_work() as session:
        secret = signins.begin(session, cast.lin.person, at=begun)
        assert signins.who(session, secret, at=begun + idle)
        assert signins.who(session, secret, at=begun + idle + timedelta(seconds=1)) is None
        signins.renew(session, secret, at=begun + longest)
        assert signins.who(session, secret, at=begun + longest)
        assert signins.who(session, secret, at=begun + longest + timedelta(seconds=1)) is None


def test_a_session_knows_where_it_was_begun_and_its_owner_may_end_it(cast: Cast) -> None:
    place = Place("10.1.2.3", "Chrome · Windows 电脑")
    with unit_of_work() as session:
        here = signins.begin(session, cast.lin.person, at=now(), place=place)
        there = signins.begin(session, cast.lin.person, at=now())
        other = signins.begin(session, cast.xu.person, at=now())
    with unit_of_work() as session:
        listed = signins.of_person(session, cast.id("lin"), at=now())
        assert {(one.address, one.device) for one in listed} == {("", ""), (place.address, place.device)}
        signins.end_one(session, cast.id("xu"), signins.digest(here)[:16])
        assert signins.who(session, here, at=now()), "another's handle ends nothing"
        signins.end_one(session, cast.id("lin"), signins.digest(there)[:16])
        assert signins.who(session, there, at=now()) is None
        signins.end_all(session, cast.id("lin"), but=here)
        assert signins.who(session, here, at=now())
        assert signins.who(session, other, at=now())


def test_coming_and_going_stands_in_the_journal_and_what_was_typed_does_not(stranger: Browser) -> None:
    stranger.posts("/sign-in", expect=401, uid="lin", password="not it")
    stranger.posts("/sign-in", expect=401, uid="my-secret-typed-into-the-wrong-field", password="x")
    stranger.posts("/sign-in", uid="lin", password=PASSWORD)
    csrf = stranger.opens("/").partition('name="csrf" value="')[2].partition('"')[0]
    stranger.posts("/sign-out", csrf=csrf)
    assert journal() == [
        (Act.SIGN_IN_REFUSED, False, "lin"),
        (Act.SIGN_IN_REFUSED, False, ""),
        (Act.SIGNED_IN, True, "lin"),
        (Act.SIGNED_OUT, True, "lin"),
    ]
    with reading() as session:
        kept = " ".join(f"{one.about}{one.why}{one.by_name}" for one in session.exec(select(Event)))
    assert "secret" not in kept
    assert "not it" not in kept


def test_an_empty_form_is_no_try(stranger: Browser) -> None:
    for sent in ({}, {"uid": "lin"}, {"password": PASSWORD}, {"uid": " ", "password": " "}):
        stranger.posts("/sign-in", expect=401, **sent)
    assert journal() == []


def test_under_https_the_cookie_is_bound_to_the_host(
    stranger: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    from config import settings

    said = {"uid": "lin", "password": PASSWORD}
    plain = stranger.client.post("/sign-in", data=said).headers["set-cookie"].lower()
    assert plain.startswith("jiyao=")
    assert "httponly" in plain
    assert "samesite=lax" in plain
    assert "path=/" in plain
    monkeypatch.setenv("JIYAO_PUBLIC_URL", "https://jiyao.hospital.example")
    settings.settings.cache_clear()
    secured = stranger.client.post("/sign-in", data=said).headers["set-cookie"].lower()
    assert secured.startswith("__host-jiyao=")
    assert "; secure" in secured
    assert "domain" not in secured
