"""记住的设备: it shortens sign-in by the second factor and nothing else, for its person, until its day or any change."""

from datetime import timedelta

import pytest
from sqlmodel import select

from api import cookies
from config.policy import policy
from gateways import directory
from gateways.clock import now
from models import devices
from models.authenticators import Authenticator
from models.database import reading, unit_of_work
from models.devices import Device
from models.people import Person, Role, grant
from tests.page_client import Browser
from tests.personas import Cast
from tests.stepping_up import has_phone, word_in
from tests.test_sign_in import PASSWORD
from tests.test_sign_in import stranger as stranger

TERM = timedelta(days=policy().sign_in.remember_days)


@pytest.fixture
def known(stranger: Browser, cast: Cast) -> Browser:
    """林晓梅 signed in here with her code, had the device remembered, and is not signed in any more."""
    phone = has_phone(cast, "lin")
    aim = stranger.posts("/sign-in", uid="lin", password=PASSWORD, remember="yes")
    assert aim == "/sign-in/code?remember=yes"
    page = stranger.opens(aim)
    assert 'name="remember" value="yes" checked' in page
    stranger.posts("/sign-in/code", code=phone.shows(), csrf=word_in(page), remember="yes")
    del stranger.client.cookies[cookies.COOKIE]
    return stranger


def asks_for_code(browser: Browser, uid: str = "lin") -> bool:
    return "/sign-in/code" in browser.posts("/sign-in", uid=uid, password=PASSWORD)


def the_device() -> Device:
    with reading() as session:
        return session.exec(select(Device)).one()


def test_it_knows_the_name_and_asks_for_no_code(known: Browser) -> None:
    assert 'value="lin"' in known.opens("/sign-in")
    assert not asks_for_code(known)
    known.opens("/documents")
    assert "记住的设备" in known.opens("/account")


def test_the_password_is_still_asked_for(known: Browser) -> None:
    known.posts("/sign-in", expect=401, uid="lin", password="not-the-password")


def test_it_is_no_second_factor_for_what_wants_one_anew(known: Browser, cast: Cast) -> None:
    known.posts("/sign-in", uid="lin", password=PASSWORD)
    known.csrf = word_in(known.opens("/account"))
    with reading() as session:
        one = session.exec(select(Authenticator)).one()
    known.posts(f"/account/factors/{one.id}/removal", expect=403)


def test_it_answers_for_nobody_else(known: Browser, cast: Cast) -> None:
    has_phone(cast, "xu")
    with unit_of_work() as session:
        directory.set_password(session.get_one(Person, cast.id("xu")), PASSWORD)
    assert asks_for_code(known, "xu")


def test_its_term_ends(known: Browser, cast: Cast) -> None:
    secret = known.client.cookies[cookies.DEVICE]
    with reading() as session:
        for at, spared in ((now() + TERM - timedelta(minutes=1), True), (now() + TERM, False)):
            assert devices.spares_factor(session, cast.lin.person, secret, at=at) is spared


@pytest.mark.parametrize("change", ["password", "role", "factor", "closed", "revoked"])
def test_any_change_ends_it(known: Browser, cast: Cast, change: str) -> None:
    secret = known.client.cookies[cookies.DEVICE]
    with unit_of_work() as session:
        lin = session.get_one(Person, cast.id("lin"))
        match change:
            case "password":
                directory.set_password(lin, "Another-2026-Word!")
            case "role":
                grant(session, lin, Role.ARCHIVIST)
            case "factor":
                session.exec(select(Authenticator)).one().proven_at = now() + timedelta(minutes=1)
            case "closed":
                lin.active = False
            case "revoked":
                devices.end_one(session, lin.id, the_device().handle)
    with reading() as session:
        lin = session.get_one(Person, cast.id("lin"))
        assert not devices.spares_factor(session, lin, secret, at=now())


def test_it_is_revoked_on_ones_own_page_by_its_owner_alone(known: Browser, app: object, cast: Cast) -> None:
    handle = the_device().handle
    Browser(app, cast, "xu").posts(f"/account/devices/{handle}/end")
    assert the_device().handle == handle
    Browser(app, cast, "lin").posts(f"/account/devices/{handle}/end")
    assert asks_for_code(known)
    assert 'value="lin"' not in known.opens("/sign-in")


def test_a_row_that_was_written_past_the_product_opens_nothing(known: Browser, cast: Cast) -> None:
    secret = known.client.cookies[cookies.DEVICE]
    with unit_of_work() as session:
        session.get_one(Device, the_device().digest).since = now()
    with reading() as session:
        assert not devices.spares_factor(session, cast.lin.person, secret, at=now())
    assert asks_for_code(known)


def test_only_who_asked_for_it_is_remembered(stranger: Browser, cast: Cast) -> None:
    stranger.posts("/sign-in", uid="lin", password=PASSWORD)
    assert cookies.DEVICE not in stranger.client.cookies
