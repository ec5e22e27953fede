"""工作台的行: one line of the desk, whatever folder it lies in, and the acts that several of them allow at once."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from api.case import due_light, short
from api.documents import entry, list_rows
from config.language import _, each
from models import desk
from models.desk import Folder
from models.document import Document
from models.orders import DestructionOrder
from models.people import Me, Role
from models.sought import UNFINISHED
from models.tasks import Task, TaskKind
from models.urge import urgings

# What may be done with several at once, and what its button says: nothing that decides on a paper's content.
BULK = each(
    {
        "seeing": "标记已阅",
        "handing-out": "送阅",
        "filing": "归档…",
        "urging": "催办…",
    }
)
BULK_KINDS = {TaskKind.SEE: "seeing", TaskKind.HAND_OUT: "handing-out", TaskKind.ARCHIVE: "filing"}


def task_rows(
    session: Session, waiting: Sequence[tuple[Task, Document | None]], me: Me
) -> list[dict[str, Any]]:
    told = urgings(session, [task.id for task, _ in waiting])
    return [
        _of_task(session, task, document, me) | {"urged": len(told.get(task.id, []))}
        for task, document in waiting
    ]


def document_rows(
    session: Session, documents: Sequence[Document], folder: Folder, me: Me
) -> list[dict[str, Any]]:
    """The deadline is the folder's: of what departments owe where that is chased."""
    due = desk.due_of(session, folder, [one.id for one in documents])
    urges = folder is not Folder.DONE and me.roles & {Role.SECRETARY, Role.OFFICE_HEAD}
    return [
        row
        | {
            "due": due_light(due[document.id]) if document.stage in UNFINISHED else None,
            "bulk": "urging" if urges and document.stage in UNFINISHED else "",
        }
        for row, document in zip(list_rows(session, documents), documents, strict=True)
    ]


def acts_on(rows: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """The buttons that this page of rows has a use for."""
    used = {row["bulk"] for row in rows}
    return [{"act": act, "word": word} for act, word in BULK.items() if act in used]


def _of_task(session: Session, task: Task, document: Document | None, me: Me) -> dict[str, Any]:
    shared = {
        "id": str(task.id),
        "what": task.kind.label,
        "behalf_of": me.answering(task.hat).behalf_name,
        "due": due_light(task.due_at),
        "arrived": short(task.opened_at),
        "unread": task.seen_at is None,
        "bulk": BULK_KINDS.get(task.kind, ""),
        "waits_for": "",
    }
    if document is None:
        return shared | _of_order(session.get_one(DestructionOrder, task.subject))
    return shared | entry(session, document)


def _of_order(order: DestructionOrder) -> dict[str, Any]:
    return {
        "href": f"/destruction-orders/{order.id}",
        "title": _("销毁清册 {order}", order=order.number),
        "issuer": "",
        "doc_number": "",
        "label": order.number,
        "tags": [],
    }
