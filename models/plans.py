"""拟办方案: who is to do what, and what makes a plan one that can be carried out."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, select

from config.language import _
from models.document import Document
from models.errors import Malformed
from models.people import Office, Role, holders, to_person, workers
from models.rounds import Mode, PlannedStep
from models.values import ActionKind

MOST_SEATS = 200


@dataclass(frozen=True)
class Plan:
    """Who is to do what: the lead department, its assistants, the leaders and the readers in their order.

    ``leaders`` sign one after the other; ``countersigns`` come before them, ``afterwards`` after them.
    """

    words: str
    lead: str | None = None
    assistants: list[str] = field(default_factory=list)
    leaders: list[UUID] = field(default_factory=list)
    readers: list[UUID] = field(default_factory=list)
    due_at: datetime | None = None
    countersigns: list[PlannedStep] = field(default_factory=list)
    afterwards: list[PlannedStep] = field(default_factory=list)

    @property
    def steps(self) -> list[PlannedStep]:
        serial = [PlannedStep([to_person(leader)]) for leader in self.leaders]
        return [*self.countersigns, *serial, *self.afterwards]


def check(session: Session, document: Document, plan: Plan) -> None:
    """Raises Malformed: an 办件 has one lead department, a leader and a deadline; an 阅件 has readers."""
    if len(set(plan.leaders)) < len(plan.leaders):
        raise Malformed(_("同一位领导只能批示一次，请去掉重复的人选。"), "leaders")
    if len(set(plan.readers)) < len(plan.readers):
        raise Malformed(_("传阅人员有重复，请去掉重复的人选。"), "readers")
    if len(set(plan.assistants)) < len(plan.assistants):
        raise Malformed(_("协办部门有重复，请去掉重复的部门。"), "assistants")
    allowed = {person.id for person in holders(session, Role.LEADER)}
    if not set(plan.leaders) <= allowed:
        raise Malformed(_("批示人须为在任院领导。"), "leaders")
    known = {person.id for person in workers(session)}
    if not set(plan.readers) <= known:
        raise Malformed(_("传阅人员须为在职人员（三员不办文件）。"), "readers")
    offices = set(session.exec(select(Office.code)))
    if not {code for code in (plan.lead, *plan.assistants) if code} <= offices:
        raise Malformed(_("主办、协办须为本院部门。"), "lead")
    for step in (*plan.countersigns, *plan.afterwards):
        _check_step(step, {to_person(person) for person in known})
    if document.action is ActionKind.ACT:
        _check_action(plan)
    elif not plan.readers:
        raise Malformed(
            _("阅知性公文应当确定传阅范围，请至少选择一位传阅人员（条例第24条第4项）。"),
            "readers",
        )


def _check_action(plan: Plan) -> None:
    if not plan.lead:
        raise Malformed(_("批办性公文应当明确一个主办部门（条例第24条第4项）。"), "lead")
    if plan.lead in plan.assistants:
        raise Malformed(_("主办部门不能同时是协办部门。"), "assistants")
    if not plan.leaders:
        raise Malformed(_("批办性公文应当报负责人批示，请至少选择一位院领导。"), "leaders")
    if plan.due_at is None:
        raise Malformed(_("批办性公文应当明确办理时限。"), "due_date")


def _check_step(step: PlannedStep, known: set[str]) -> None:
    roles = [hat for hat in step.hats if not hat.startswith("person:")]
    if not step.hats or len(step.hats) > MOST_SEATS:
        raise Malformed(_("会签人员应为1至{most_seats}人。", most_seats=MOST_SEATS), "countersigners")
    if len(set(step.hats)) < len(step.hats):
        raise Malformed(_("会签人员有重复，请去掉重复的人选。"), "countersigners")
    if not set(step.hats) - set(roles) <= known:
        raise Malformed(_("会签人员须为在职人员（三员不办文件）。"), "countersigners")
    if any(not 1 <= votes <= 99 for votes in step.weights.values()):
        raise Malformed(_("每人票数应为1至99。"), "weights")
    if step.mode is Mode.VOTE and not 1 <= step.threshold <= step.votes:
        raise Malformed(_("票决门槛应为1至{votes}票（总票数）。", votes=step.votes), "threshold")
