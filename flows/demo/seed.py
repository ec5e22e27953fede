"""开张: everybody moves in, and the weeks that went before are told again in the order in which they happened."""

from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from datetime import datetime
from typing import Protocol

from sqlmodel import select

from flows.demo.cases import Case
from flows.demo.decided import Recurring, decided
from flows.demo.hospital import move_in
from flows.demo.leaves import Absence
from flows.demo.lists import DestructionList
from flows.demo.past import print_what_is_owed, undrawn
from flows.demo.plans import papers
from flows.demo.steps import Step
from models.database import reading, unit_of_work
from models.people import Person

DRAWERS = 2


class NotEmpty(Exception):
    """Somebody works here already: the demo never mixes its people with real ones."""


class NotDrawn(Exception):
    """LibreOffice is there and did not draw a paper."""


class Story(Protocol):
    at: datetime
    steps: deque[Step]

    def step(self) -> None: ...


def seed(told: Callable[[int, int], None] = lambda done, whole: None) -> None:
    """``told`` hears how many of the stories are told.  Raises NotEmpty, NotDrawn."""
    with reading() as session:
        if session.exec(select(Person.id).limit(1)).first():
            raise NotEmpty
    with unit_of_work() as session:
        move_in(session)
    with ThreadPoolExecutor(DRAWERS) as drawing:
        for done, whole in _tell(all_stories(), drawing):
            told(done, whole)
    if undrawn():
        raise NotDrawn


def _tell(stories: list[Story], drawing: Executor) -> Iterator[tuple[int, int]]:
    """One step after the other in the order of their moments, so that numbers run as they would have run."""
    whole = len(stories)
    while stories:
        min(stories, key=lambda story: story.at).step()
        print_what_is_owed(drawing)
        stories = [story for story in stories if story.steps]
        yield whole - len(stories), whole


def all_stories() -> list[Story]:
    cases = [Case.of(one) for one in (*papers().letters, *decided().matters)]
    ids = {case.plan.id: case for case in cases if case.plan.id}
    lists = [DestructionList.of(order, lambda one: ids[one].document_id) for order in papers().orders]
    absences = [Absence.of(leave) for leave in papers().leaves]
    return [*cases, *lists, *absences, *(Recurring.of(one) for one in decided().obligations)]
