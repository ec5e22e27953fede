"""Whoever is asked, added, dropped, lent, away, recalled or put elsewhere: every signature is accounted for.

The crowd of crowd.py with every verb of routing, and with people who leave, return and lose their clearance.
"""

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test
from sqlmodel import Session, col, select

from gateways.clock import now
from models import approve, fitness, leaving, rounds
from models.database import reading, unit_of_work
from models.delegations import Absence, Delegation
from models.document import Document
from models.letters import Letter as Mail
from models.people import Person
from models.rounds import Decision, Seat, Step
from models.stages import Stage
from models.tasks import Task
from models.values import Level
from tests.personas import Cast
from tests.rules.crowd import WEARERS
from tests.rules.pressed import REACHED, after_a_change
from tests.rules.signing_rules import SIGNERS, WORKERS, Signing, somebody
from tests.sizes import size

SHARDS, EXAMPLES, STEPS = 4, size(12, 50), 100  # 4,800 steps; 20,000
TOLD: set[str] = set()
EVERY = {"会签", "略过", "加签", "减签", "转办", "认领", "收回", "退回环节", "重定位"}


class AnyRoute(Signing):
    """What AnySequence presses, and every way a signature moves."""

    seen_mails: int = 0

    @rule(by=st.sampled_from(WORKERS))
    def open_the_page(self, by: str) -> None:
        self.letter.is_opened(by)

    @rule(uid=somebody, active=st.booleans(), cleared=st.booleans())
    def somebody_changes(self, uid: str, active: bool, cleared: bool) -> None:
        with unit_of_work() as session:
            self._change(session, uid, active, cleared)
        self.engine()
        self.changed = True

    def _change(self, session: Session, uid: str, active: bool, cleared: bool) -> None:
        person = session.get_one(Person, self.cast.id(uid))
        person.active, person.clearance = active, Level.INTERNAL if cleared else Level.PUBLIC
        session.add(person)
        session.flush()
        leaving.look_again(session, person.id, at=now())

    @after_a_change
    def nobody_is_asked_who_cannot_be(self) -> None:
        with reading() as session:
            document = session.get_one(Document, self.letter.id)
            for task in session.exec(select(Task).where(Task.subject == document.id)):
                if task.closed_at is None and task.kind in ("sign", "countersign", "read"):
                    why = fitness.obstacle(session, task.hat, document, at=now())
                    assert not why, f"{task.kind} is asked of somebody {why}"

    @after_a_change
    def nobody_uncleared_gets_a_mail(self) -> None:
        with reading() as session:
            document = session.get_one(Document, self.letter.id)
            mails = session.exec(select(Mail).order_by(col(Mail.written_at))).all()
            for mail in mails[self.seen_mails :]:
                person = session.get_one(Person, mail.person_id)
                assert person.active
                assert person.clearance.rank >= document.level.rank
            self.seen_mails = len(mails)

    @after_a_change
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
        TOLD.update(self.letter.told)
        for kind in (Delegation, Absence):
            self.all_are_back(kind)
        with unit_of_work() as session:
            for uid in SIGNERS:
                self._change(session, uid, active=True, cleared=True)
        self.engine()
        super().teardown()

    def signs_beside(self, by: str) -> None:
        self.countersign(by, 0, Decision.AGREED)

    def claims(self, by: str) -> None:
        self.claim(by)

    def answers(self, by: str) -> None:
        self.answer(by, False)


@pytest.mark.slow
@pytest.mark.parametrize("shard", range(SHARDS))
@pytest.mark.timeout(1800)
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
    assert len(EVERY & TOLD) > 6, EVERY - TOLD
    assert {Stage.CIRCULATED, Stage.SUPERVISED} <= REACHED
    assert WEARERS["YWB"] == "zhao"
