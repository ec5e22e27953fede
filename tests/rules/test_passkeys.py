"""通行密钥 without a browser: where they are offered, how long a challenge lives, and what is no answer."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from api import challenges
from config import settings
from gateways import passkeys as ceremony
from gateways.clock import now
from models import factors, passkeys
from models.database import reading, unit_of_work
from models.errors import NotNow
from tests.page_client import Browser
from tests.personas import Cast
from tests.stepping_up import proved, word_in
from tests.test_a_secretarys_day import People
from tests.test_sign_in import PASSWORD
from tests.test_sign_in import stranger as stranger

NO_ANSWER = ["{}", "null", "[]", "x", '{"id": "AAAA"}', '{"id": 5}', "\ud800", "x" * 100_000]


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, data_dir: object) -> Iterator[Callable[[str], None]]:
    """``at("https://…")``: this is where the product answers."""

    def move(url: str) -> None:
        monkeypatch.setenv("JIYAO_PUBLIC_URL", url)
        settings.settings.cache_clear()

    yield move
    settings.settings.cache_clear()


def has_passkey(cast: Cast, uid: str) -> None:
    with unit_of_work() as session:
        passkeys.add(session, cast.id(uid), "钥匙", uid.encode() * 8, b"no key at all", 0, at=now())


@pytest.mark.parametrize(
    ("url", "offered"),
    [
        ("https://jiyao.hospital.example", True),
        ("https://jiyao", True),
        ("http://localhost:8000", True),
        ("http://jiyao.hospital.example", False),
        ("https://10.1.2.3", False),
        ("https://[::1]:8443", False),
        ("http://127.0.0.1:8000", False),
    ],
)
def test_they_are_offered_where_browsers_have_them(
    at: Callable[[str], None], url: str, offered: bool
) -> None:
    at(url)
    assert ceremony.offered() is offered


def test_where_there_are_none_the_page_is_not_found(browser: People) -> None:
    lin = browser("lin")
    assert "通行密钥" not in lin.opens("/account")
    lin.opens("/account/passkeys/new", expect=404)
    lin.posts("/account/passkeys", expect=404, name="钥匙", credential="{}")


def test_a_challenge_is_of_its_purpose_its_session_and_its_minutes(data_dir: object) -> None:
    then = now()
    window = timedelta(seconds=ceremony.WINDOW_SECONDS)
    made = ceremony.challenge("confirm", "a b", then)
    assert len(made) == 32
    assert made == ceremony.challenge("confirm", "a b", then + window, before=1)
    others = {
        ceremony.challenge("register", "a b", then),
        ceremony.challenge("confirm", "a c", then),
        ceremony.challenge("confirm", "a b", then + window),
        ceremony.challenge("confirm", "a b", then + 2 * window, before=1),
    }
    assert made not in others
    assert len(others) == 3


@pytest.mark.parametrize("answer", NO_ANSWER, ids=lambda one: ascii(one[:20]))
def test_what_is_no_answer_is_wrong_and_no_error(
    stranger: Browser, cast: Cast, at: Callable[[str], None], answer: str
) -> None:
    has_passkey(cast, "lin")
    with unit_of_work() as session:
        assert not challenges.signed(session, cast.id("lin"), answer, "confirm", "a b")
    if "\ud800" in answer:
        return
    stranger.posts("/sign-in", uid="lin", password=PASSWORD)
    csrf = word_in(stranger.opens("/sign-in/code"))
    stranger.posts("/sign-in/code", expect=401, credential=answer, csrf=csrf)


def test_a_passkey_alone_is_a_second_factor(browser: People, cast: Cast, at: Callable[[str], None]) -> None:
    at("http://localhost:8000")
    has_passkey(cast, "lin")
    lin = browser("lin")
    with reading() as session:
        assert factors.has(session, cast.id("lin"))
        assert [one.uid for one in factors.holders(session)] == ["lin"]
    assert "data-passkey" in lin.opens("/confirm")
    assert "钥匙" in lin.opens("/account")
    proved(lin, factor=0)
    lin.posts("/account/passkeys", expect=422, name="新的", credential="{}")
    with reading() as session:
        (one,) = passkeys.of_person(session, cast.id("lin"))
    browser("xu").posts(f"/account/passkeys/{one.id}/removal", expect=404)
    lin.posts(f"/account/passkeys/{one.id}/removal")
    with reading() as session:
        assert not factors.has(session, cast.id("lin"))


def test_one_key_is_registered_once(cast: Cast) -> None:
    has_passkey(cast, "lin")
    with unit_of_work() as session, pytest.raises(NotNow, match="登记过"):
        passkeys.add(session, cast.id("xu"), "钥匙", b"lin" * 8, b"", 0, at=now())
    with unit_of_work() as session:
        for number in range(passkeys.MOST - 1):
            passkeys.add(session, cast.id("lin"), "钥匙", bytes([number]), b"", 0, at=now())
        with pytest.raises(NotNow, match="最多"):
            passkeys.add(session, cast.id("lin"), "钥匙", b"more", b"", 0, at=now())
