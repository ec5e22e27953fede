"""待办: the task inbox."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session, and_, col, func, select, true

from api.case import due_light, short
from api.deps import Looking, Reader
from api.documents import PER_PAGE, entry, turn_page
from api.pages import page
from gateways.clock import SHANGHAI, now, today
from models.access import visible_to
from models.document import Document
from models.inbox import waiting_for
from models.orders import DestructionOrder
from models.people import ADMINISTRATORS, Me
from models.tasks import Task, TaskKind
from models.urge import urgings
from models.workdays import due_on

pages = APIRouter(include_in_schema=False)

READING = {TaskKind.READ, TaskKind.ACKNOWLEDGE, TaskKind.SEE}


@dataclass(frozen=True)
class Folder:
    """One way of looking at the inbox."""

    word: str
    href: str
    pressing: bool = False


FOLDERS = {
    "": Folder("全部待办", "/"),
    "today": Folder("今日到期", "/?folder=today"),
    "late": Folder("已超期", "/?folder=late", pressing=True),
    "acts": Folder("待办件", "/?folder=acts"),
    "reads": Folder("待阅件", "/?folder=reads"),
}


@pages.get("/")
def desk(
    request: Request,
    session: Looking,
    me: Reader,
    folder: str = "",
    page_: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    here = str(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
    folder = folder if folder in FOLDERS else ""
    return page(request, "desk.html", here=here, **shown(session, me, folder, page_))


def shown(session: Session, me: Me, folder: str = "", number: int = 1) -> dict[str, Any]:
    """What desk.html needs: every folder's count, and one page of the open folder."""
    at = now()
    counts = _counts(session, me, at)
    ordered = _ordered(inbox(me).where(*_in_folder(folder, at)))
    waiting = session.exec(ordered.offset((number - 1) * PER_PAGE).limit(PER_PAGE)).all()
    told = urgings(session, [task.id for task, _ in waiting])
    return {
        "waiting": counts[""],
        "as_of": at.astimezone(SHANGHAI).strftime("%H:%M"),
        "folders": [_folder(name, counts[name], name == folder) for name in FOLDERS],
        "folder_word": FOLDERS[folder].word,
        "tasks": [
            _row(session, task, document, me) | {"urged": len(told.get(task.id, []))}
            for task, document in waiting
        ],
        "turn": turn_page(number, len(waiting), counts[folder], lambda number: _address(folder, number)),
        "nothing": "没有待办。",
        "done_today": f"今天已办 {_done_today(session, me)} 件。",
    }


def inbox(me: Me) -> Any:
    """What waits for this person, or is lent to him or her, on visible documents (and on destruction orders)."""
    visible = visible_to(me).where(Document.id == Task.document_id).correlate(Task).exists()
    if not me.roles & ADMINISTRATORS:
        visible |= col(Task.document_id).is_(None)
    asked = select(Task, Document).outerjoin(Document, col(Document.id) == Task.document_id)
    return asked.where(waiting_for(me), visible)


def _in_folder(folder: str, at: datetime) -> list[Any]:
    """The conditions that make a folder."""
    reads = col(Task.kind).in_(READING)
    return {
        "today": [col(Task.due_at) >= at, col(Task.due_at) <= due_on(today())],
        "late": [col(Task.due_at) < at],
        "acts": [~reads],
        "reads": [reads],
    }.get(folder, [])


def _ordered(query: Any) -> Any:
    """Overdue and urgent first, then by deadline, then by arrival."""
    return query.order_by(
        col(Task.due_at).is_(None), col(Task.due_at), col(Document.urgency).desc(), col(Task.opened_at)
    )


def _counts(session: Session, me: Me, at: datetime) -> dict[str, int]:
    """Every folder's in one look."""
    columns = [func.count().filter(and_(true(), *_in_folder(name, at))) for name in FOLDERS]
    counted = session.exec(inbox(me).with_only_columns(*columns)).one()
    return dict(zip(FOLDERS, counted, strict=True))


def _done_today(session: Session, me: Me) -> int:
    midnight = now().astimezone(SHANGHAI).replace(hour=0, minute=0, second=0, microsecond=0)
    done = select(func.count()).where(Task.closed_by == me.id, col(Task.closed_at) >= midnight)
    return session.exec(done.select_from(Task)).one()


def _folder(name: str, count: int, current: bool) -> dict[str, Any]:
    folder = FOLDERS[name]
    return {
        "word": folder.word,
        "href": folder.href,
        "count": count,
        "current": current,
        "pressing": folder.pressing and count > 0,
    }


def _address(folder: str, number: int) -> str:
    return f"/?folder={folder}&page={number}"


def _row(session: Session, task: Task, document: Document | None, me: Me) -> dict[str, Any]:
    shared = {
        "id": str(task.id),
        "what": task.kind.label,
        "behalf_of": me.answering(task.hat).behalf_name,
        "due": due_light(task.due_at),
        "arrived": short(task.opened_at),
    }
    if document is None:
        return shared | _order(session.get_one(DestructionOrder, task.subject))
    return shared | entry(session, document)


def _order(order: DestructionOrder) -> dict[str, Any]:
    return {
        "href": f"/destruction-orders/{order.id}",
        "title": f"销毁清册 {order.number}",
        "issuer": "",
        "doc_number": "",
        "label": order.number,
        "tags": [],
    }
