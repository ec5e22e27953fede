"""统一登录: the provider is believed where its word is signed, for us, fresh, and an answer to this very browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import select

from api import cookies
from config import settings
from gateways import oidc
from gateways.clock import now
from models import identities
from models.audit import Event
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.identities import Identity
from models.people import find_uid
from models.signins import SignIn
from tests.page_client import Browser
from tests.personas import Cast
from tests.provider import CLIENT, SECRET, Provider, provider
from tests.stepping_up import has_phone


@pytest.fixture
def idp(data_dir: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    with provider() as here:
        monkeypatch.setenv("JIYAO_OIDC_ISSUER", here.issuer)
        monkeypatch.setenv("JIYAO_OIDC_CLIENT_ID", CLIENT)
        monkeypatch.setenv("JIYAO_OIDC_CLIENT_SECRET", SECRET)
        settings.settings.cache_clear()
        oidc.forget()
        yield here
        oidc.forget()
        settings.settings.cache_clear()


@pytest.fixture
def stranger(idp: Provider, app: Any, cast: Cast) -> Browser:
    return Browser(app, cast)


def goes(browser: Browser, next: str = "/documents") -> str:
    """To the provider: the address that the browser is sent to."""
    answer = browser.client.get(f"/oidc/start?next={next}")
    assert answer.status_code == 303
    return str(answer.headers["location"])


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_begins_no_sign_in(stranger: Browser, site: str) -> None:
    answer = stranger.client.get("/oidc/start", headers={"sec-fetch-site": site})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in")
    assert (
        stranger.client.get("/oidc/start", headers={"sec-fetch-site": "none"}).headers["location"]
        != "/sign-in"
    )


def returns(browser: Browser, brought: dict[str, str]) -> Any:
    return browser.client.get("/oidc/callback", params=brought)


def sessions() -> int:
    with reading() as session:
        return len(session.exec(select(SignIn)).all())


@pytest.mark.parametrize("algorithm", ["RS256", "PS256", "ES256"])
def test_whom_the_provider_knows_is_let_in(stranger: Browser, idp: Provider, algorithm: str) -> None:
    idp.algorithm = algorithm
    assert "/oidc/start?next=/" in stranger.opens("/sign-in")
    answer = returns(stranger, idp.approves(goes(stranger)))
    assert (answer.status_code, answer.headers["location"]) == (303, "/documents")
    assert "samesite=lax" in answer.headers["set-cookie"].lower()
    stranger.opens("/documents")


def test_what_is_asked_carries_no_secret_and_everything_that_binds_it(
    stranger: Browser, idp: Provider
) -> None:
    place = goes(stranger)
    for part in ("response_type=code", "code_challenge_method=S256", "state=", "nonce=", "scope=openid"):
        assert part in place
    assert SECRET not in place
    assert "%2Foidc%2Fcallback" in place


def test_a_subject_is_bound_for_good(stranger: Browser, idp: Provider, cast: Cast) -> None:
    returns(stranger, idp.approves(goes(stranger), "s-1", "LIN"))
    with reading() as session:
        assert session.exec(select(Identity.person_id)).all() == [cast.id("lin")]
    returns(stranger, idp.approves(goes(stranger), "s-1", "wang"))
    assert "林晓梅" in stranger.opens("/"), "whatever name the provider gives later"
    other = returns(stranger, idp.approves(goes(stranger), "s-2", "lin"))
    assert other.status_code == 401, "another subject under a name that is bound is somebody else"
    with reading() as session:
        assert Act.IDENTITY_BOUND in session.exec(select(Event.act)).all()


def test_who_has_no_account_or_a_closed_one_stays_out(stranger: Browser, idp: Provider) -> None:
    assert "没有您的账号" in returns(stranger, idp.approves(goes(stranger), uid="nobody")).text
    returns(stranger, idp.approves(goes(stranger)))
    with unit_of_work() as session:
        lin = find_uid(session, "lin")
        assert lin
        lin.active = False
    assert returns(stranger, idp.approves(goes(stranger))).status_code == 401
    stranger.opens("/", expect=303)


def test_the_second_factor_is_asked_for_all_the_same(stranger: Browser, idp: Provider, cast: Cast) -> None:
    has_phone(cast, "lin")
    answer = returns(stranger, idp.approves(goes(stranger)))
    assert answer.headers["location"] == "/sign-in/code?next=/documents"
    assert sessions() == 0


AT = int(now().timestamp())
HOSTILE: dict[str, dict[str, Any]] = {
    "wrong nonce": {"claims": {"nonce": "another"}},
    "no nonce": {"claims": {"nonce": None}},
    "wrong audience": {"claims": {"aud": "another"}},
    "no audience": {"claims": {"aud": None}},
    "several audiences and no party": {"claims": {"aud": [CLIENT, "another"]}},
    "another party": {"claims": {"aud": [CLIENT], "azp": "another"}},
    "wrong issuer": {"claims": {"iss": "https://evil.example"}},
    "expired": {"claims": {"exp": AT - 3600}},
    "no expiry": {"claims": {"exp": None}},
    "issued long ago": {"claims": {"iat": AT - 86_400}},
    "issued tomorrow": {"claims": {"iat": AT + 86_400}},
    "no subject": {"claims": {"sub": ""}},
    "no name": {"claims": {"preferred_username": None}},
    "a name that is a list": {"claims": {"preferred_username": ["lin"]}},
    "unsigned": {"sign": "none"},
    "the public key as a shared secret": {"sign": "public-key-as-secret"},
    "a foreign key under a known id": {"sign": "foreign"},
    "an unknown key": {"sign": "unknown-kid"},
    "a broken signature": {"sign": "broken"},
    "an algorithm not on the list": {"algorithm": "RS512"},
}


@pytest.mark.parametrize("habit", HOSTILE)
def test_no_hostile_token_signs_anybody_in(stranger: Browser, idp: Provider, habit: str) -> None:
    for name, value in HOSTILE[habit].items():
        setattr(idp, name, value)
    answer = returns(stranger, idp.approves(goes(stranger)))
    assert answer.status_code == 401
    assert "没有成功" in answer.text
    assert sessions() == 0
    with reading() as session:
        event = session.exec(select(Event)).one()
    assert (event.act, event.ok) == (Act.SIGN_IN_REFUSED, False)


def test_an_answer_is_taken_once_and_from_the_browser_that_asked(
    stranger: Browser, idp: Provider, app: Any, cast: Cast
) -> None:
    brought = idp.approves(goes(stranger))
    kept = dict(idp.asked)
    other = Browser(app, cast)
    assert returns(other, brought).status_code == 401, "a foreign state: nobody is signed in as somebody else"
    assert sessions() == 0
    brought = idp.approves(goes(stranger))
    kept = dict(idp.asked)
    secret = stranger.client.cookies[cookies.PROVIDER]
    assert returns(stranger, brought).status_code == 303
    idp.asked = kept
    stranger.client.cookies.set(cookies.PROVIDER, secret, domain="testserver.local")
    assert returns(stranger, brought).status_code == 401, "a replayed state"
    assert sessions() == 1


@pytest.mark.parametrize(
    "altered", [{"iss": "https://evil.example"}, {"iss": None}, {"state": "x"}, {"state": ""}, {"code": "x"}]
)
def test_an_altered_answer_is_worth_nothing(
    stranger: Browser, idp: Provider, altered: dict[str, str | None]
) -> None:
    brought = idp.approves(goes(stranger)) | altered
    answer = returns(stranger, {name: value for name, value in brought.items() if value is not None})
    assert answer.status_code == 401
    assert sessions() == 0


def test_a_code_of_another_sign_in_is_refused_by_its_challenge(
    stranger: Browser, idp: Provider, app: Any, cast: Cast
) -> None:
    stolen = idp.approves(goes(Browser(app, cast)), "s-9", "zhou")
    mine = idp.approves(goes(stranger))
    assert returns(stranger, mine | {"code": stolen["code"]}).status_code == 401
    assert sessions() == 0


def test_an_answer_that_comes_too_late_is_none(
    stranger: Browser, idp: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    brought = idp.approves(goes(stranger))
    monkeypatch.setattr("api.oidc.now", lambda: now() + identities.LIVES * 2)
    assert returns(stranger, brought).status_code == 401


@pytest.mark.parametrize(
    "published",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": None},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_provider_that_publishes_something_else_is_not_gone_to(
    stranger: Browser, idp: Provider, published: dict[str, Any]
) -> None:
    idp.published = published
    assert stranger.client.get("/oidc/start").status_code == 401


def test_keys_may_change(stranger: Browser, idp: Provider) -> None:
    returns(stranger, idp.approves(goes(stranger)))
    idp.rsa = type(idp).__dataclass_fields__["rsa"].default_factory()
    assert returns(stranger, idp.approves(goes(stranger))).status_code == 303


def test_without_the_setting_there_is_no_such_way_in(app: Any, cast: Cast) -> None:
    browser = Browser(app, cast)
    assert "/oidc/" not in browser.opens("/sign-in")
    assert browser.client.get("/oidc/start").status_code == 404
    assert browser.client.get("/oidc/callback?state=x&code=y").status_code == 404


@pytest.mark.parametrize(
    "issuer", ["http://idp.example", "idp.example", "https://idp.example/?x=1", "ftp://x"]
)
def test_an_issuer_in_clear_stops_the_start(
    data_dir: object, monkeypatch: pytest.MonkeyPatch, issuer: str
) -> None:
    from config.errors import BadConfig

    monkeypatch.setenv("JIYAO_OIDC_ISSUER", issuer)
    monkeypatch.setenv("JIYAO_OIDC_CLIENT_ID", CLIENT)
    monkeypatch.setenv("JIYAO_OIDC_CLIENT_SECRET", SECRET)
    with pytest.raises(BadConfig, match="JIYAO_OIDC_ISSUER"):
        settings.read_settings()
