"""一步: every word of a life as the verb of the house it stands for, done by somebody who was asked to."""

from datetime import datetime
from random import Random

from sqlmodel import Session

from config.policy import policy
from flows.demo.decided import DECIDED
from flows.demo.plans import Life
from flows.demo.scene import Scene, Words, set_scene
from flows.demo.scope import SCOPE
from flows.demo.signing import SIGNING
from flows.demo.steering import STEERING
from flows.demo.steps import Step
from models import approve, archive, assignments, circulate, deadlines, extend, register, supervise
from models.document import Document
from models.people import Role, to_role
from models.plans import Plan
from models.rounds import Decision, PlannedStep, Purpose
from models.tasks import TaskKind
from models.values import ActionKind, Retention, local_day
from models.workdays import due_on, office_calendar


def act(step: Step, session: Session, document: Document, plan: Life, *, at: datetime, pace: Random) -> None:
    """Done by one of the people whom the open task asks.  Raises LookupError when nobody is asked."""
    who, verb = WORDS[step.word]
    verb(set_scene(who, step, session, document, plan, at=at, pace=pace))


def confirm(s: Scene) -> object:
    received = local_day(s.document.received_at)
    return register.register(
        s.session,
        s.document,
        s.letter.metadata(received, s.document.copy_numbers),
        book=s.letter.book,
        action=s.letter.action,
        checks={point.id: True for point in policy().examination},
        due_at=s.letter.due_at(received),
        by=s.by,
        at=s.at,
    )


def refuse(s: Scene) -> object:
    metadata = s.letter.metadata(local_day(s.document.received_at), s.document.copy_numbers)
    reasons, book = list(s.letter.reasons), s.letter.book
    return register.send_back(
        s.session, s.document, metadata, book=book, reasons=reasons, why="", by=s.by, at=s.at
    )


def propose(s: Scene) -> object:
    plan = Plan(words=s.pace.choice(policy().phrases.proposal), readers=s.ids(s.letter.readers))
    if s.letter.action is ActionKind.ACT:
        lead, assistants, leaders = s.letter.route()
        due = s.document.due_at or deadlines.for_urgency(s.at, s.document.urgency)
        asked = _countersigns(s)
        plan = Plan(plan.words, lead, list(assistants), s.ids(leaders), plan.readers, due, asked)
    return approve.propose(s.session, s.document, plan, by=s.by, at=s.at)


def sign(s: Scene) -> object:
    words = s.pace.choice(policy().phrases.leader)
    decision = Decision.NOTED if words == "阅。" else Decision.INSTRUCTED
    return approve.sign(s.session, s.document, decision, words, by=s.by, at=s.at)


def send_back(s: Scene) -> object:
    why = "请再征求协办部门意见后重新拟办。"
    return approve.send_back(s.session, s.document, why, by=s.by, at=s.at)


def hand_out(s: Scene) -> object:
    number = s.document.copy_numbers.partition("，")[0]
    return circulate.hand_out(s.session, s.document, s.task.about, number, by=s.by, at=s.at)


def read(s: Scene) -> object:
    words = s.pace.choice(policy().phrases.reader)
    return circulate.read(s.session, s.document, words, by=s.by, at=s.at)


def take_back(s: Scene) -> object:
    return circulate.take_back(s.session, s.document, s.task.about, by=s.by, at=s.at)


def accept(s: Scene) -> object:
    return supervise.accept(s.session, s.document, None, by=s.by, at=s.at)


def report(s: Scene) -> object:
    told = assignments.reports(s.session, s.task.about)
    percent = min(90, (told[-1].percent if told else 0) + s.pace.choice((30, 40, 50)))
    words = s.pace.choice(policy().phrases.progress)
    return supervise.report(s.session, s.document, percent, words, by=s.by, at=s.at)


def ask_extension(s: Scene) -> object:
    due = local_day(s.document.due_at or s.at)
    until = due_on(office_calendar().add_workdays(due, 5))
    why = "数据核对工作量较大，需会同协办部门逐条核实。"
    return extend.ask(s.session, s.document, until, why, by=s.by, at=s.at)


def grant_extension(s: Scene) -> object:
    return extend.decide(s.session, s.document, s.task.about, True, "同意。", by=s.by, at=s.at)


def refuse_extension(s: Scene) -> object:
    why = "来文单位已明确时限，请按期办结。"
    return extend.decide(s.session, s.document, s.task.about, False, why, by=s.by, at=s.at)


def complete(s: Scene) -> object:
    words = s.pace.choice(policy().phrases.completion)
    without = "协办部门的意见已当面征求。"  # kept only where one of them has not answered
    return supervise.complete(s.session, s.document, words, by=s.by, at=s.at, without=without)


def redo(s: Scene) -> object:
    return supervise.redo(s.session, s.document, "办理结果未附佐证材料，请补充。", by=s.by, at=s.at)


def close(s: Scene) -> object:
    points = list(policy().review.points)
    return supervise.close(s.session, s.document, points, "", by=s.by, at=s.at)


def acknowledge(s: Scene) -> object:
    return supervise.acknowledge(s.session, s.document, by=s.by, at=s.at)


def file(s: Scene) -> object:
    category = next(one for one in policy().retention.categories if one.id == s.plan.category)
    return archive.file(
        s.session,
        s.document,
        category=category.id,
        retention=Retention.of(category.period),
        office=category.office,
        checks=[check.id for check in policy().archive.checks],
        remarks="",
        by=s.by,
        at=s.at,
    )


def keep_on(s: Scene) -> object:
    why = "涉及在用建筑的结构和管线，仍有查考价值。"
    return archive.keep_on(s.session, s.document, Retention.YEARS30, why, by=s.by, at=s.at)


def _countersigns(s: Scene) -> list[PlannedStep]:
    return [
        PlannedStep(
            [to_role(Role(one.role))] if one.role else s.hats(one.people),
            Purpose.COUNTERSIGN,
            one.mode,
            one.threshold,
        )
        for one in s.letter.countersigns
    ]


WORDS: Words = {
    "register": (TaskKind.REGISTER, confirm),
    "return": (TaskKind.REGISTER, refuse),
    "propose": (TaskKind.PROPOSE, propose),
    "sign": (TaskKind.SIGN, sign),
    "send-back": (TaskKind.SIGN, send_back),
    "hand-out": (TaskKind.HAND_OUT, hand_out),
    "read": (TaskKind.READ, read),
    "take-back": (TaskKind.TAKE_BACK, take_back),
    "accept": (TaskKind.ACCEPT, accept),
    "report": (TaskKind.COMPLETE, report),
    "ask-extension": (TaskKind.COMPLETE, ask_extension),
    "decide-extension": (TaskKind.DECIDE_EXTENSION, grant_extension),
    "refuse-extension": (TaskKind.DECIDE_EXTENSION, refuse_extension),
    "complete": (TaskKind.COMPLETE, complete),
    "redo": (TaskKind.REVIEW, redo),
    "supervise": (TaskKind.REVIEW, close),
    "acknowledge": (TaskKind.ACKNOWLEDGE, acknowledge),
    "archive": (TaskKind.ARCHIVE, file),
    "keep-on": (TaskKind.APPRAISE, keep_on),
    **SIGNING,
    **STEERING,
    **SCOPE,
    **DECIDED,
}
