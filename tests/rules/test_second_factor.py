"""第二因素: registered on one's own page, asked for at sign-in, good once, and replaceable by a code on paper."""

import re
from datetime import timedelta
from html import unescape

import pyotp
import pytest
from sqlmodel import select

from api import cookies
from config.policy import policy
from gateways.clock import now
from models import attempts, authenticators, factors, recovery_codes, rotation
from models.attempts import Locked
from models.audit import Event
from models.audit_words import Act
from models.authenticators import Authenticator
from models.database import reading, unit_of_work
from models.recovery_codes import RecoveryCode
from tests.page_client import Browser
from tests.personas import Cast
from tests.stepping_up import STEP, Phone, has_phone, proved, word_in
from tests.test_a_secretarys_day import People
from tests.test_sign_in import PASSWORD
from tests.test_sign_in import stranger as stranger


def acts() -> list[Act]:
    with reading() as session:
        return list(session.exec(select(Event.act).order_by(Event.line)))


def test_a_phone_is_registered_on_ones_own_page(browser: People, cast: Cast) -> None:
    lin = browser("lin")
    old = lin.client.cookies[cookies.COOKIE]
    place = lin.posts("/account/factors", name="我的手机")
    shown = lin.opens(place)
    phone = Phone(re.search(r'class="number spelt">([A-Z2-7 ]+)<', shown)[1].replace(" ", ""))
    picture = lin.client.get(f"{place}/picture.svg")
    assert picture.headers["content-type"] == "image/svg+xml; charset=utf-8"
    assert picture.headers["cache-control"] == "no-store"
    assert "style=" not in picture.text
    with reading() as session:
        assert not factors.has(session, cast.id("lin")), "it counts when its first code came"
    lin.posts(place, expect=422, code="000000")
    codes = lin.client.post(place, data={"csrf": lin.csrf, "code": phone.shows()})
    assert codes.status_code == 200
    assert len(re.findall(r"<li>[A-Z2-7-]{39}</li>", codes.text)) == 10
    assert lin.client.cookies[cookies.COOKIE] != old
    assert lin.client.get(place).status_code == 409, "neither the picture nor the codes are shown again"
    assert lin.client.get(f"{place}/picture.svg").status_code == 409
    assert Act.FACTOR_ADDED in acts()


def test_another_persons_phone_is_not_found(browser: People) -> None:
    place = browser("lin").posts("/account/factors", name="手机")
    xu = browser("xu")
    assert xu.client.get(place).status_code == 404
    assert xu.client.get(f"{place}/picture.svg").status_code == 404
    xu.posts(f"{place}/removal", expect=404)


def test_the_secret_is_sealed_for_its_owner(cast: Cast) -> None:
    phone = has_phone(cast, "lin")
    with unit_of_work() as session:
        one = session.exec(select(Authenticator)).one()
        assert phone.secret.encode() not in one.sealed
        one.person_id = cast.id("xu")
        from models.suites import Broken

        with pytest.raises(Broken):
            authenticators.secret_of(one)
        one.person_id = cast.id("lin")
    rotation.begin(at=now())
    assert rotation.finish(at=now()).rewrapped == 1
    with unit_of_work() as session:
        one = session.exec(select(Authenticator)).one()
        assert one.master_version == 2
        assert authenticators.secret_of(one) == phone.secret


def test_it_is_asked_for_at_sign_in(stranger: Browser, cast: Cast) -> None:
    phone = has_phone(cast, "lin")
    assert stranger.posts("/sign-in", uid="lin", password=PASSWORD, next="/documents") == (
        "/sign-in/code?next=/documents"
    )
    assert stranger.client.get("/").status_code == 303, "half way opens nothing"
    assert stranger.client.get("/sign-in/password").headers["location"] == "/sign-in"
    form = {"csrf": word_in(stranger.opens("/sign-in/code?next=/documents")), "next": "/documents"}
    assert "验证码不对" in stranger.posts("/sign-in/code", expect=401, code="123", **form)
    stranger.posts("/sign-in/code", expect=403, code=phone.shows(), csrf="x")
    half = stranger.client.cookies[cookies.HALF_WAY]
    assert stranger.posts("/sign-in/code", code=phone.shows(), **form) == "/documents"
    stranger.opens("/documents")
    stranger.client.cookies.clear()
    stranger.client.cookies.set(cookies.HALF_WAY, half)
    assert "没有在规定时间内" in stranger.posts("/sign-in/code", expect=409, code=phone.shows(), **form)


def test_half_a_sign_in_opens_nothing_in_another_browser(stranger: Browser, app: object, cast: Cast) -> None:
    phone = has_phone(cast, "lin")
    stranger.posts("/sign-in", uid="lin", password=PASSWORD)
    csrf = word_in(stranger.opens("/sign-in/code"))
    Browser(app, cast).posts("/sign-in/code", expect=409, code=phone.shows(), csrf=csrf)


def test_half_a_sign_in_lasts_minutes(stranger: Browser, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    has_phone(cast, "lin")
    stranger.posts("/sign-in", uid="lin", password=PASSWORD)
    stranger.opens("/sign-in/code")
    later = now() + timedelta(minutes=policy().sign_in.half_way_minutes, seconds=1)
    monkeypatch.setattr("api.entrance.now", lambda: later)
    assert stranger.client.get("/sign-in/code").headers["location"] == "/sign-in"


def test_a_program_sends_the_code_with_the_password(stranger: Browser, cast: Cast) -> None:
    phone = has_phone(cast, "lin")
    said = {"uid": "lin", "password": PASSWORD}
    assert stranger.calls("POST", "/session", expect=401, data=said)["code"] == "CodeWanted"
    assert stranger.calls("POST", "/session", expect=403, data=said | {"code": "1"})["code"] == "WrongCode"
    stranger.calls("POST", "/session", expect=201, data=said | {"code": phone.shows()})
    assert stranger.calls("GET", "/tasks") == []


def test_a_code_is_good_once_and_one_step_early_or_late(cast: Cast) -> None:
    phone, at, lin = has_phone(cast, "lin"), now(), cast.id("lin")
    accepted = []
    for minute in (0, 0, -1, -2, 2, 1, 1, 0):
        with unit_of_work() as session:
            accepted.append(factors.accepts(session, lin, phone.shows(at + minute * STEP), at=at))
    assert accepted == [True, False, False, False, False, True, False, False]


@pytest.mark.parametrize(
    "typed", ["", " ", "１２３４５６", "12345", "1234567", "abcdef", "\u0661" * 6, "0" * 500]
)
def test_nothing_else_is_a_code(cast: Cast, typed: str) -> None:
    has_phone(cast, "lin")
    with unit_of_work() as session:
        assert not factors.accepts(session, cast.id("lin"), typed, at=now())


def test_a_code_may_be_typed_with_spaces(cast: Cast) -> None:
    phone = has_phone(cast, "lin")
    shown = phone.shows()
    with unit_of_work() as session:
        assert factors.accepts(session, cast.id("lin"), f" {shown[:3]} {shown[3:]} ", at=now())


def test_a_recovery_code_is_good_once_for_its_owner(cast: Cast) -> None:
    lin, xu = cast.id("lin"), cast.id("xu")
    with unit_of_work() as session:
        codes = recovery_codes.make(session, lin, at=now())
    assert len(set(codes)) == 10
    with unit_of_work() as session:
        assert not factors.accepts(session, xu, codes[0], at=now())
        assert factors.accepts(session, lin, codes[0].lower().replace("-", " "), at=now())
        assert not factors.accepts(session, lin, codes[0], at=now())
        assert recovery_codes.left(session, lin) == 9
        kept = " ".join(one.digest for one in session.exec(select(RecoveryCode)))
        assert not any(code.replace("-", "") in kept for code in codes)
        recovery_codes.make(session, lin, at=now())
        assert not factors.accepts(session, lin, codes[1], at=now()), "the former ones are void"


def test_codes_are_counted_apart_from_passwords(stranger: Browser, cast: Cast) -> None:
    """Whoever knows the password cannot reset the count of codes by typing it again."""
    phone, most = has_phone(cast, "lin"), policy().sign_in.failures
    for _ in range(most):
        stranger.posts("/sign-in", uid="lin", password=PASSWORD)
        csrf = word_in(stranger.opens("/sign-in/code"))
        stranger.posts("/sign-in/code", expect=401, code="000000", csrf=csrf)
    stranger.posts("/sign-in", uid="lin", password=PASSWORD)
    csrf = word_in(stranger.opens("/sign-in/code"))
    refused = stranger.posts("/sign-in/code", expect=401, code=phone.shows(), csrf=csrf)
    assert "暂停登录" in refused
    with unit_of_work() as session, pytest.raises(Locked):
        attempts.count_code(session, cast.id("lin"), at=now())


def test_taking_the_last_phone_away_takes_the_codes_too(browser: People, cast: Cast) -> None:
    has_phone(cast, "lin")
    lin = browser("lin")
    with unit_of_work() as session:
        one = session.exec(select(Authenticator)).one()
        recovery_codes.make(session, cast.id("lin"), at=now())
    proved(lin, password=0, factor=None)
    assert "再次确认身份" in lin.posts(f"/account/factors/{one.id}/removal", expect=403)
    proved(lin, factor=0)
    assert lin.posts(f"/account/factors/{one.id}/removal") == "/account?done=factor-removed"
    with reading() as session:
        assert not factors.has(session, cast.id("lin"))
        assert session.exec(select(RecoveryCode)).all() == []


def test_new_codes_want_the_factor(browser: People, cast: Cast) -> None:
    lin = browser("lin")
    lin.posts("/account/recovery-codes", expect=409)
    has_phone(cast, "lin")
    lin.posts("/account/recovery-codes", expect=403)
    proved(lin, factor=0)
    answer = lin.client.post("/account/recovery-codes", data={"csrf": lin.csrf})
    assert len(re.findall(r"<li>[A-Z2-7-]{39}</li>", answer.text)) == 10


def test_who_must_have_one_comes_to_nothing_else(browser: People, monkeypatch: pytest.MonkeyPatch) -> None:
    from config import policy as rules

    strict = rules.policy().step_up.model_copy(update={"factor_for": ("secretary",)})
    changed = rules.policy().model_copy(update={"step_up": strict})
    monkeypatch.setattr("models.factors.policy", lambda: changed)
    lin = browser("lin")
    assert lin.client.get("/").headers["location"] == "/account?done=factor-owed"
    assert lin.calls("GET", "/tasks", expect=403)["code"] == "FactorOwed"
    lin.opens("/account")
    place = lin.posts("/account/factors", name="手机")
    secret = re.search(r'spelt">([A-Z2-7 ]+)<', unescape(lin.opens(place)))[1].replace(" ", "")
    lin.client.post(place, data={"csrf": lin.csrf, "code": pyotp.TOTP(secret).now()})
    lin.opens("/")
    browser("wang").opens("/")
