"""P1, P7, N2, G14: a day of marked words and forty mishaps; where a word has no business to be, none is found."""

import re
from collections.abc import Iterator
from email import policy as grammar
from email.parser import BytesParser
from pathlib import Path

import pytest

from config.settings import settings
from gateways.clock import now
from models import anchors
from models.database import unit_of_work
from tests.engine.machine import Machine
from tests.leaks import day, mishaps, scanner, secrets
from tests.leaks.allowed import ALLOWED
from tests.leaks.bad_post_office import MANNERS, bad_office
from tests.leaks.house import House, empty_house
from tests.leaks.marks import Marks

FIELDS, FAILURES = 40, 30
ROUND_OF_THE_OUTAGE, ROUND_OF_THE_KILL = 3, 5
LINK = re.compile(r"/t/([\w-]{20,})")

engine = pytest.mark.engine


@pytest.fixture
def house(machine: Machine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    house = empty_house(machine, tmp_path, monkeypatch)
    with bad_office(house.people.marks.of("what the mail server says")) as office:
        house.opens(office)
        house.office = office
        yield house
        house.closes()


@pytest.mark.parametrize("name", scanner.planted(Marks().of("planted")))
def test_a_planted_mark_is_found_in_every_disguise(name: str) -> None:
    marks = Marks()
    mark = marks.of("planted")
    assert scanner.found(marks, scanner.planted(mark)[name]) == {"planted"}
    marks = Marks()
    marks.learns("secret", mark.replace("Kanarie", "Geheimnis"))
    data = scanner.planted(mark.replace("Kanarie", "Geheimnis"))[name]
    assert "secret" in scanner.found(marks, data)


@pytest.mark.parametrize("name", scanner.planted("004217"))
def test_the_digits_of_a_phone_are_found_in_every_disguise(name: str) -> None:
    marks = Marks(codes={"code": "004217"})
    assert scanner.found(marks, scanner.planted("004217")[name]) == {"code"}


@pytest.mark.parametrize("number", ["1004217", "0042170", "12:30:01.004217+08:00", "a004217f", "42170"])
def test_a_longer_number_is_no_code(number: str) -> None:
    assert scanner.found(Marks(codes={"code": "004217"}), number.encode()) == set()


@engine
@pytest.mark.timeout(400)
def test_a_day_leaves_no_word_where_it_has_no_business(house: House) -> None:
    struck = a_day(house)
    marks = house.people.marks
    for number, link in enumerate(links()):
        marks.learns(f"link {number}", link)
    assert "link 0" in marks.secrets
    assert len(marks.typed) >= FIELDS
    assert len(struck) >= FAILURES
    house.machine.stops_clerk()
    hits = {place: found_in(house, place) for place in house.places}
    hits["arguments"] = scanner.found(marks, b"\n".join(house.arguments))
    leaks = {place: sorted(names - allowed(place, names)) for place, names in hits.items()}
    assert not any(leaks.values()), leaks
    assert nothing_is_allowed_in_vain(hits)
    no_line_is_forged(house)


def a_day(house: House) -> list[str]:
    """What went wrong on it."""
    people, struck = house.people, []
    victim = mishaps.victim(people, house.hands_over)
    for name, click in mishaps.of_the_pages(people, victim).items():
        mishaps.arm(house.folder, people, name)
        answer = click()
        assert answer.status_code >= 400, (name, answer.status_code)
        assert mishaps.has_struck(house.folder, name), name
        struck.append(name)
    for name, click in mishaps.of_people(people, victim).items():
        assert click().status_code >= 400 or name in ("search", "strange headers"), name
        struck.append(name)
    secrets.signs_in_with_everything(people, "sun")
    mishaps.arm(house.folder, people, *mishaps.OF_THE_CLERK)
    tell(house)
    with unit_of_work() as session:
        anchors.make(session, at=now())  # the day's head leaves the house
    house.machine.comes_to_rest()
    inside = (*mishaps.OF_THE_CLERK, *mishaps.OF_THE_CLOCK)
    assert [one for one in inside if not mishaps.has_struck(house.folder, one)] == []
    return [*struck, *inside, *MANNERS, "outage", "kill"]


def tell(house: House) -> None:
    """All stories side by side; in the midst of them the engine goes away, and the clerk is killed."""
    stories = [story(house.people) for story in day.STORIES]
    rounds, killed = 0, False
    while stories:
        stories = [story for story in stories if next(story, "end") != "end"]
        rounds += 1
        if rounds == ROUND_OF_THE_OUTAGE:
            house.machine.stops_prefect()
            house.machine.starts_prefect(wait=False)
        if not killed and rounds >= ROUND_OF_THE_KILL and house.office.callers >= len(MANNERS):
            house.has_no_mail_server()
            killed = True
        house.hands_over()
    assert killed, f"{house.office.callers} called at the bad post office"


def found_in(house: House, place: str) -> set[str]:
    names: set[str] = set()
    for file in scanner.files(*house.places[place]):
        names |= scanner.found(house.people.marks, str(file).encode() + b"\n" + file.read_bytes())
    return names


def allowed(place: str, names: set[str]) -> set[str]:
    patterns = ALLOWED.get(place, {})
    return {name for name in names if any(re.fullmatch(pattern, name) for pattern in patterns)}


def nothing_is_allowed_in_vain(hits: dict[str, set[str]]) -> bool:
    """Whatever the list lets stand somewhere does stand there: we look where things are."""
    rows = [(place, pattern) for place, patterns in ALLOWED.items() for pattern in patterns]
    return all(any(re.fullmatch(pattern, name) for name in hits[place]) for place, pattern in rows)


def links() -> set[str]:
    """The words in the mails that open a paper once somebody has signed in."""
    mails = [
        BytesParser(policy=grammar.default).parse(file.open("rb"))
        for file in settings().mail_folder.glob("*.eml")
    ]
    bodies = [mail.get_body(("plain",)) for mail in mails]
    return {link for body in bodies if body for link in LINK.findall(body.get_content())}


def no_line_is_forged(house: House) -> None:
    for log in house.machine.logs.glob("*.log"):
        for line in log.read_text(errors="replace").splitlines():
            assert line.isprintable(), (log.name, line)
            assert not line.startswith("2026-11-22 09:00:00 jiyao.web"), log.name
