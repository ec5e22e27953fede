"""The demo hospital, seeded once: every stage, every ledger whole, and whoever is asked is there to answer."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import time

import pytest
from sqlmodel import Session, col, func, select

from config import keys, settings
from flows.demo.plans import hospital
from flows.demo.seed import NotEmpty, seed
from gateways import directory
from gateways.clock import SHANGHAI, now, today
from models import ledger, rounds, subcases
from models.approve import Proposal
from models.assignments import Assignment
from models.conversation import Remark
from models.copies import Copy
from models.database import engine, reading
from models.delegations import Absence, Delegation
from models.distribute import Delivery
from models.document import Document
from models.files import FileRole, files_of
from models.hand_over import HandOver
from models.initiate import Initiation, Source
from models.ledger import Entry
from models.letters import Letter
from models.migrate import upgrade
from models.obligations import Obligation
from models.orders import DestructionOrder
from models.outbox import Errand
from models.people import wearers
from models.prints import PrintJob
from models.receive import suggestion
from models.recurrence import Rhythm
from models.relations import Relation
from models.rounds import Mode, Outcome, Seat, Step
from models.stages import Move, Stage
from models.steering import Reopening, SpecialClosing
from models.subcases import SubCase
from models.suspend import Suspension
from models.tasks import Task, TaskKind
from models.urge import Urging
from models.values import local_day
from models.workdays import office_calendar

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

# Why the demo does not show these.
NOT_TOLD = {
    Move.ADOPT: "the demo has one version of the rules",
    Move.UNLIST: "no destruction list was refused",
    Move.CALL_BACK: "nobody thought better of an urging",
    Move.SUCCEED: "nobody has left yet",
}
NOT_ASKED = {
    TaskKind.APPRAISE: "what is over its term lies on a list already",
    TaskKind.WITNESS: "the one list that was approved is witnessed",
}


@pytest.fixture(scope="module")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[int, int]]]:
    """What the progress bar was told."""
    caches = (settings.settings, keys.keys, engine)
    told: list[tuple[int, int]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JIYAO_DATA_DIR", str(tmp_path_factory.mktemp("demo")))
        for cache in caches:
            cache.cache_clear()
        upgrade()
        seed(lambda done, whole: told.append((done, whole)))
        yield told
        engine().dispose()
        for cache in caches:
            cache.cache_clear()


@pytest.fixture
def look(seeded: list[tuple[int, int]]) -> Iterator[Session]:
    with reading() as session:
        yield session


def by_post(look: Session) -> Sequence[Document]:
    return look.exec(select(Document).where(col(Document.id).not_in(select(Initiation.document_id)))).all()


def test_forty_papers_and_six_matters_lie_in_every_stage(look: Session) -> None:
    begun = Counter(look.exec(select(Initiation.source)))
    assert set(begun) | {Source.SCHEDULE} == set(Source)
    stages = Counter(document.stage for document in by_post(look))
    assert (stages.total(), begun.total() - begun[Source.SCHEDULE]) == (40, 6)
    assert set(stages) == set(Stage)
    assert {order.state for order in look.exec(select(DestructionOrder))} == {"待审批", "已销毁"}


def test_the_board_has_something_to_show(look: Session) -> None:
    given = look.exec(
        select(Assignment).join(Initiation, Initiation.document_id == Assignment.document_id)
    ).all()
    leading = [one for one in given if one.leads]
    assert any(one.due_at < now() and one.completed_at is None for one in leading), "one is late"
    assert any(one.closed_at and one.completed_at <= one.due_at for one in leading), "one was in time"
    assert any(one.closed_at and one.completed_at > one.due_at for one in leading), "one was not"
    [again] = [one for one in leading if one.accepted_at and one.due_at > now() and before(leading, one)]
    assert again.number != before(leading, again).number
    assert {one.rhythm for one in look.exec(select(Obligation))} == {Rhythm.MONTH, Rhythm.QUARTER}


def before(given: Sequence[Assignment], one: Assignment) -> Assignment | None:
    """What the same department was given for the same case before."""
    same = (each for each in given if each.document_id == one.document_id and each.begun_at < one.begun_at)
    return next(same, None)


def test_every_ledger_replays(look: Session) -> None:
    for document in look.exec(select(Document)):
        ledger.verify(look, document)
    told = set(look.exec(select(Entry.move)))
    assert set(Move) - told == NOT_TOLD.keys(), NOT_TOLD


def test_it_all_happened_in_the_past_while_the_office_was_open(look: Session) -> None:
    for entry in look.exec(select(Entry).where(col(Entry.move) != Move.DESTROY)):
        assert office_calendar().is_workday(local_day(entry.at)), entry.at
        assert time(8) <= entry.at.astimezone(SHANGHAI).time() <= time(18)
        assert local_day(entry.at) < today(), "whatever the hour, it has happened"


def test_numbers_run_in_the_order_of_the_days(look: Session) -> None:
    entered = look.exec(select(Entry.at, Document.number).join(Document).where(Entry.move == Move.REGISTER))
    general = sorted((number, at) for at, number in entered if number and "普" in number)
    assert [at for _, at in general] == sorted(at for _, at in general)


def test_whoever_is_asked_is_there(look: Session) -> None:
    waiting = look.exec(select(Task).where(col(Task.closed_at).is_(None))).all()
    assert all(wearers(look, task.hat) for task in waiting)
    asked = {task.kind for task in waiting}
    assert set(TaskKind) - asked == NOT_ASKED.keys(), NOT_ASKED
    assert any(task.due_at and task.due_at < now() for task in waiting), "somebody is late"


def test_signatures_stand_half_way(look: Session) -> None:
    steps = [
        (step, rounds.seats(look, step.id))
        for step in look.exec(select(Step).where(col(Step.passed_over_at).is_(None)))
        if look.get_one(Proposal, step.proposal_id).dropped_at is None
    ]
    going = [(step, seats) for step, seats in steps if rounds.outcome(step, seats) is Outcome.OPEN]
    half = [step.mode for step, seats in going if any(s.decision for s in seats) and len(seats) > 1]
    assert sorted(half) == [Mode.EACH, Mode.VOTE]
    became = {seat.dropped_why or seat.skipped_why for seat in look.exec(select(Seat))}
    assert {"收回", "退回环节", "认领", "放回", "减签", "重定位"} <= became


def test_whoever_is_away_is_stood_in_for(look: Session) -> None:
    [given], [away] = look.exec(select(Delegation)).all(), look.exec(select(Absence)).all()
    assert given.starts == away.starts < now() < away.ends == given.ends
    assert given.principal_id == away.person_id
    signed = look.exec(select(Entry.by_name).where(Entry.move == Move.SIGN)).all()
    assert "方惠芳代唐立新" in signed


def test_departments_and_people_are_half_through(look: Session) -> None:
    came = Counter(bool(one.received_at) for one in look.exec(select(Delivery)))
    assert came == {True: 3, False: 3}
    kept = look.exec(select(Copy).where(col(Copy.taken_back_at).is_(None)))
    assert Counter(bool(one.seen_at) for one in kept) == {True: 1, False: 1}
    [asked] = look.exec(select(SubCase).where(col(SubCase.closed_at).is_(None)))
    answers = subcases.answers(look, asked.id)
    assert [bool(one.answered_at) for one in answers] == [False, True, False]


def test_cases_rest_end_and_belong_together(look: Session) -> None:
    rests = look.exec(select(Suspension)).all()
    assert sorted(one.resumed_at is None for one in rests) == [False, True]
    for moved in (SpecialClosing, Reopening, Relation, HandOver):
        assert len(look.exec(select(moved)).all()) == 1, moved
    assert len(look.exec(select(Urging)).all()) == 2
    assert len(look.exec(select(Remark)).all()) == 4


def test_nothing_of_the_past_is_left_to_the_engine(look: Session) -> None:
    assert look.exec(select(func.count()).where(col(Errand.done_at).is_(None))).one() == 0
    assert look.exec(select(func.count()).where(col(PrintJob.printed_at).is_(None))).one() == 0
    unsent = select(func.count()).where(col(Letter.sent_at).is_(None), col(Letter.dropped_at).is_(None))
    assert look.exec(unsent).one() == 0


def test_the_files_are_there_but_for_the_destroyed(look: Session) -> None:
    for document in by_post(look):
        (original,) = [f for f in files_of(look, document.id) if f.role is FileRole.ORIGINAL]
        assert original.size > 500
        if document.stage is Stage.RECEIVED:
            assert suggestion(look, document.id)["title"]["value"] in original.name


def test_everybody_signs_in_with_the_one_password(look: Session) -> None:
    for uid in ("lin", "he", "gu"):
        assert directory.directory().check(uid, hospital().password).uid == uid


def test_the_bar_ends_at_the_end(seeded: list[tuple[int, int]]) -> None:
    assert seeded[-1] == (51, 51)
    assert seeded == sorted(seeded)


def test_nobody_moves_in_twice(look: Session) -> None:
    with pytest.raises(NotEmpty):
        seed()
