"""Whoever is asked, added, dropped, lent, away, recalled or put elsewhere: every signature is accounted for.

The crowd of test_any_sequence with every verb of routing, and with people who leave, return and lose their clearance.
"""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule, run_state_machine_as_test
from sqlmodel import Session, col, select

from gateways.clock import now
from models import approve, fitness, leaving, recall, relocate, rounds
from models.database import reading, unit_of_work
from models.delegations import Absence, Delegation
from models.document import Document
from models.letters import Letter as Mail
from models.people import Person, to_person
from models.rounds import Decision, Mode, PlannedStep, Purpose, Seat, Step
from models.signers import Where
from models.stages import Stage
from models.tasks import Task
from models.values import ActionKind, Level
from tests.office import Letter
from tests.personas import PEOPLE, Cast
from tests.rules.steering_rules import Steering
from tests.rules.test_any_sequence import REACHED, WEARERS, anybody

SHARDS, EXAMPLES, STEPS = 4, 50, 100  # 20,000 steps
WORKERS = [uid for uid in sorted(PEOPLE) if uid != "gu"]
SIGNERS = ("wang", "zhou", "zhao", "qian", "sun", "ma", "li")
TOLD: set[str] = set()

somebody = st.sampled_from(SIGNERS)
turn = st.integers(0, 3)


class AnyRoute(Steering):
    """What AnySequence presses, and every way a signature moves."""

    seen_mails: int = 0

    @initialize(
        on_paper=st.booleans(),
        action=st.sampled_from(ActionKind),
        leaders=st.permutations(["wang", "zhou"]),
        office=st.booleans(),
        mode=st.sampled_from(Mode),
    )
    def a_letter_arrives(
        self, on_paper: bool, action: ActionKind, leaders: list[str], office: bool, mode: Mode
    ) -> None:
        """Registered already: the routing begins where the other crowd would rarely get."""
        self.letter = Letter(self.cast).arrives(on_paper=on_paper)
        self.action, self.dated = action, date(2026, 11, 2)
        self.register("lin")
        self.propose_with_countersigns("chen", leaders, ["zhao", "sun", "ma"], mode, office, True)

    @precondition(lambda self: self.letter.stage not in (Stage.REGISTERED, Stage.APPROVED))
    @rule(leaders=st.permutations(["wang", "zhou"]), office=st.booleans(), mode=st.sampled_from(Mode))
    def the_next_letter(self, leaders: list[str], office: bool, mode: Mode) -> None:
        """The one before is beyond what this crowd is about."""
        self.carry_to_its_end()
        self.a_letter_arrives(False, ActionKind.ACT, leaders, office, mode)

    def asked(self, by: str, which: int) -> str:
        """Mostly somebody who has to sign now, else whoever it is."""
        signing = [who for kind, who in self.letter.waits_for if kind in ("sign", "countersign")]
        return signing[which % len(signing)] if signing and which else by

    @rule(
        by=anybody,
        leaders=st.lists(st.sampled_from(["wang", "zhou"]), min_size=1, max_size=2, unique=True),
        others=st.lists(somebody, min_size=1, max_size=4, unique=True),
        mode=st.sampled_from(Mode),
        office=st.booleans(),
        first=st.booleans(),
    )
    def propose_with_countersigns(
        self, by: str, leaders: list[str], others: list[str], mode: Mode, office: bool, first: bool
    ) -> None:
        hats = ["office:YWB"] if office else [to_person(self.cast.id(uid)) for uid in others]
        step = PlannedStep(hats, Purpose.COUNTERSIGN, mode, threshold=1 + len(hats) // 2)
        said: dict[str, Any] = {"countersigns" if first else "afterwards": [step]}
        said["leaders"] = [self.cast.id(uid) for uid in leaders]
        if self.action is not ActionKind.ACT:
            said |= {"lead": None, "due_at": None, "readers": [self.cast.id("sun")]}
        self.press(lambda: self.letter.is_proposed(by=by, **said))

    @rule(by=somebody, decision=st.sampled_from([Decision.AGREED, Decision.AGAINST]), which=turn)
    def countersign(self, by: str, which: int, decision: Decision) -> None:
        self.press(lambda: self.letter.is_countersigned(self.asked(by, which), decision=decision))

    @rule(by=somebody, to_rank=st.sampled_from([None, 1, 1]), which=turn)
    def return_it(self, by: str, which: int, to_rank: int | None) -> None:
        self.press(lambda: self.letter.goes_back(self.asked(by, which), to_rank=to_rank))

    @rule(by=somebody, who=somebody, where=st.sampled_from(Where), which=turn)
    def add_signer(self, by: str, which: int, who: str, where: Where) -> None:
        self.press(lambda: self.letter.gets_signers(self.asked(by, which), who, where=where))

    @rule(by=st.sampled_from(["chen", *SIGNERS]), which=st.integers(0, 5))
    def drop_signer(self, by: str, which: int) -> None:
        waiting = [one.partition(" ")[0] for one in self.letter.seats if one.endswith("待签")]
        people = [uid for uid in waiting if uid in PEOPLE]
        if people:
            self.press(lambda: self.letter.loses_signer(by, people[which % len(people)]))

    @rule(by=somebody, to=somebody, which=turn)
    def hand_over(self, by: str, which: int, to: str) -> None:
        self.press(lambda: self.letter.is_handed_over(self.asked(by, which), to))

    @rule(by=st.sampled_from(["zhao", "li", "sun"]))
    def claim(self, by: str) -> None:
        self.press(lambda: self.letter.is_claimed(by))

    @rule(by=st.sampled_from(["zhao", "li"]))
    def put_back(self, by: str) -> None:
        self.press(lambda: self.letter.is_put_back(by))

    @rule(which=st.integers(0, 7))
    def take_it_back(self, which: int) -> None:
        by = self.last_signer() if which else "chen"
        with reading() as session:
            document = session.get_one(Document, self.letter.id)
            offered = recall.can_recall(session, document, self.who(by))
        before = self.letter.now.line
        self.press(lambda: self.letter.is_recalled(by))
        assert not offered or self.letter.now.line > before, "what a page offers can be done"

    def last_signer(self) -> str:
        signed = [one.partition(" ")[0] for one in self.letter.seats if not one.endswith("待签")]
        return signed[-1] if signed and signed[-1] in PEOPLE else "wang"

    @rule(which=st.integers(0, 6), by=st.sampled_from(["chen", "wang"]))
    def relocate(self, which: int, by: str) -> None:
        with reading() as session:
            places = relocate.places(session, session.get_one(Document, self.letter.id))
        if places:
            self.press(lambda: self.letter.is_relocated(places[which % len(places)][0], by=by))

    @rule(by=st.sampled_from(WORKERS))
    def open_the_page(self, by: str) -> None:
        self.letter.is_opened(by)

    @rule(uid=somebody, active=st.booleans(), cleared=st.booleans())
    def somebody_changes(self, uid: str, active: bool, cleared: bool) -> None:
        with unit_of_work() as session:
            self._change(session, uid, active, cleared)
        self.engine()

    def _change(self, session: Session, uid: str, active: bool, cleared: bool) -> None:
        person = session.get_one(Person, self.cast.id(uid))
        person.active, person.clearance = active, Level.INTERNAL if cleared else Level.PUBLIC
        session.add(person)
        session.flush()
        leaving.look_again(session, person.id, at=now())

    @invariant()
    def nobody_is_asked_who_cannot_be(self) -> None:
        with reading() as session:
            document = session.get_one(Document, self.letter.id)
            for task in session.exec(select(Task).where(Task.subject == document.id)):
                if task.closed_at is None and task.kind in ("sign", "countersign", "read"):
                    why = fitness.obstacle(session, task.hat, document, at=now())
                    assert not why, f"{task.kind} is asked of somebody {why}"

    @invariant()
    def nobody_uncleared_gets_a_mail(self) -> None:
        with reading() as session:
            document = session.get_one(Document, self.letter.id)
            mails = session.exec(select(Mail).order_by(col(Mail.written_at))).all()
            for mail in mails[self.seen_mails :]:
                person = session.get_one(Person, mail.person_id)
                assert person.active
                assert person.clearance.rank >= document.level.rank
            self.seen_mails = len(mails)

    @invariant()
    def every_signature_is_accounted_for(self) -> None:
        with reading() as session:
            document = session.get_one(Document, self.letter.id)
            for seat, _ in session.exec(select(Seat, Step).join(Step)):
                became = [seat.decision, seat.skipped_at, seat.dropped_at]
                assert seat.waits == (not any(became))
                assert not seat.skipped_at or seat.skipped_why
                assert not seat.dropped_at or seat.dropped_why
            proposal = approve.in_force(session, document.id)
            if proposal and document.stage not in (Stage.REGISTERED, Stage.RECEIVED):
                left = [one for one in rounds.all_seats(session, proposal.id) if one.waits]
                assert not left, "nobody who must sign was passed by in silence"

    def teardown(self) -> None:
        self.carry_to_its_end()

    def carry_to_its_end(self) -> None:
        for kind in (Delegation, Absence):
            self.all_are_back(kind)
        with unit_of_work() as session:
            for uid in SIGNERS:
                self._change(session, uid, active=True, cleared=True)
        self.engine()
        TOLD.update(self.letter.told)
        super().teardown()

    def signs_beside(self, by: str) -> None:
        self.countersign(by, 0, Decision.AGREED)

    def claims(self, by: str) -> None:
        self.claim(by)

    def answers(self, by: str) -> None:
        self.answer(by, False)


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.timeout(1500)
def test_every_signature_is_given_skipped_or_still_owed(cast: Cast, database: str, shard: int) -> None:
    AnyRoute.cast = cast
    print(f"seed {shard}")
    machine = seed(shard)(AnyRoute)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=EXAMPLES if database == "sqlite" else EXAMPLES // 10,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    if database != "sqlite":
        return
    assert {"会签", "略过", "加签", "减签", "转办", "认领", "收回", "退回环节", "重定位"} <= TOLD
    assert {Stage.CIRCULATED, Stage.SUPERVISED} <= REACHED
    assert WEARERS["YWB"] == "zhao"
