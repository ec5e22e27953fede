"""催办: whom a case waits for, how often he was urged, and one click that urges him."""

from datetime import datetime
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.acts import on_document
from api.deps import Looking, Reader, TheDocument
from api.forms import Form
from api.offers import form_on, offered_always
from api.sent import Sent
from config.language import _
from models import second_thoughts, urge
from models.callings import called, names
from models.document import Document
from models.inbox import TaskKind, is_for
from models.people import Me
from models.second_thoughts import What
from models.tasks import Task, open_tasks
from models.urge import Urging
from models.values import to_the_minute

api = APIRouter(prefix="/api/v1", tags=["reading"])

USUAL = _("请抓紧办理。")


class UrgingSent(Sent):
    task_id: UUID = Field(title=_("催办事项"))
    words: str = Field(title=_("催办的话"))


class WaitOut(BaseModel):
    """What the case waits for.  ``task_id`` is what an urging names."""

    task_id: UUID
    kind: str
    who: str
    opened_at: datetime
    due_at: datetime | None
    urged: int
    urged_at: datetime | None


@on_document("urging", UrgingSent, beside=True)
def urge_task(session: Session, document: Document, sent: UrgingSent, me: Me, at: datetime) -> object:
    """催办"""
    urging = urge.urge(session, document, sent.task_id, sent.words, by=me, at=at)
    told = {"urgings": [[str(document.id), str(urging.id)]]}
    return second_thoughts.note(session, What.URGING, told, by=me, at=at)


@api.get("/documents/{document_id}/waits", operation_id="list_waits", summary="现在等谁")
def list_waits(document: TheDocument, session: Looking, _me: Reader) -> list[WaitOut]:
    waits = open_tasks(session, document.id)
    who = called(session, {task.hat for task in waits})
    told = urge.urgings(session, [task.id for task in waits])
    return [_out(task, who[task.hat], told.get(task.id, [])) for task in waits]


@offered_always
def urging_form(session: Session, document: Document, me: Me) -> list[Form]:
    """The receipts of a distribution are chased from their own board."""
    waits = [task for task in open_tasks(session, document.id) if task.kind is not TaskKind.RECEIPT]
    others = [task for task in waits if not is_for(task, me)]
    if not others or not urge.may_urge(session, document, me):
        return []
    who = called(session, {task.hat for task in others})
    choices = [(str(task.id), f"{who[task.hat]} {task.kind.label}") for task in others]
    values = {"words": USUAL}
    return [form_on(document, "urging", "urge", choices={"task_id": choices}, values=values)]


def urged(session: Session, waits: list[Task]) -> dict[UUID, str]:
    """What stands beside a waiting task: 已催2次，最近：林晓梅 11月22日 10:31，请抓紧办理。"""
    told = urge.urgings(session, [task.id for task in waits])
    who = names(session, {some[-1].by for some in told.values()})
    return {
        task_id: _(
            "已催{many}次，最近：{by} {at}，{words}",
            many=len(some),
            by=who[some[-1].by],
            at=to_the_minute(some[-1].at),
            words=some[-1].words,
        )
        for task_id, some in told.items()
    }


def _out(task: Task, who: str, told: list[Urging]) -> WaitOut:
    return WaitOut(
        task_id=task.id,
        kind=task.kind.value,
        who=who,
        opened_at=task.opened_at,
        due_at=task.due_at,
        urged=len(told),
        urged_at=told[-1].at if told else None,
    )
