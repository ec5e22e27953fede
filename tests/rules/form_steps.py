"""One act through its page: refused once with everything kept, then done."""

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import select

from models.database import reading
from tests.office import engine_runs
from tests.page_client import Browser, check
from tests.test_a_secretarys_day import People
from tests.untouched import untouched


@dataclass
class Step:
    """One act through its page: what is wrong at first, what is said then, and what passes."""

    uid: str
    act: str
    good: dict[str, Any] = field(default_factory=dict)
    bad: dict[str, Any] = field(default_factory=dict)
    sentence: str = ""


def shown_again(page: str, typed: dict[str, Any]) -> bool:
    """Every word, choice and tick of the refused form stands on the page."""
    values = [one for value in typed.values() for one in (value if isinstance(value, list) else [value])]
    return all(str(value) in page for value in values if value)


def takes(step: Step, browser: People, place: str) -> None:
    """Refused once with everything kept, then done."""
    person = browser(step.uid)
    person.opens(place)
    if step.bad:
        typed = step.good | step.bad
        with untouched():
            page = person.posts(f"{place}/{step.act}", expect=422, **typed)
        assert step.sentence in page, step.act
        typed = {name: value for name, value in typed.items() if name not in ("decision", "grant")}
        if step.act == "acceptance":
            typed.pop("handler")  # a choice that is not on the list cannot be shown as chosen
        if step.act in ("filing", "handing-out", "relocation"):
            typed = {name: value for name, value in typed.items() if value not in ("NOWHERE", "9", "step-9")}
        assert shown_again(page, typed), step.act
    person.posts(f"{place}/{step.act}", **step.good)
    engine_runs()


def newest(kind: Any, *where: Any) -> str:
    with reading() as session:
        return str(session.exec(select(kind.id).where(*where)).one())


def opens_whole(people: list[Browser], place: str) -> None:
    """Whoever sees the paper sees its page whole; the others are told, on a whole page, that there is none."""
    for person in people:
        answer = person.client.get(place)
        assert answer.status_code in (200, 404)
        check(answer.text)
