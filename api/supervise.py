"""承办·督办: the department accepts, reports, asks for time, reports completion; the secretary reviews and closes."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from api.acts import on_document
from api.forms import Form, people, phrases
from api.offers import form_on, offered_for
from api.sent import Sent
from config.policy import policy
from models import assignments, extend, supervise
from models.assignments import Assignment, Extension
from models.document import Document
from models.people import Me, to_office, wearers
from models.tasks import Task, TaskKind
from models.values import due_in_range, local_day, on_paper
from models.workdays import due_on


class AcceptanceSent(Sent):
    handler: UUID | None = Field(default=None, title="承办人")


class ProgressSent(Sent):
    percent: int = Field(title="进度")
    words: str = Field(title="办理情况")


class ExtensionSent(Sent):
    until: date = Field(title="延期至")
    words: str = Field(title="延期理由")


class ExtensionDecisionSent(Sent):
    request_id: UUID = Field(title="延期申请")
    grant: Literal["yes", "no"] = Field(title="批复")
    words: str = Field(default="", title="批复意见")


class CompletionSent(Sent):
    words: str = Field(title="办理结果")
    without: str = Field(default="", title="先行办结的原因")


class ClosureSent(Sent):
    checks: list[str] = Field(default_factory=list, title="办结审核")
    words: str = Field(default="", title="审核意见")


class RedoSent(Sent):
    words: str = Field(title="退回理由")


class NothingSent(Sent):
    """Only who and when matter."""


@on_document("acceptance", AcceptanceSent)
def accept(session: Session, document: Document, sent: AcceptanceSent, me: Me, at: datetime) -> object:
    """承办签收"""
    return supervise.accept(session, document, sent.handler, by=me, at=at)


@on_document("progress", ProgressSent)
def report(session: Session, document: Document, sent: ProgressSent, me: Me, at: datetime) -> object:
    """反馈进展"""
    return supervise.report(session, document, sent.percent, sent.words, by=me, at=at)


@on_document("extension-request", ExtensionSent)
def ask_extension(session: Session, document: Document, sent: ExtensionSent, me: Me, at: datetime) -> object:
    """申请延期"""
    until = due_on(due_in_range(sent.until, today=local_day(at), name="延期至", field="until"))
    return extend.ask(session, document, until, sent.words, by=me, at=at)


@on_document("extension-decision", ExtensionDecisionSent)
def decide_extension(
    session: Session, document: Document, sent: ExtensionDecisionSent, me: Me, at: datetime
) -> object:
    """延期批复"""
    return extend.decide(session, document, sent.request_id, sent.grant == "yes", sent.words, by=me, at=at)


@on_document("completion", CompletionSent)
def complete(session: Session, document: Document, sent: CompletionSent, me: Me, at: datetime) -> object:
    """报告办结"""
    return supervise.complete(session, document, sent.words, by=me, at=at, without=sent.without)


@on_document("closure", ClosureSent)
def close(session: Session, document: Document, sent: ClosureSent, me: Me, at: datetime) -> object:
    """销号"""
    return supervise.close(session, document, sent.checks, sent.words, by=me, at=at)


@on_document("redo", RedoSent)
def redo(session: Session, document: Document, sent: RedoSent, me: Me, at: datetime) -> object:
    """退回重办"""
    return supervise.redo(session, document, sent.words, by=me, at=at)


@on_document("acknowledgement", NothingSent)
def acknowledge(session: Session, document: Document, _sent: NothingSent, me: Me, at: datetime) -> object:
    """知悉办结"""
    return supervise.acknowledge(session, document, by=me, at=at)


@offered_for(TaskKind.ACCEPT)
def acceptance_form(session: Session, document: Document, task: Task, me: Me) -> list[Form]:
    assignment = session.get_one(Assignment, task.about)
    colleagues = people(wearers(session, to_office(assignment.office_code)))
    say = f"{'主办' if assignment.leads else '协办'}，{on_paper(assignment.due_at)}前办结。"
    values, choices = {"handler": str(me.id)}, {"handler": colleagues}
    return [form_on(document, "acceptance", "supervise", values=values, choices=choices, say=say)]


@offered_for(TaskKind.COMPLETE)
def working_forms(session: Session, document: Document, task: Task, _me: Me) -> list[Form]:
    """While the work goes on: report, ask for time, or say that it is done."""
    assignment = session.get_one(Assignment, task.about)
    told = assignments.reports(session, assignment.id)
    done = phrases(policy().phrases.completion)
    forms = [
        form_on(
            document,
            "completion",
            "supervise",
            choices={"words": done},
            say=assignment.review,
            hints=_not_answered(session, document),
        ),
        form_on(
            document,
            "progress",
            "supervise",
            main=False,
            values={"percent": str(told[-1].percent if told else 0)},
            choices={"words": phrases(policy().phrases.progress)},
        ),
    ]
    if assignments.pending_extension(session, assignment.id) is None:
        forms.append(form_on(document, "extension-request", "supervise", main=False))
    return forms


def _not_answered(session: Session, document: Document) -> dict[str, str]:
    """The lead sees which assistants have not answered yet."""
    missing = assignments.names(session, assignments.silent(session, document.id))
    return {"without": f"{missing}尚未反馈协办意见；先行办结的，请说明原因。"} if missing else {}


@offered_for(TaskKind.DECIDE_EXTENSION)
def extension_form(session: Session, document: Document, task: Task, _me: Me) -> list[Form]:
    asked = session.get_one(Extension, task.about)
    say = f"申请延期至{on_paper(asked.until)}。理由：{asked.words}"
    values = {"request_id": str(asked.id)}
    return [form_on(document, "extension-decision", "supervise", values=values, say=say)]


@offered_for(TaskKind.REVIEW)
def review_forms(session: Session, document: Document, task: Task, _me: Me) -> list[Form]:
    assignment = session.get_one(Assignment, task.about)
    points = [(point, point) for point in policy().review.points]
    return [
        form_on(
            document,
            "closure",
            "supervise",
            choices={"checks": points},
            say=f"办理结果：{assignment.result}",
            then="销号后告知批示领导，转档案员归档。",
        ),
        form_on(document, "redo", "supervise", main=False),
    ]


@offered_for(TaskKind.ACKNOWLEDGE)
def acknowledgement_form(session: Session, document: Document, task: Task, _me: Me) -> list[Form]:
    assignment = session.get_one(Assignment, task.about)
    return [form_on(document, "acknowledgement", "supervise", say=f"办理结果：{assignment.result}")]
