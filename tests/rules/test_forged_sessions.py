"""A1: whoever owns the database and has no key lets nobody in, and gets in as nobody else."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import select

from api import cookies
from gateways.clock import now
from models import half_way, own_rows, signins
from models.audit import Event
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.half_way import HalfWay
from models.made_here import NotOurs
from models.signins import SignIn
from tests.page_client import Browser
from tests.personas import Cast
from tests.test_a_secretarys_day import People
from tests.test_sign_in import PASSWORD
from tests.test_sign_in import stranger as stranger

CHOSEN = "a secret that the forger chose"


def sql(said: str, **values: Any) -> None:
    """As the owner of the database does it."""
    with unit_of_work() as session:
        assert session.connection().execute(text(said), values).rowcount


def journal(act: Act) -> list[Event]:
    with reading() as session:
        return list(session.exec(select(Event).where(Event.act == act).order_by(Event.line)))


def comes_with(browser: Browser, secret: str, url: str = "/") -> int:
    browser.client.cookies.clear()
    browser.client.cookies.set(cookies.COOKIE, secret, domain="testserver.local")
    return browser.client.get(url).status_code


def copied() -> None:
    """Somebody's row once more, under another secret."""
    columns = [one.name for one in SignIn.__table__.columns if one.name != "digest"]  # type: ignore[attr-defined]
    rest = ", ".join(columns)
    made = f"INSERT INTO sign_in (digest, {rest}) SELECT :digest, {rest} FROM sign_in"
    sql(made, digest=signins.digest(CHOSEN))


def taken_over() -> None:
    sql("UPDATE sign_in SET digest = :digest", digest=signins.digest(CHOSEN))


def without_a_code() -> None:
    copied()
    sql("UPDATE sign_in SET mac = '' WHERE digest = :digest", digest=signins.digest(CHOSEN))


@pytest.mark.parametrize("forge", [copied, taken_over, without_a_code])
def test_a_session_that_was_written_past_the_product_opens_nothing(
    browser: People, stranger: Browser, forge: Callable[[], None]
) -> None:
    browser("lin")
    forge()
    assert comes_with(stranger, CHOSEN) == 303, "to the sign-in"
    (line,) = journal(Act.TURNED_AWAY)
    assert (line.ok, line.about, line.by) == (False, "GET /", None)
    assert comes_with(stranger, CHOSEN) == 303
    assert len(journal(Act.TURNED_AWAY)) == 1, "the row is gone"


@pytest.mark.parametrize(
    "change",
    [
        "person_id = (SELECT id FROM person WHERE uid = 'wang')",
        "factor_at = begun_at",
        "password_at = '2099-01-01 00:00:00.000000'",
        "begun_at = '2099-01-01 00:00:00.000000'",
        "csrf = 'known'",
        "roles = roles || ' office-head'",
    ],
)
def test_ones_own_session_becomes_no_other(browser: People, cast: Cast, change: str) -> None:
    lin = browser("lin")
    sql(f"UPDATE sign_in SET {change}")
    assert lin.client.get("/").status_code == 303
    assert len(journal(Act.TURNED_AWAY)) == 1


def test_what_a_session_proves_is_not_taken_over_by_a_confirmation(browser: People) -> None:
    secret = browser("lin").client.cookies[cookies.COOKIE]
    sql("UPDATE sign_in SET factor_at = begun_at")
    with pytest.raises(NotOurs), unit_of_work() as session:
        signins.confirm(session, secret, at=now(), factor=False)


def test_being_there_stretches_nothing_but_the_idle_minutes(browser: People) -> None:
    lin = browser("lin")
    with unit_of_work() as session:
        signins.renew(session, lin.client.cookies[cookies.COOKIE], at=now())
    assert lin.client.get("/").status_code == 200


def test_half_a_sign_in_cannot_be_made_whole(cast: Cast) -> None:
    with unit_of_work() as session:
        secret = half_way.begin(session, cast.lin.person, at=now(), coded=False, vouched=False)
    sql("UPDATE half_way SET coded = true, vouched = true")
    with pytest.raises(NotOurs), reading() as session:
        half_way.find(session, secret, half_way.Owed.CODE, at=now())
    with reading() as session:
        assert session.exec(select(HalfWay)).one().mac


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE person SET clearance = 'public' WHERE uid = 'lin'",
        "UPDATE person SET office_code = (SELECT min(code) FROM office WHERE code <> person.office_code)"
        " WHERE uid = 'lin'",
        "INSERT INTO role_grant (person_id, role) SELECT id, 'office-head' FROM person WHERE uid = 'lin'",
        "DELETE FROM role_grant WHERE person_id = (SELECT id FROM person WHERE uid = 'lin')",
    ],
)
def test_rights_that_were_written_past_the_product_let_nobody_in(stranger: Browser, change: str) -> None:
    stranger.posts("/sign-in", uid="lin", password=PASSWORD)
    sql(change)
    assert stranger.client.get("/").status_code == 303, "the session of before is over"
    page = stranger.posts("/sign-in", 401, uid="lin", password=PASSWORD)
    assert "与校验码不符，不能登录" in page
    assert [one.about for one in journal(Act.SIGN_IN_REFUSED)] == ["lin"]


def test_the_hash_of_another_password_lets_nobody_in(stranger: Browser) -> None:
    sql("UPDATE person SET password = (SELECT password FROM person WHERE uid = 'lin') WHERE uid = 'wang'")
    assert "不能登录" in stranger.posts("/sign-in", 401, uid="wang", password=PASSWORD)


def test_a_passkey_that_was_written_past_the_product_lets_nobody_in(cast: Cast) -> None:
    sql(
        "INSERT INTO passkey (id, person_id, name, credential, public_key, uses, added_at) VALUES"
        " (:id, :person, 'x', 'x', 'x', 0, '2026-01-01 00:00:00.000000')",
        id=uuid4().hex,
        person=cast.lin.id.hex,
    )
    with pytest.raises(own_rows.Altered), reading() as session:
        own_rows.must_stand(session, cast.lin.id)
    with reading() as session:
        own_rows.must_stand(session, cast.wang.id)
