"""批量的动作: which acts may be done to several papers at once, each with the verb its own door calls.

Nothing that decides on a paper's content stands here: nobody approves in bulk.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from api.sent import Sent
from config.language import _, listed
from models import access, archive, circulate, copies, readings, urge
from models.callings import called
from models.document import Document
from models.errors import Malformed, NotFound, NotNow
from models.inbox import BESIDE, is_for
from models.kinds import Labelled
from models.people import Me
from models.tasks import Task, TaskKind, open_tasks
from models.values import Retention

MOST = 100
USUAL = _("请抓紧办理。")


class BulkAct(Labelled):
    """The value is the last part of the address of the act's own door."""

    SEEING = "seeing", "标记已阅"
    HANDING_OUT = "handing-out", "送阅"
    FILING = "filing", "归档"
    URGING = "urging", "催办"

    @property
    def asks(self) -> bool:
        """Whether something is to be filled in, once for all of them."""
        return self in (BulkAct.FILING, BulkAct.URGING)


KINDS = {
    TaskKind.SEE: BulkAct.SEEING,
    TaskKind.HAND_OUT: BulkAct.HANDING_OUT,
    TaskKind.ARCHIVE: BulkAct.FILING,
}


class BulkSent(Sent):
    """``ids``: of tasks; of documents where somebody else is urged."""

    act: BulkAct = Field(title=_("批量办理"))
    ids: list[UUID] = Field(min_length=1, max_length=MOST, title=_("所选的件"))
    sure: bool = Field(default=False, title=_("确认"))
    words: str = Field(default="", title=_("催办的话"))
    category: str = Field(default="", title=_("类目"))
    retention: Retention | None = Field(default=None, title=_("保管期限"))
    office: str = Field(default="", title=_("机构"))
    checks: list[str] = Field(default_factory=list, title=_("归档检查"))
    remarks: str = Field(default="", title=_("备注"))


class OneByOne(NotNow):
    def __init__(self, task: Task) -> None:
        super().__init__(_("“{kind}”须打开此件办理，不能批量。", kind=task.kind.label))


class SeveralCopies(Malformed):
    def __init__(self) -> None:
        super().__init__(_("此件有几个份号，请打开此件选定份号再送阅。"))


class NoTerm(Malformed):
    def __init__(self) -> None:
        super().__init__(_("请选择保管期限。"), "retention")


class NobodyWaited(NotNow):
    def __init__(self, document: Document) -> None:
        super().__init__(_("{document}现在没有在等别人办的事，不用催。", document=document.label))


# What the verb did, in words for the report; empty where the act says it all.
Verb = Callable[[Session, Document, Task | None, BulkSent, Me, datetime], str]


def find(session: Session, sent: BulkSent, one: UUID, me: Me) -> tuple[Document, Task | None]:
    """What an id names, if this person may know of it.  Raises NotFound, OneByOne."""
    if sent.act is BulkAct.URGING:
        return access.find(session, one, me, to_change=True), None
    task = session.get(Task, one)
    if task is None or task.document_id is None:
        raise NotFound()
    document = access.find(session, task.document_id, me, to_change=True)
    if KINDS.get(task.kind) is not sent.act:
        raise OneByOne(task)
    return document, task


def do(session: Session, document: Document, task: Task | None, sent: BulkSent, me: Me, at: datetime) -> str:
    """The act on one of them, in whose place it is asked.  Raises what the act's verb raises."""
    by = me.answering(task.hat) if task else me
    return VERBS[sent.act](session, document, task, sent, by, at)


def _see(
    session: Session, document: Document, _task: Task | None, _sent: BulkSent, by: Me, at: datetime
) -> str:
    copies.see(session, document, by=by, at=at)
    return ""


def _hand_out(
    session: Session, document: Document, task: Task | None, _sent: BulkSent, by: Me, at: datetime
) -> str:
    if len(readings.copy_numbers(document)) > 1:
        raise SeveralCopies()
    reading = circulate.hand_out(session, document, task.about if task else document.id, "", by=by, at=at)
    hat = f"person:{reading.reader_id}"
    return _("送{who}", who=called(session, [hat])[hat])


def _file(
    session: Session, document: Document, _task: Task | None, sent: BulkSent, by: Me, at: datetime
) -> str:
    if sent.retention is None:
        raise NoTerm()
    filed = archive.file(
        session,
        document,
        category=sent.category,
        retention=sent.retention,
        office=sent.office,
        checks=sent.checks,
        remarks=sent.remarks,
        by=by,
        at=at,
    )
    return filed.code


def _urge(
    session: Session, document: Document, _task: Task | None, sent: BulkSent, by: Me, at: datetime
) -> str:
    others = [
        task for task in open_tasks(session, document.id) if task.kind not in BESIDE and not is_for(task, by)
    ]
    if not others:
        raise NobodyWaited(document)
    for task in others:
        urge.urge(session, document, task.id, sent.words, by=by, at=at)
    who = called(session, {task.hat for task in others})
    return listed(who[task.hat] for task in others)


VERBS: dict[BulkAct, Verb] = {
    BulkAct.SEEING: _see,
    BulkAct.HANDING_OUT: _hand_out,
    BulkAct.FILING: _file,
    BulkAct.URGING: _urge,
}
