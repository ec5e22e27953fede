"""Whatever is pressed: what a refusal must leave alone, and what must hold of one letter after each change."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from flows import lifecycle
from gateways.clock import now
from models import ledger, orders, tasks
from models.database import reading, unit_of_work
from models.document import Document
from models.errors import DomainError
from models.orders import DestructionOrder
from models.people import Person
from models.stages import Stage
from tests.office import Letter, engine_runs, on_order
from tests.personas import Cast

REACHED: set[Stage | None] = set()


def after_a_change(check: Callable[[Any], None]) -> Any:
    """An invariant; most presses are refused and write nothing, and then there is nothing new to look at."""

    @wraps(check)
    def looks(self: Any) -> None:
        if self.changed:
            check(self)

    return invariant()(looks)


class Pressed(RuleBasedStateMachine):
    """One letter; most of what is pressed is refused, and a refusal must change nothing."""

    cast: Cast
    letter: Letter
    changed = True

    def press(self, act: Callable[[], Any]) -> None:
        before, refused = self.letter.now.line, ""
        self.changed = True
        try:
            act()
        except DomainError as refusal:
            refused = str(refusal)
        assert not refused or self.letter.now.line == before, "a refusal writes nothing"
        assert "呼吸道" not in refused, "a refusal quotes no title"
        self.changed = not refused
        REACHED.add(self.letter.stage)
        self.engine()

    def engine(self) -> None:
        engine_runs()

    def press_about(self, kind: str, act: Callable[[], Any]) -> None:
        if any(waits == kind for waits, _ in self.letter.waits_for):
            self.press(act)

    def press_order(self, act: Callable[[Any, DestructionOrder], Any]) -> None:
        with reading() as session:
            listed = orders.open_order_of(session, self.letter.id)
        if listed:
            self.press(lambda: on_order(listed.id, act))

    def who(self, uid: str) -> Any:
        return getattr(self.cast, uid)

    def witnesses(self) -> list[str]:
        """Whoever the crowd has named on the list."""
        with reading() as session:
            if not (listed := orders.open_order_of(session, self.letter.id)):
                return []
            named = orders.witnesses(session, listed.id)
            return [session.get_one(Person, one.person_id).uid for one in named]

    def rests(self) -> bool:
        """Filed, and its term not over: nobody is asked for years."""
        with reading() as session:
            listed = orders.open_order_of(session, self.letter.id)
        return self.letter.stage is Stage.ARCHIVED and not self.letter.waits_for and listed is None

    @rule()
    def the_engine_runs_again(self) -> None:
        before = self.letter.waits_for, self.letter.now.line
        lifecycle.carry(self.letter.id)
        assert (self.letter.waits_for, self.letter.now.line) == before

    @after_a_change
    def what_is_open_is_what_is_owed(self) -> None:
        with unit_of_work() as session:
            document = session.get_one(Document, self.letter.id)
            owed = lifecycle.owed_for(session, document, at=now())
            assert owed is not None, "a settled document does not move by itself"
            open_now = tasks.open_tasks(session, document.id)
            assert sorted((t.kind, t.hat, t.about) for t in open_now) == sorted(
                (o.kind, o.hat, o.about) for o in owed
            )
            listed = orders.open_order_of(session, document.id)
            at_rest = document.ends or document.stage is Stage.ARCHIVED
            assert open_now or at_rest, "somebody must be asked"
            assert listed is None or tasks.open_tasks(session, listed.id), "a list without anybody to decide"

    @after_a_change
    def the_ledger_replays_to_the_stage(self) -> None:
        with reading() as session:
            ledger.verify(session, session.get_one(Document, self.letter.id))
