"""Whoever lets a case rest, ends it, opens it again, hands work over or asks people: nothing is lost or doubled.

The crowd of crowd.py with every verb beside the way, and those of carrying a case out together.
"""

from collections import Counter
from datetime import date
from random import Random
from typing import Any

import pytest

from models import approve, assignments, readings, subcases
from models.database import reading
from models.document import Document
from models.holdings import ArchiveEntry
from models.people import to_person
from models.readings import Reading
from models.stages import Stage
from models.tasks import open_tasks
from models.values import ActionKind
from tests.held import everything_holds
from tests.office import Letter
from tests.personas import Cast
from tests.rules.crowd import WEARERS, AnySequence
from tests.sizes import size

SEEDS, CASES, STEPS = 2, size(8, 100), 50
STEERERS, WORKERS = ["chen", "chen", "lin", "zhao"], ["zhao", "qian", "ma", "lin"]
READERS, OFFICES = ["wang", "sun", "ma", "qian"], ["XXZ", "XXZ", "YWB", "YGK"]
PEOPLE_ASKED = [["sun"], ["qian", "wang"], ["ma", "sun", "zhou"], ["gu"], []]

# Verb: what may be chosen for each of its arguments, first who presses it.
PRESSED: dict[str, list[list[Any]]] = {
    "suspend": [STEERERS],
    "resume": [STEERERS],
    "close_specially": [STEERERS, ["wang", "zhou", "sun"]],
    "reopen": [STEERERS],
    "hand_the_lead_over": [["lin", "zhao", "ma"], OFFICES],
    "hand_a_turn_over": [READERS, READERS],
    "assist": [WORKERS],
    "ask_people": [PEOPLE_ASKED, [True, False]],
    "answer": [[*READERS, "zhou"], [True, False]],
    "ask_no_more": [WORKERS],
    "complete": [WORKERS],
    "take_back": [["lin", "zhao"]],
    "the_engine_runs_again": [],
    "somebody_does_what_is_asked": [[0, 1, 2, 3]],
}
EVER_SO_OFTEN = ["somebody_does_what_is_asked"] * 6
AT_WORK = ["ask_people", "answer", "ask_no_more", "assist", "hand_the_lead_over"]


class AnyCase(AnySequence):
    """What AnySequence presses, and every way in which a case is steered and carried out."""

    code: str = ""

    def comes(self, chance: Random) -> None:
        """Proposed, and some way on: here begins what the other crowd would rarely get to."""
        self.letter = Letter(self.cast).arrives(on_paper=chance.random() < 0.7)
        self.action = ActionKind.ACT if chance.random() < 0.8 else ActionKind.READ
        self.dated = date(2026, 11, 2)
        self.letter.is_registered(action=self.action, copies=chance.choice([1, 2]), doc_number="")
        self.propose("chen", chance.choice([["wang", "sun"], []]))
        for step in range(chance.randrange(9)):
            self.somebody_does_what_is_asked(step)

    def goes_on(self, chance: Random) -> None:
        """One press; in an archive nothing happens for years, so there the case begins again."""
        verb = chance.choice([*PRESSED, *EVER_SO_OFTEN])
        if self.letter.stage is Stage.CIRCULATED and chance.random() < 0.6:
            verb = chance.choice(AT_WORK)
        if self.letter.stage is Stage.ARCHIVED:
            verb = "reopen"
        getattr(self, verb)(*(chance.choice(choices) for choices in PRESSED[verb]))
        for held in INVARIANTS:
            getattr(self, held)()

    def propose(self, by: str, readers: list[str]) -> None:
        said: dict[str, Any] = {"readers": [self.cast.id(uid) for uid in readers], "assistants": ["YGK"]}
        if self.action is not ActionKind.ACT:
            said |= {"lead": None, "leaders": [], "due_at": None, "assistants": []}
        self.press(lambda: self.letter.is_proposed(by=by, **said))

    def suspend(self, by: str) -> None:
        self.press(lambda: self.letter.is_suspended(by))

    def resume(self, by: str) -> None:
        self.press(lambda: self.letter.is_resumed(by))

    def close_specially(self, by: str, leader: str) -> None:
        self.press(lambda: self.letter.is_closed_specially(by, leader))

    def reopen(self, by: str) -> None:
        self.press(lambda: self.letter.is_reopened(by))

    def hand_the_lead_over(self, by: str, to: str) -> None:
        if self.given:
            self.press(lambda: self.letter.is_handed_on(by, to))

    def hand_a_turn_over(self, by: str, to: str) -> None:
        self.press(lambda: self.letter.is_read_by_another(by, to))

    def assist(self, by: str) -> None:
        self.press(lambda: self.letter.is_assisted(by))

    def ask_people(self, people: list[str], in_order: bool) -> None:
        """The lead department asks, or tries to."""
        codes = [one.office_code for one in self.given if one.leads] or ["YWB"]
        self.press(lambda: self.letter.asks(*people, by=WEARERS[codes[0]], in_order=in_order))

    def answer(self, by: str, returned: bool = False) -> None:
        self.press_about("answer", lambda: self.letter.is_answered_by(by, returned=returned))

    def answers(self, by: str) -> None:
        self.answer(by, returned=False)

    def ask_no_more(self, by: str) -> None:
        if still := self.open_subcases:
            self.press(lambda: self.letter.is_asked_no_more(still[0].id, by))

    def complete(self, by: str) -> None:
        """Whoever reports ends first what was asked of people."""
        for sub in self.open_subcases:
            self.press(lambda sub=sub: self.letter.is_asked_no_more(sub.id, by))
        self.press(lambda: self.letter.is_completed(by))

    @property
    def given(self) -> list[assignments.Assignment]:
        with reading() as session:
            return assignments.assignments(session, self.letter.id)

    @property
    def open_subcases(self) -> list[subcases.SubCase]:
        with reading() as session:
            return [one for given in self.given for one in subcases.open_ones(session, given.id)]

    def as_many_departments_owe_as_were_named(self) -> None:
        with reading() as session:
            proposal = approve.in_force(session, self.letter.id)
        given = self.given
        if given:
            assert proposal
            assert len(given) == 1 + len(proposal.assistants)
            assert sum(one.leads for one in given) == 1
            assert len({one.office_code for one in given}) == len(given)

    def as_many_readers_read_as_were_named(self) -> None:
        with reading() as session:
            proposal = approve.in_force(session, self.letter.id)
            sheet = readings.readings(session, self.letter.id)
        if sheet:
            assert proposal
            assert len({one.reader_id for one in sheet}) == len(sheet) <= len(proposal.readers)

    def every_copy_is_somewhere_and_asked_for(self) -> None:
        with reading() as session:
            document = session.get_one(Document, self.letter.id)
            out = readings.held(session, document.id)
            asked = Counter(task.about for task in open_tasks(session, document.id))
        assert len(out) <= document.copies
        rests = document.suspended_until is not None
        for one in out:
            assert asked[one.id] == 1 or document.ends or (rests and self.is_to_be_read(one))

    def is_to_be_read(self, one: Reading) -> bool:
        return one.read_at is None and one.dropped_at is None

    def a_case_that_rests_asks_nobody_to_carry_it_on(self) -> None:
        if self.letter.now.suspended_until:
            assert {kind for kind, _ in self.letter.waits_for} <= {"resume", "take-back"}

    def an_archive_number_stays(self) -> None:
        with reading() as session:
            filed = session.get(ArchiveEntry, self.letter.id)
        assert not self.code or (filed and filed.code == self.code)
        self.code = filed.code if filed else ""

    def only_those_asked_and_cleared_are_asked(self) -> None:
        administrators = {to_person(self.cast.id("gu"))}
        with reading() as session:
            assert not administrators & {task.hat for task in open_tasks(session, self.letter.id)}


INVARIANTS = [
    "as_many_departments_owe_as_were_named",
    "as_many_readers_read_as_were_named",
    "every_copy_is_somewhere_and_asked_for",
    "a_case_that_rests_asks_nobody_to_carry_it_on",
    "an_archive_number_stays",
    "only_those_asked_and_cleared_are_asked",
    "what_is_open_is_what_is_owed",
    "the_ledger_replays_to_the_stage",
]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEEDS))
def test_any_sequence_of_steering_and_undertaking_loses_nothing(cast: Cast, seed: int) -> None:
    """By chance with a seed: of so many verbs Hypothesis would leave out most of them most of the time."""
    AnyCase.cast = cast
    chance, told = Random(seed), set[str]()
    for _ in range(CASES):
        case = AnyCase()
        case.comes(chance)
        for _ in range(STEPS):
            case.goes_on(chance)
        told |= set(case.letter.told)
        case.teardown()
    everything_holds()
    assert {"缓办", "恢复办理", "特殊办结", "恢复待办", "转办", "协办反馈"} <= told
    assert {"立子事项", "答复子事项", "子事项办结"} <= told
