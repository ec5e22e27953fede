"""开张: everybody moves in, and the weeks that went before are told again in the order in which they happened."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol

from sqlmodel import select

from flows.demo.cases import Case
from flows.demo.hospital import move_in
from flows.demo.lists import DestructionList
from flows.demo.past import print_what_is_owed
from flows.demo.plans import Step, papers
from models.database import reading, unit_of_work
from models.people import Person


class NotEmpty(Exception):
    """Somebody works here already: the demo never mixes its people with real ones."""


class Story(Protocol):
    at: datetime
    steps: Iterable[Step]

    def step(self) -> None: ...


def seed(told: Callable[[int, int], None] = lambda done, whole: None) -> None:
    """``told`` hears how many of the stories are told.  Raises NotEmpty."""
    with reading() as session:
        if session.exec(select(Person.id).limit(1)).first():
            raise NotEmpty
    with unit_of_work() as session:
        move_in(session)
    stories = all_stories()
    whole = len(stories)
    while stories:
        told(whole - len(stories), whole)
        next_one = min(stories, key=lambda story: story.at)
        next_one.step()
        print_what_is_owed()
        stories = [story for story in stories if story.steps]
    told(whole, whole)


def all_stories() -> list[Story]:
    cases = [Case.of(letter) for letter in papers().letters]
    ids = {case.letter.id: case for case in cases if case.letter.id}
    lists = [DestructionList.of(order, lambda one: ids[one].document_id) for order in papers().orders]
    return [*cases, *lists]
