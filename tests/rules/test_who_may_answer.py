"""For any delegations, at any moment: who may answer what, who is told of it, and who knows of which document."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from gateways.clock import now
from models import letters, tasks
from models.access import visible_to
from models.database import engine
from models.delegations import Delegation, at_work
from models.desk import inbox
from models.document import Document
from models.errors import DomainError
from models.people import ADMINISTRATORS, SPEAKS_FOR_OFFICE, Me, Role, find_uid
from models.tasks import Task, TaskKind
from models.values import Level
from tests.office import Letter
from tests.personas import PEOPLE, Cast
from tests.stages.test_archive import old_paper
from tests.stages.test_circulate import circulating

CROWD = ("chen", "wang", "zhou", "zhao", "li", "sun", "lin", "gu")
POSTS = ("role:office-head", "role:secretary", "role:leader", "office:YWB")
DAY = timedelta(days=1)
SUBSTITUTES = ("li", "sun", "zhou", "gu")
days = st.integers(-3, 3)


@dataclass(frozen=True)
class Given:
    """One delegation; days are counted from now."""

    principal: str
    substitute: str
    hat: str | None
    starts: int
    ends: int
    revoked: bool

    def holds(self, day: int) -> bool:
        return self.starts <= day < self.ends and not self.revoked


delegated = st.builds(
    Given,
    principal=st.sampled_from(CROWD),
    substitute=st.sampled_from(SUBSTITUTES),
    hat=st.sampled_from((None, None, "person", *POSTS)),
    starts=st.integers(-3, 1),
    ends=st.integers(-1, 3),
    revoked=st.sampled_from((False, False, False, True)),
)


def worn(uid: str, ids: dict[str, UUID]) -> set[str]:
    """The hats of somebody, from the list of people and nothing else."""
    _, _, office, roles = PEOPLE[uid]
    speaks = {f"office:{office}"} if set(roles) & SPEAKS_FOR_OFFICE else set()
    return {f"person:{ids[uid]}", *(f"role:{role.value}" for role in roles), *speaks}


def is_admin(uid: str) -> bool:
    return bool(set(PEOPLE[uid][3]) & ADMINISTRATORS)


@dataclass
class House:
    """What the rule says, worked out from plain sets."""

    ids: dict[str, UUID]
    given: list[Given]
    day: int
    low: str
    left: str

    def lends(self, one: Given, task: Task, level: Level) -> bool:
        """Whether a delegation lets its substitute answer a task."""
        hat = f"person:{self.ids[one.principal]}" if one.hat == "person" else one.hat
        return (
            one.holds(self.day)
            and hat in (None, task.hat)
            and task.hat in worn(one.principal, self.ids)
            and one.principal != self.left
            and not is_admin(one.principal)
            and not is_admin(one.substitute)
            and self.is_cleared(one.substitute, level)
            and task.document_id is not None
        )

    def is_cleared(self, uid: str, level: Level) -> bool:
        return uid != self.low or level is Level.PUBLIC

    def owns(self, uid: str, task: Task) -> bool:
        return task.hat in worn(uid, self.ids)

    def stands_in(self, uid: str, task: Task, level: Level) -> bool:
        mine = [one for one in self.given if one.substitute == uid]
        return any(self.lends(one, task, level) for one in mine) and not self.owns(uid, task)


def write(session: Session, house: House, at: datetime) -> None:
    for one in house.given:
        hat = f"person:{house.ids[one.principal]}" if one.hat == "person" else one.hat
        session.add(
            Delegation(
                principal_id=house.ids[one.principal],
                substitute_id=house.ids[one.substitute],
                hat=hat,
                starts=at + one.starts * DAY,
                ends=at + one.ends * DAY,
                why="外出。",
                by=house.ids[one.principal],
                at=at,
                revoked_at=at if one.revoked else None,
            )
        )
    find_uid(session, house.low).clearance = Level.PUBLIC
    find_uid(session, house.left).active = False
    session.flush()


def may_take(session: Session, task: Task, by: Me) -> bool:
    try:
        return tasks.take(session, task.subject, task.kind, by, about=task.about).id == task.id
    except DomainError:
        return False


def papers(cast: Cast) -> None:
    """Something waits for a secretary, the office head, a leader, a reader, a department, and who approves a list."""
    Letter(cast).arrives()
    for number, level in enumerate(Level.of_documents(), start=1):
        proposing = Letter(cast).arrives()
        proposing.is_registered(doc_number=f"江卫〔2026〕{number}号", level=level)
        signing = Letter(cast).arrives()
        signing.is_registered(doc_number=f"江卫〔2026〕{number + 20}号", level=level)
        signing.is_proposed()
        working = Letter(cast).arrives()
        working.is_registered(doc_number=f"江卫〔2026〕{number + 40}号", level=level)
        working.is_proposed(leaders=[cast.id("zhou")])
        working.is_signed("zhou")
    circulating(cast, "sun", on_paper=False, doc_number="")
    old_paper(cast).is_listed()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_whoever_may_answer_wears_the_hat_or_is_a_current_cleared_substitute(cast: Cast) -> None:
    papers(cast)
    ids = {uid: cast.id(uid) for uid in PEOPLE}

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)
    @given(st.lists(delegated, max_size=6), days, st.sampled_from(SUBSTITUTES), st.sampled_from(CROWD))
    def holds(given: list[Given], day: int, low: str, left: str) -> None:
        house, at = House(ids, given, day, low, left), now()
        with Session(engine()) as session:
            write(session, house, at)
            check(session, house, at + day * DAY)
            session.rollback()

    holds()


def check(session: Session, house: House, at: datetime) -> None:
    waiting = session.exec(select(Task).where(col(Task.closed_at).is_(None))).all()
    documents = {one.id: one for one in session.exec(select(Document))}
    levels = {t.id: documents[t.document_id].level if t.document_id else Level.PUBLIC for t in waiting}
    assert {TaskKind.APPROVE_ORDER, TaskKind.SIGN, TaskKind.READ} <= {task.kind for task in waiting}
    for uid in (one for one in CROWD if one != house.left):
        me = at_work(session, find_uid(session, uid), at)
        note(f"{uid}: {me.stands_in}")
        own = {task.id for task in waiting if house.owns(uid, task)}
        lent = {task.id for task in waiting if house.stands_in(uid, task, levels[task.id])}
        assert {t.id for t in waiting if may_take(session, t, me)} == own
        others = me.in_others_place
        assert {t.id for t in waiting if any(may_take(session, t, by) for by in others)} == lent
        _knows(session, me, {t.document_id for t in waiting if t.id in lent})
        if not is_admin(uid):
            shown = {task.id for task, _ in session.exec(inbox(me))}
            cleared = {t.id for t in waiting if house.is_cleared(uid, levels[t.id])}
            assert shown == (own | lent) & cleared
    _told(session, house, list(waiting), levels, at)


def _knows(session: Session, me: Me, lent: set[UUID | None]) -> None:
    alone = Me(me.person, me.roles)
    for few in (False, True):
        own = {one.id for one in session.exec(visible_to(alone, few=few))}
        assert {one.id for one in session.exec(visible_to(me, few=few))} == own | lent


def _told(
    session: Session, house: House, waiting: list[Task], levels: dict[UUID, Level], at: datetime
) -> None:
    """A mail reaches whoever may answer and is cleared, and nobody else."""
    for task in waiting:
        told: Any = letters.addressees(session, [task], levels[task.id], at=at)[task.id]
        expected = {
            uid
            for uid in PEOPLE
            if uid != house.left
            and house.is_cleared(uid, levels[task.id])
            and (house.owns(uid, task) or house.stands_in(uid, task, levels[task.id]))
        }
        assert {person.uid for person in told} == expected


def test_the_crowd_has_every_kind_of_hat() -> None:
    assert {Role.SECRETARY, Role.OFFICE_HEAD, Role.LEADER, Role.DEPARTMENT_HEAD} <= {
        role for uid in CROWD for role in PEOPLE[uid][3]
    }
