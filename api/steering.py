"""缓办·恢复办理·特殊办结·恢复待办: what secretary and office head may do with a case beside its way."""

from datetime import date, datetime
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from api.acts import on_document
from api.forms import Form, people
from api.offers import form_on, offered_always, offered_for
from api.sent import Sent
from config.language import _
from models import orders, steering, suspend
from models.document import Document
from models.people import Me, Role
from models.stages import GOING, Stage
from models.tasks import Task, TaskKind
from models.values import due_in_range, local_day, on_paper
from models.workdays import due_on


class SuspensionSent(Sent):
    until: date = Field(title=_("缓办至"))
    words: str = Field(title=_("缓办理由"))


class ResumptionSent(Sent):
    """Only who and when matter."""


class SpecialClosureSent(Sent):
    authority: UUID = Field(title=_("授权的院领导"))
    words: str = Field(title=_("特殊办结理由"))


class ReopeningSent(Sent):
    words: str = Field(title=_("恢复待办理由"))


@on_document("suspension", SuspensionSent)
def suspend_case(session: Session, document: Document, sent: SuspensionSent, me: Me, at: datetime) -> object:
    """缓办"""
    until = due_on(due_in_range(sent.until, today=local_day(at), name=_("缓办至"), field="until"))
    return suspend.suspend(session, document, until, sent.words, by=me, at=at)


@on_document("resumption", ResumptionSent)
def resume_case(session: Session, document: Document, _sent: ResumptionSent, me: Me, at: datetime) -> object:
    """恢复办理"""
    return suspend.resume(session, document, by=me, at=at)


@on_document("special-closure", SpecialClosureSent)
def close_specially(
    session: Session, document: Document, sent: SpecialClosureSent, me: Me, at: datetime
) -> object:
    """特殊办结"""
    return steering.close_specially(session, document, sent.authority, sent.words, by=me, at=at)


@on_document("reopening", ReopeningSent)
def reopen(session: Session, document: Document, sent: ReopeningSent, me: Me, at: datetime) -> object:
    """恢复待办"""
    return steering.reopen(session, document, sent.words, by=me, at=at)


@offered_for(TaskKind.RESUME)
def resumption_form(session: Session, document: Document, _task: Task, _me: Me) -> list[Form]:
    return [_resumption(session, document)]


@offered_always
def steering_forms(session: Session, document: Document, me: Me) -> list[Form]:
    forms = []
    if document.suspended_until:
        if Role.OFFICE_HEAD in me.roles and Role.SECRETARY not in me.roles:
            forms.append(_resumption(session, document))
    elif document.stage in GOING and me.roles & set(suspend.STEERERS):
        forms.append(form_on(document, "suspension", "steering", then=_("缓办期间停止催办，时限顺延。")))
    if Role.OFFICE_HEAD in me.roles:
        forms += _closing(session, document, me)
    return forms


def _resumption(session: Session, document: Document) -> Form:
    rest = suspend.suspensions(session, document.id)[-1]
    say = _("缓办至{until}。理由：{why}", until=on_paper(rest.until), why=rest.why)
    return form_on(
        document, "resumption", "steering", say=say, then=_("恢复后各项时限按缓办的上班时间顺延，计到分钟。")
    )


def _closing(session: Session, document: Document, me: Me) -> list[Form]:
    if document.stage in GOING:
        choices = {"authority": people(steering.authorities(session, document, me))}
        then = _("未办的事项不再办理，批示领导和授权领导将收到告知，转档案员归档。")
        return [form_on(document, "special-closure", "steering", choices=choices, then=then)]
    closed = document.stage in (Stage.SUPERVISED, Stage.ARCHIVED)
    if closed and orders.open_order_of(session, document.id) is None:
        return [
            form_on(document, "reopening", "steering", then=_("退回拟办，从头办理；已归档的沿用原档号。"))
        ]
    return []
