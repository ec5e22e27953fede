"""W7: the address that tries are counted for comes from the connection, or from a proxy that the settings trust."""

from collections.abc import Iterator

import pytest
from fastapi import Request

from api.address import address_of, device_of
from config import settings
from config.policy import policy
from gateways.clock import now
from models import attempts
from models.attempts import Locked
from models.database import unit_of_work
from models.people import Me
from tests.page_client import Browser
from tests.personas import Cast
from tests.test_sign_in import PASSWORD
from tests.test_sign_in import stranger as stranger

FORGED = [
    "9.9.9.9",
    "9.9.9.9, 8.8.8.8",
    "127.0.0.1",
    "unknown",
    "",
    "9.9.9.9:80",
    "[::1]",
    "' OR 1=1 --",
    "x" * 5000,
    "10.0.0.5\t",
]
NAMES = ["x-forwarded-for", "forwarded", "x-real-ip"]


def request(peer: str, *headers: tuple[str, str]) -> Request:
    raw = [(name.encode(), value.encode()) for name, value in headers]
    return Request({"type": "http", "client": (peer, 1), "headers": raw})


@pytest.fixture
def proxies(data_dir: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("JIYAO_TRUSTED_PROXIES", "10.0.0.1, 10.9.0.0/24")
    settings.settings.cache_clear()
    yield
    settings.settings.cache_clear()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", FORGED, ids=ascii)
def test_nobody_chooses_the_address_he_is_counted_for(data_dir: object, name: str, value: str) -> None:
    assert address_of(request("10.0.0.5", (name, value))) == "10.0.0.5"


def test_a_trusted_proxy_says_for_whom_it_asks(proxies: None) -> None:
    assert address_of(request("10.0.0.1", ("x-forwarded-for", "10.3.3.3"))) == "10.3.3.3"
    chain = ("x-forwarded-for", "9.9.9.9, 10.3.3.3, 10.9.0.7")
    assert address_of(request("10.0.0.1", chain)) == "10.3.3.3", "what stands left of it anybody may write"
    assert address_of(request("10.0.0.1")) == "10.0.0.1"
    assert address_of(request("10.0.0.1", ("x-forwarded-for", "nonsense"))) == "10.0.0.1"
    assert address_of(request("10.3.3.3", ("x-forwarded-for", "9.9.9.9"))) == "10.3.3.3"
    two = (("x-forwarded-for", "9.9.9.9"), ("x-forwarded-for", "10.3.3.3"))
    assert address_of(request("10.0.0.1", *two)) == "10.3.3.3"


def test_one_address_may_not_try_one_name_after_the_other(stranger: Browser) -> None:
    most = policy().sign_in.address_failures
    with unit_of_work() as session:
        for _ in range(most):
            attempts.count_address(session, "testclient", at=now())
    forged = {"x-forwarded-for": "9.9.9.9"}
    answer = stranger.client.post("/sign-in", data={"uid": "lin", "password": PASSWORD}, headers=forged)
    assert answer.status_code == 401
    assert "暂停登录" in answer.text


def test_what_an_address_is_allowed_comes_back_little_by_little(cast: Cast) -> None:
    most, at = policy().sign_in.address_failures, now()
    with unit_of_work() as session:
        for _ in range(most):
            attempts.count_address(session, "10.1.1.1", at=at)
        with pytest.raises(Locked) as locked:
            attempts.count_address(session, "10.1.1.1", at=at)
        attempts.count_address(session, "10.1.1.1", at=locked.value.until)
        with pytest.raises(Locked):
            attempts.count_address(session, "10.1.1.1", at=locked.value.until)
        attempts.count_address(session, "10.2.2.2", at=at)


def test_right_passwords_do_not_count_against_an_address(stranger: Browser) -> None:
    for _ in range(policy().sign_in.address_failures + 1):
        with unit_of_work() as session:
            attempts.count_address(session, "10.1.1.1", at=now())
            attempts.give_back(session, "10.1.1.1", at=now())


def test_a_device_is_told_in_words(cast: Cast) -> None:
    chrome = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/120.0 Safari/537.36"
    assert device_of(chrome) == "Chrome · Windows 电脑"
    assert device_of("curl/8.0") == "其他程序"
    assert len(device_of(chrome * 50)) <= 60
    assert isinstance(cast.lin, Me)
