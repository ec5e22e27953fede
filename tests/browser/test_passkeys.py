"""通行密钥 in Chromium, with an authenticator of the browser's own making: registered, used at sign-in, used to confirm."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlmodel import select

from gateways import directory
from models import migrate
from models.database import reading, unit_of_work
from models.passkeys import Passkey
from models.people import Person
from tests.browser.conftest import PASSWORD, PATIENCE_MS
from tests.browser.moves import DESK, IN_CHROMIUM
from tests.personas import Cast, move_in
from tests.running import House, running

pytestmark = IN_CHROMIUM

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": False,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def house(data_dir: Path, no_tables: str) -> Iterator[House]:
    """Browsers want a name: an address has no passkeys."""
    migrate.upgrade()
    with unit_of_work() as session:
        move_in(session)
        session.flush()
        for person in session.exec(select(Person)):
            directory.set_password(person, PASSWORD)
    with running(data_dir, "localhost") as house:
        yield house


@pytest.fixture
def page(house: House, chromium: Browser) -> Page:
    context = chromium.new_context(viewport=DESK, locale="zh-CN", base_url=house.url)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    return page


def device(page: Page) -> Any:
    """A key that says yes by itself."""
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    line.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return line


def signs_in(page: Page) -> None:
    page.goto("/sign-in")
    page.fill("[name=uid]", "lin")
    page.fill("[name=password]", PASSWORD)
    page.locator(".act-bar .btn-primary").click()


def test_a_passkey_is_registered_used_to_sign_in_and_to_confirm(page: Page, house: House) -> None:
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    device(page)
    signs_in(page)
    page.goto("/account")
    page.get_by_role("link", name="登记通行密钥").click()
    page.get_by_role("button", name="登记通行密钥").click()
    expect(page.locator("h1")).to_have_text("验证器已登记")
    assert page.locator(".codes li").count() == 10
    page.get_by_role("button", name="退出").click()

    signs_in(page)
    expect(page.locator("h1")).to_have_text("输入验证码")
    page.get_by_role("button", name="用通行密钥登录").click()
    expect(page.locator("h1")).to_contain_text("待办")

    page.goto("/confirm?next=/account")
    page.get_by_role("button", name="用通行密钥确认").click()
    expect(page.locator("h1")).to_have_text("我的账号")
    with reading() as session:
        key = session.exec(select(Passkey)).one()
    assert key.uses == 3, "made, and used twice"
    assert refused == []


def test_what_a_passkey_signed_once_is_worth_nothing_again(page: Page, house: House, cast: Cast) -> None:
    device(page)
    signs_in(page)
    page.goto("/account/passkeys/new")
    page.get_by_role("button", name="登记通行密钥").click()
    expect(page.locator("h1")).to_have_text("验证器已登记")
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.post_data or "") if one.url.endswith("/confirm") else None)
    page.goto("/confirm?next=/account")
    page.get_by_role("button", name="用通行密钥确认").click()
    expect(page.locator("h1")).to_have_text("我的账号")
    signed = next(one for one in sent if "credential=" in one)
    again = page.request.post(
        "/confirm", data=signed, headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert again.status == 422, "the session has another secret, and so another challenge"
