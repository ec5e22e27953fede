"""不相干: what one may not know of changes no byte of what one is shown.  Threats N1, N3; figure G13.

Forty-eight worlds, eight on PostgreSQL; in the long form five hundred on each.  The clock stands still while somebody
looks, because pages print the minute; and of a Word file its parts are compared, because a zip bears the second in
which it was made.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import col, select, update

from gateways import clock
from gateways.clock import now
from models import notices
from models.database import reading, unit_of_work
from models.letters import Letter as Mail
from models.people import Person
from models.signins import SignIn
from models.values import Level
from tests.databases import KINDS
from tests.rights.house import House, furnished, signs_in
from tests.rights.looks import ask, differing, looks
from tests.rights.premises import Premises, premises
from tests.rights.worlds import (
    Hidden,
    goes_on,
    hide,
    lists_of,
    named,
    papers_of,
    removed,
    some_days_pass,
)
from tests.sizes import SOAK, size

WORLDS = {"sqlite": size(24, 500), "postgresql": size(8, 500)}
LANES = 4
USERS = [
    "chen",
    "wang",
    "zhou",
    "zhao",
    "li",
    "feng",
    "qian",
    "bai",
    "he",
    "sun",
    "ma",
    "tang",
    "xu",
    "gu",
    "an",
]
SAID = "隐于人前的专项检查"


@pytest.fixture(scope="module", params=KINDS)
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def house(
    kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[House, Premises]]:
    server = request.getfixturevalue("postgres") if kind == "postgresql" else ""
    with premises(tmp_path_factory.mktemp("worlds"), server) as place:
        yield moved_in(place), place


def moved_in(place: Premises) -> House:
    made = furnished()
    secretary_without_clearance(made)
    for uid in USERS:
        signs_in(made, uid)
    place.keep()
    return made


def stays_signed_in() -> None:
    """However long the worlds before this one took."""
    with unit_of_work() as session:
        session.connection().execute(update(SignIn).values(seen_at=now()))


def secretary_without_clearance(house: House) -> None:
    with unit_of_work() as session:
        session.get_one(Person, house.cast.id("xu")).clearance = Level.PUBLIC


@pytest.mark.timeout(0 if SOAK else 600)
@pytest.mark.parametrize("lane", range(LANES))
def test_a_hidden_paper_changes_no_byte(kind: str, house: tuple[House, Premises], lane: int) -> None:
    compared = 0
    for seed in range(lane, WORLDS[kind], LANES):
        compared += world(*house, seed)
    assert compared > WORLDS[kind] / LANES, "most worlds hide something"


def world(house: House, place: Premises, seed: int) -> int:
    """How many changes of a hidden paper were compared in this world."""
    uid = USERS[seed % len(USERS)]
    told = lived(house, place, seed, uid)
    for what, before, after in told:
        different = [url for url in before if before[url] != after[url] and not by_nature(uid, url)]
        assert not different, (seed, uid, what, differing(before, after, different[0]), different)
    return len(told)


def by_nature(uid: str, url: str) -> bool:
    """A booklet skips no number: who keeps it sees that there is a line, and that it is not for him."""
    return uid == "xu" and url.startswith("/books")


def lived(house: House, place: Premises, seed: int, uid: str) -> list[tuple[str, Any, Any]]:
    place.put_back()
    stays_signed_in()
    dice = Random(seed)
    some_days_pass(house, dice)
    mine, lists, at = papers_of(house.me(uid)), lists_of(house.me(uid)), now()
    for paper in mine:  # what is new on a page is so once, and one's own taking of a file is told on it
        if paper in house.files:
            ask(house, uid, f"/documents/{paper}/files/{house.files[paper]}")
        ask(house, uid, f"/documents/{paper}")

    def shown() -> dict[str, Any]:
        with stopped(at):
            return shows(house, uid, mine, lists)

    told, before = [], shown()
    if (hidden := hide(house, dice, uid)) is None:
        return []
    for change in (added, altered, dice.choice([on, away])):
        change(house, dice, hidden)
        if hidden.is_hidden():
            told.append((change.__name__, before, before := shown()))
    return told


def added(_house: House, _dice: Random, _hidden: Hidden) -> None:
    """It has come in, and went as far as chance had it."""


def altered(house: House, _dice: Random, hidden: Hidden) -> None:
    named(house, hidden.letter, SAID)


def on(house: House, dice: Random, hidden: Hidden) -> None:
    """It is carried on."""
    goes_on(house, dice, hidden.letter, not_for=hidden.me.person.uid)


def away(_house: House, _dice: Random, hidden: Hidden) -> None:
    removed(hidden.letter)


def shows(house: House, uid: str, mine: list[UUID], lists: list[UUID]) -> dict[str, Any]:
    """Everything that this person can have shown, with headers and number of bytes, and every mail owed to him."""
    urls = [*looks(house, mine, lists), f"/feeds/{house.feeds[uid]}.ics"]
    shown: dict[str, Any] = {url: ask(house, uid, url) for url in urls}
    for paper in mine[:1]:  # the number of a hidden paper is no number
        url, sent = (
            f"/api/v1/documents/{paper}/relation",
            b'{"number": "2026-\xe6\x99\xae-0042", "kind": "other"}',
        )
        answer = house.asker.ask("POST", url, house.cookies[uid], json=sent)
        shown[f"POST {url}"] = answer.status, answer.body
    with reading() as session:
        owed = select(Mail).where(Mail.person_id == house.cast.id(uid)).order_by(col(Mail.id))
        shown["mails"] = [repr(notices.notice(session, one, at=now())) for one in session.exec(owed)]
    return shown


@contextmanager
def stopped(at: datetime) -> Iterator[None]:
    """Whoever asks for the time is told ``at``."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(clock, "datetime", type("Stopped", (datetime,), {"now": lambda _zone: at}))
        yield
