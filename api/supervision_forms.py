"""承办·督办, the forms: what each of those who are asked finds open on the case's page."""

from sqlmodel import Session

from api.forms import Form, people, phrases
from api.offers import form_on, offered_for
from config.language import _
from config.policy import policy
from gateways.clock import now
from models import assignments
from models.assignments import Assignment, Extension
from models.document import Document
from models.extend import TooLateToAsk
from models.people import Me, to_office, wearers
from models.stages import Stage
from models.tasks import Task, TaskKind
from models.values import on_paper


@offered_for(TaskKind.ACCEPT)
def acceptance_form(session: Session, document: Document, task: Task, me: Me) -> list[Form]:
    assignment = session.get_one(Assignment, task.about)
    colleagues = people(wearers(session, to_office(assignment.office_code)))
    say = _(
        "{which}，{due_at}前办结。",
        which=_("主办") if assignment.leads else _("协办"),
        due_at=on_paper(assignment.due_at),
    )
    values, choices = {"handler": str(me.id)}, {"handler": colleagues}
    return [form_on(document, "acceptance", "supervise", values=values, choices=choices, say=say)]


@offered_for(TaskKind.COMPLETE)
def working_forms(session: Session, document: Document, task: Task, _me: Me) -> list[Form]:
    """While the work goes on: report, ask for time, or say that it is done."""
    assignment = session.get_one(Assignment, task.about)
    told = assignments.reports(session, assignment.id)
    done = phrases(policy().phrases.completion)
    upload = {"upload": True, "level": document.level.label}
    forms = [
        form_on(
            document,
            "completion",
            "supervise",
            **upload,
            choices={"words": done},
            say=assignment.review,
            hints=_not_answered(session, document),
        ),
        form_on(
            document,
            "progress",
            "supervise",
            main=False,
            **upload,
            say="" if now() <= assignment.due_at else TooLateToAsk().said,
            values={"percent": str(told[-1].percent if told else 0)},
            choices={"words": phrases(policy().phrases.progress)},
        ),
    ]
    if now() <= assignment.due_at and assignments.pending_extension(session, assignment.id) is None:
        forms.append(form_on(document, "extension-request", "supervise", main=False))
    return forms


def _not_answered(session: Session, document: Document) -> dict[str, str]:
    """The lead sees which assistants have not answered yet."""
    missing = assignments.names(session, assignments.silent(session, document.id))
    return (
        {"without": _("{missing}尚未反馈协办意见；先行办结的，请说明原因。", missing=missing)}
        if missing
        else {}
    )


@offered_for(TaskKind.DECIDE_EXTENSION)
def extension_form(session: Session, document: Document, task: Task, _me: Me) -> list[Form]:
    asked = session.get_one(Extension, task.about)
    say = _("申请延期至{until}。理由：{words}", until=on_paper(asked.until), words=asked.words)
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
            say=_("办理结果：{result}", result=assignment.result),
            then=_("销号后告知批示领导，转档案员归档。"),
        ),
        form_on(document, "redo", "supervise", main=False),
    ]


@offered_for(TaskKind.ACKNOWLEDGE)
def acknowledgement_forms(session: Session, document: Document, task: Task, _me: Me) -> list[Form]:
    """The leader is content, or instructs anew while the case is not filed."""
    assignment = session.get_one(Assignment, task.about)
    say = _("办理结果：{result}", result=assignment.result)
    content = form_on(document, "acknowledgement", "supervise", say=say)
    if document.stage is not Stage.SUPERVISED or assignment.specially:
        return [content]
    say = _("同一部门按新的批示和时限再办，发新的交办通知单。")
    return [content, form_on(document, "new-instruction", "supervise", main=False, say=say)]
