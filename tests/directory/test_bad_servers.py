"""D3, D4, D7: a server that lies, sends elsewhere or hangs learns no password and stops nobody."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest
from sqlmodel import select

from gateways.clock import now
from gateways.ldap import breaker
from gateways.ldap.directory import DirectoryDown
from models.attempts import Attempts
from models.database import reading, unit_of_work
from models.people import Person
from tests.directory.certificates import Authority
from tests.directory.conftest import Points
from tests.directory.fake_ldap import Fake
from tests.directory.house import active_directory, enrols, password, signs_in
from tests.directory.slapd import SERVICE_PASSWORD
from tests.page_client import Browser
from tests.personas import Cast
from tests.test_a_secretarys_day import People

LI = password("li")
MOST_SECONDS = 5


def a_stranger(folder: Path) -> Authority:
    return Authority(folder, "somebody-elses-ca")


BAD: dict[str, Callable[[Authority, Path], Fake]] = {
    "refuses StartTLS, operationsError": lambda ca, _: Fake(starttls=1),
    "refuses StartTLS, protocolError": lambda ca, _: Fake(starttls=2),
    "refuses StartTLS, unavailable": lambda ca, _: Fake(starttls=52),
    "self-signed": lambda ca, folder: Fake(tls=a_stranger(folder).issues("self").serving),
    "another host's": lambda ca, _: Fake(tls=ca.issues("other", host="mail.example").serving),
    "expired": lambda ca, _: Fake(tls=ca.issues("old", days=-1).serving),
    "self-signed, LDAPS": lambda ca, f: Fake(tls=a_stranger(f).issues("self").serving, at_once=True),
    "another host's, LDAPS": lambda ca, _: Fake(
        tls=ca.issues("other", host="mail.example").serving, at_once=True
    ),
    "expired, LDAPS": lambda ca, _: Fake(tls=ca.issues("old", days=-1).serving, at_once=True),
}


@pytest.mark.parametrize("how", ["service", "direct"])
@pytest.mark.parametrize("bad", BAD)
def test_a_bad_server_hears_no_password(
    bad: str, how: str, authority: Authority, points: Points, cast: Cast, tmp_path: Path
) -> None:
    """D3."""
    with BAD[bad](authority, tmp_path) as fake:
        fake.entries = active_directory()
        direct = {"bind_pattern": "{uid}@hospital.example"} if how == "direct" else {}
        points(fake.url, schema="active-directory", **direct)
        with pytest.raises(DirectoryDown, match="目录服务暂时不可用"):
            signs_in("li", LI)
        assert fake.lines
        assert fake.binds == []
        for secret in (LI, SERVICE_PASSWORD):
            assert secret.encode() not in fake.heard


def test_a_good_server_hears_it_only_behind_tls(authority: Authority, points: Points, cast: Cast) -> None:
    """The capture itself works: what is said is heard, and none of it in clear."""
    for at_once in (False, True):
        with Fake(active_directory(), authority.issues("good").serving, at_once) as fake:
            points(fake.url, schema="active-directory")
            enrols()
            assert signs_in("li", LI) == "li"
            assert LI.encode() in fake.heard
            assert b"secret" not in fake.in_clear
            assert LI.encode() not in fake.in_clear


def test_a_name_bound_directly_proves_itself(authority: Authority, points: Points, cast: Cast) -> None:
    with Fake(active_directory(), authority.issues("good").serving) as fake:
        points(fake.url, schema="active-directory")
        enrols()
        fake.entries |= {"li@hospital.example": fake.entries["CN=李梅,OU=医务部,DC=hospital,DC=cn"]}
        points(fake.url, schema="active-directory", bind_pattern="{uid}@hospital.example")
        del fake.entries["CN=李梅,OU=医务部,DC=hospital,DC=cn"]
        assert signs_in("li", LI) == "li"
        assert signs_in("li", LI + "x") is None


def test_whoever_is_referred_to_is_told_nothing(authority: Authority, points: Points, cast: Cast) -> None:
    """D4."""
    with (
        Fake(tls=authority.issues("b").serving) as there,
        Fake(active_directory(), authority.issues("a").serving) as here,
    ):
        points(here.url, schema="active-directory")
        enrols()
        here.refers_to = there.url
        with pytest.raises(DirectoryDown):
            signs_in("li", LI)
        assert here.binds
        assert (there.lines, there.binds, there.heard) == (0, [], b"")


# -- D7 -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", ["connect", "bind", "search"])
def test_a_silent_server_lets_nobody_in_and_keeps_nobody_waiting(
    step: str, authority: Authority, points: Points, cast: Cast
) -> None:
    """D7."""
    with Fake(active_directory(), authority.issues("ad").serving, silent_from=step) as fake:
        points(fake.url, schema="active-directory")
        begun = monotonic()
        with pytest.raises(DirectoryDown):
            signs_in("li", LI)
        assert monotonic() - begun < MOST_SECONDS


def test_signed_in_people_go_on_while_somebody_waits(
    authority: Authority, points: Points, browser: People, cast: Cast
) -> None:
    """D7."""
    lin, stranger = browser("lin"), browser(None)
    with Fake(active_directory(), authority.issues("ad").serving, silent_from="connect") as fake:
        points(fake.url, schema="active-directory")
        answers: list[int] = []
        waiting = Thread(target=lambda: answers.append(_tries(stranger)))
        waiting.start()
        while not fake.lines:
            lin.opens("/")
        for _ in range(5):
            lin.opens("/")
        assert waiting.is_alive(), "the pages did not wait for the directory"
        waiting.join()
        assert answers == [401]


def _tries(stranger: Browser) -> int:
    answer = stranger.client.post("/sign-in", data={"uid": "li", "password": LI})
    assert "目录服务暂时不可用" in answer.text
    return answer.status_code


def test_after_three_silences_the_server_is_left_alone_for_a_while(
    authority: Authority, points: Points, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """D7: one asks again after the rest, and when it answers everybody may."""
    with Fake(active_directory(), authority.issues("ad").serving) as fake:
        points(fake.url, schema="active-directory")
        enrols()
        fake.starttls = 52
        for _ in range(breaker.FAILURES):
            with pytest.raises(DirectoryDown):
                signs_in("li", LI)
        asked, fake.starttls = fake.lines, 0
        with pytest.raises(DirectoryDown):
            signs_in("li", LI)
        assert fake.lines == asked
        later = now() + breaker.REST + timedelta(seconds=1)
        monkeypatch.setattr(breaker, "now", lambda: later)
        assert signs_in("li", LI) == "li"


def test_a_try_that_could_not_be_made_is_not_counted(
    authority: Authority, points: Points, cast: Cast
) -> None:
    with Fake(active_directory(), authority.issues("ad").serving) as fake:
        points(fake.url, schema="active-directory")
        enrols()
        assert signs_in("li", LI + "x") is None
        fake.starttls = 52
        for _ in range(breaker.FAILURES + 4):
            with pytest.raises(DirectoryDown):
                signs_in("li", LI)
    with reading() as session:
        assert [(one.name, one.number) for one in session.exec(select(Attempts))] == [("li", 1)]


def test_a_local_account_opens_while_the_directory_is_away(
    authority: Authority, points: Points, cast: Cast
) -> None:
    """Break-glass."""
    from gateways import directory

    with unit_of_work() as session:
        gu = session.get_one(Person, cast.id("gu"))
        directory.set_password(gu, "应急开柜 4-emergency")
        session.add(gu)
    points("ldaps://localhost:1")
    assert signs_in("gu", "应急开柜 4-emergency") == "gu"
    assert signs_in("gu", "wrong wrong wrong 1") is None
