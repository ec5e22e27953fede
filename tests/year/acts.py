"""What people do by day: matters are begun, get more time and are done.  By the verbs, where the clock has a part in it."""

from datetime import date, datetime, time
from uuid import UUID

from sqlmodel import Session

from gateways.clock import SHANGHAI
from models import access, approve, assignments, initiate, tasks
from models.database import unit_of_work
from models.document import Document
from models.initiate import Matter, Source
from models.people import to_office
from models.stages import Stage
from models.tasks import Owed, TaskKind
from models.values import Level
from tests.year.oracle import Oracle
from tests.year.town import Item, Town, person

SIX = time(6)
CLOSES = time(17, 30)  # policy.toml, [deadlines] due_at


class Acts:
    """Does what the day brings, and tells the oracle in dates what was done."""

    def __init__(self, town: Town, oracle: Oracle, first: date) -> None:
        self.town, self.oracle, self.first = town, oracle, oracle.rank[first]
        self.matters: dict[int, UUID] = {}
        self.closed: dict[int, datetime] = {}
        self.begun: dict[int, int] = {}  # on which working day

    def of(self, day: date) -> None:
        """Everything whose day has come, at six in the morning: what the clerks do comes later."""
        at, number = datetime.combine(day, SIX, SHANGHAI), self.oracle.rank[day]
        with unit_of_work() as session:
            for item in self.town.items:
                if item.number not in self.begun:
                    if item.opens + self.first <= number:
                        self._begins(session, item, day, number, at)
                elif item.number not in self.closed:
                    self._goes_on(session, item, number - self.begun[item.number], at)

    def _goes_on(self, session: Session, item: Item, since: int, at: datetime) -> None:
        if since >= item.done + (item.more if item.moved else 0):
            self._ends(session, item, at)
        elif item.moved and since == item.moved:
            self._gets_more_time(session, item, at)

    def _begins(self, session: Session, item: Item, day: date, number: int, at: datetime) -> None:
        due = self.oracle.days[number + item.lasts]
        by, leader = person(session, item.by), person(session, item.leader)
        level = Level.PUBLIC if item.public else Level.INTERNAL
        matter = Matter(
            "督办事项",
            Source.MEETING,
            "院长办公会",
            "按时办结。",
            leader.id,
            item.office,
            _moment(due),
            level=level,
        )
        document = initiate.initiate(session, matter, by=by, at=at)
        self._is_taken(session, item, document, leader.id, due, at)
        self.matters[item.number], self.begun[item.number] = document.id, number
        self.oracle.items[item.number] = (item.office, item.handler, item.leader, item.public)
        self.oracle.opens(item.number, day, due)

    def _is_taken(
        self, session: Session, item: Item, document: Document, leader: UUID, due: date, at: datetime
    ) -> None:
        """交办 and 签收 in one, so that one thing alone is owed."""
        proposal = approve.in_force(session, document.id)
        assert proposal
        given = {"lead": item.office, "assistants": [], "due_at": _moment(due), "told_to": leader}
        assignments.assign(session, document, proposal.id, at=at, **given)  # type: ignore[arg-type]
        lead = assignments.lead(session, document.id)
        assert lead
        lead.accepted_at, lead.handler_id = at, person(session, item.handler).id
        session.add(lead)
        access.let_know(session, document.id, to_office(item.office), at=at)
        _owes(session, document, at)

    def _gets_more_time(self, session: Session, item: Item, at: datetime) -> None:
        matter = self.oracle.matters[item.number]
        due = self.oracle.days[self.oracle.rank[matter.due] + item.more]
        document = session.get_one(Document, self.matters[item.number])
        lead = assignments.lead(session, document.id)
        assert lead
        document.due_at = lead.due_at = _moment(due)
        session.add_all([document, lead])
        _owes(session, document, at)
        self.oracle.moves(item.number, due)

    def _ends(self, session: Session, item: Item, at: datetime) -> None:
        document = session.get_one(Document, self.matters[item.number])
        tasks.settle(session, document.id, [], document=document, at=at)
        document.stage = Stage.ARCHIVED
        session.add(document)
        self.closed[item.number] = at
        self.oracle.closes(item.number)


def _owes(session: Session, document: Document, at: datetime) -> None:
    lead = assignments.lead(session, document.id)
    assert lead
    owed = Owed(TaskKind.COMPLETE, to_office(lead.office_code), lead.id, lead.due_at)
    tasks.settle(session, document.id, [owed], document=document, at=at)


def _moment(day: date) -> datetime:
    return datetime.combine(day, CLOSES, SHANGHAI)
