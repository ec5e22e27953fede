"""主协办·转办: assistants contribute; an assignment or a turn to read goes to somebody else."""

from datetime import datetime
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from api.acts import on_document
from api.forms import Form, phrases
from api.offers import form_on, known, offered_always, offered_for, offices
from api.sent import Sent
from config.language import _
from config.policy import policy
from models import assignments, hand_over, supervise
from models.assignments import Assignment
from models.document import Document
from models.people import Me
from models.readings import readings
from models.stages import GOING, Stage
from models.tasks import Task, TaskKind
from models.values import on_paper


class AssistanceSent(Sent):
    words: str = Field(title=_("协办意见"))


class HandOverSent(Sent):
    assignment_id: UUID = Field(title=_("转办的部门"))
    office: str = Field(title=_("转给部门"))
    words: str = Field(title=_("转办理由"))


class ReadingHandOverSent(Sent):
    colleague: UUID = Field(title=_("转给"))
    words: str = Field(title=_("转交理由"))


@on_document("assistance", AssistanceSent)
def assist(session: Session, document: Document, sent: AssistanceSent, me: Me, at: datetime) -> object:
    """协办反馈"""
    return supervise.assist(session, document, sent.words, by=me, at=at)


@on_document("assignment-hand-over", HandOverSent)
def hand_over_assignment(
    session: Session, document: Document, sent: HandOverSent, me: Me, at: datetime
) -> object:
    """转办"""
    return hand_over.hand_over(session, document, sent.assignment_id, sent.office, sent.words, by=me, at=at)


@on_document("reading-hand-over", ReadingHandOverSent)
def hand_reading_over(
    session: Session, document: Document, sent: ReadingHandOverSent, me: Me, at: datetime
) -> object:
    """转交传阅"""
    return hand_over.hand_reading_over(session, document, sent.colleague, sent.words, by=me, at=at)


@offered_for(TaskKind.ASSIST)
def assistance_form(session: Session, document: Document, task: Task, _me: Me) -> list[Form]:
    given = session.get_one(Assignment, task.about)
    progress = form_on(
        document,
        "progress",
        "supervise",
        main=False,
        upload=True,
        level=document.level.label,
        choices={"words": phrases(policy().phrases.progress)},
    )
    say = _("协办，{due_at}前反馈；由主办部门报告办结。", due_at=on_paper(given.due_at))
    return [form_on(document, "assistance", "undertake", say=say), progress]


@offered_always
def hand_over_forms(session: Session, document: Document, me: Me) -> list[Form]:
    if document.suspended_until or document.stage not in GOING:
        return []
    given = assignments.assignments(session, document.id)
    mine = [one for one in given if one.completed_at is None and hand_over.may_hand_over(session, one, me)]
    forms = [_hand_over_form(session, document, given, mine)] if mine else []
    if document.stage is Stage.APPROVED and hand_over.my_reading(session, document, me):
        forms.append(_reading_form(session, document))
    return forms


def _hand_over_form(
    session: Session, document: Document, given: list[Assignment], mine: list[Assignment]
) -> Form:
    codes = {one.office_code for one in given}
    choices = {
        "assignment_id": [
            (
                str(one.id),
                _(
                    "{names}（{which}）",
                    names=assignments.names(session, [one]),
                    which=_("主办") if one.leads else _("协办"),
                ),
            )
            for one in mine
        ],
        "office": [office for office in offices(session) if office[0] not in codes],
    }
    values = {"assignment_id": choices["assignment_id"][0][0]}
    then = _("原部门将收到告知，新部门须重新签收；办结时限不变。")
    return form_on(document, "assignment-hand-over", "undertake", values=values, choices=choices, then=then)


def _reading_form(session: Session, document: Document) -> Form:
    on_it = {str(one.reader_id) for one in readings(session, document.id)}
    others = [one for one in known(session, document) if one[0] not in on_it]
    then = _("纸质件请交回机要秘书，由秘书另行送阅，不得横传。") if document.on_paper else ""
    return form_on(document, "reading-hand-over", "undertake", choices={"colleague": others}, then=then)
