"""承办·督办: the department accepts, reports, asks for time, reports completion; the secretary reviews and closes."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from api.acts import on_document
from api.evidence import with_files
from api.sent import NothingSent, Sent
from config.language import _
from models import extend, supervise
from models import instruct_anew as again
from models.document import Document
from models.people import Me
from models.supervise import Keep
from models.values import due_in_range, local_day
from models.workdays import due_on


class AcceptanceSent(Sent):
    handler: UUID | None = Field(default=None, title=_("承办人"))


class ProgressSent(Sent):
    percent: int = Field(title=_("进度"))
    words: str = Field(title=_("办理情况"))


class ExtensionSent(Sent):
    until: date = Field(title=_("延期至"))
    words: str = Field(title=_("延期理由"))


class ExtensionDecisionSent(Sent):
    request_id: UUID = Field(title=_("延期申请"))
    grant: Literal["yes", "no"] = Field(title=_("批复"))
    words: str = Field(default="", title=_("批复意见"))


class CompletionSent(Sent):
    words: str = Field(title=_("办理结果"))
    without: str = Field(default="", title=_("先行办结的原因"))


class ClosureSent(Sent):
    checks: list[str] = Field(default_factory=list, title=_("办结审核"))
    words: str = Field(default="", title=_("审核意见"))


class NewInstructionSent(Sent):
    words: str = Field(title=_("批示"))
    due_date: date = Field(title=_("办理时限"))


class RedoSent(Sent):
    words: str = Field(title=_("退回理由"))


@on_document("acceptance", AcceptanceSent)
def accept(session: Session, document: Document, sent: AcceptanceSent, me: Me, at: datetime) -> object:
    """承办签收"""
    return supervise.accept(session, document, sent.handler, by=me, at=at)


@with_files("progress", ProgressSent)
def report(
    session: Session, document: Document, sent: ProgressSent, keep: Keep, me: Me, at: datetime
) -> object:
    """反馈进展"""
    return supervise.report(session, document, sent.percent, sent.words, by=me, at=at, keep=keep)


@on_document("extension-request", ExtensionSent)
def ask_extension(session: Session, document: Document, sent: ExtensionSent, me: Me, at: datetime) -> object:
    """申请延期"""
    until = due_on(due_in_range(sent.until, today=local_day(at), name=_("延期至"), field="until"))
    return extend.ask(session, document, until, sent.words, by=me, at=at)


@on_document("extension-decision", ExtensionDecisionSent)
def decide_extension(
    session: Session, document: Document, sent: ExtensionDecisionSent, me: Me, at: datetime
) -> object:
    """延期批复"""
    return extend.decide(session, document, sent.request_id, sent.grant == "yes", sent.words, by=me, at=at)


@with_files("completion", CompletionSent)
def complete(
    session: Session, document: Document, sent: CompletionSent, keep: Keep, me: Me, at: datetime
) -> object:
    """报告办结"""
    return supervise.complete(session, document, sent.words, by=me, at=at, without=sent.without, keep=keep)


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


@on_document("new-instruction", NewInstructionSent)
def instruct_anew(
    session: Session, document: Document, sent: NewInstructionSent, me: Me, at: datetime
) -> object:
    """再次批示"""
    due = due_in_range(sent.due_date, today=local_day(at), name=_("办理时限"), field="due_date")
    return again.instruct_anew(session, document, sent.words, due_on(due), by=me, at=at)
