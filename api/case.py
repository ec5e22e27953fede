"""办文档案: one document with its paper, its story and its next act, as the page shows it."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.conversation import talk
from api.files import printouts
from api.forms import Form
from api.history import drawn
from api.offers import offers
from api.rail import rail, short
from api.relations import related
from api.sendings import copy_rows, receipts
from api.steered import steered
from api.story import asked, called, ledger_lines, opinions, reading_rows
from api.urge import urged
from api.work import work
from gateways.clock import now
from models import files, inbox, outbox, readings, receive
from models.database import unit_of_work
from models.document import Document
from models.files import FileRole, StoredFile
from models.inbox import BESIDE
from models.people import Me
from models.stages import Stage
from models.tasks import open_tasks
from models.values import on_paper, to_the_minute
from models.workdays import office_calendar

PICTURED = {"application/pdf", "image/png", "image/jpeg", "image/tiff"}


def case(session: Session, document: Document, me: Me, failed: Form | None = None) -> dict[str, Any]:
    """What document.html needs.  ``failed`` takes the place of the form that was refused."""
    offered = offers(session, document, me)
    kept = [] if document.stage is Stage.DESTROYED else files.files_of(session, document.id)
    return {
        "document": {"label": document.label, "title": document.title},
        "marks": [document.urgency, document.level],
        "pairs": _facts(session, document),
        "steps": rail(session, document),
        "pictures": [picture for file in kept for picture in _pictures(document, file)],
        "files": [
            _file(document, file) for file in kept if file.role in (FileRole.ORIGINAL, FileRole.EVIDENCE)
        ],
        "no_files": _why_no_files(document),
        "printouts": printouts(f"/documents/{document.id}", kept),
        "offers": [failed if failed and form.key == failed.key else form for form in offered],
        "failed": failed,
        "waits": _waits(session, document),
        "moving": f"/documents/{document.id}" if outbox.is_owed(session, document.id) else "",
        "opinions": opinions(session, document),
        "readings": reading_rows(session, document),
        "copies": _copies(session, document),
        "work": work(session, document),
        "copied": copy_rows(session, document),
        "receipts": receipts(session, document),
        "related": related(session, document, me),
        "talk": talk(session, document, me),
        "history": drawn(session, document),
        "ledger": ledger_lines(session, document),
    }


def note_opened(session: Session, document: Document, me: Me) -> None:
    """Somebody who is asked has it before his eyes: from now on nobody before takes his act back."""
    if inbox.unseen(session, document.id, me):
        with unit_of_work() as writing:
            inbox.see(writing, document.id, me, at=now())


def due_light(due: datetime | None) -> dict[str, str] | None:
    """The lamp and its words."""
    if due is None:
        return None
    left = office_calendar().left(due, now())
    return {"light": left.light.value, "words": str(left)}


def _facts(session: Session, document: Document) -> list[tuple[str, str]]:
    receipt = receive.receipt(session, document.id)
    return [
        ("来文单位", document.issuer or receipt.received_from),
        ("来文字号", document.doc_number),
        ("成文日期", on_paper(document.issue_date) if document.issue_date else ""),
        ("主送", "、".join(document.addressees)),
        ("文种", document.doc_kind.label if document.doc_kind else ""),
        ("附件", "；".join(document.attachments)),
        ("办理方式", document.action.label if document.action else ""),
        ("办理时限", on_paper(document.due_at) if document.due_at else ""),
        ("收到", f"{to_the_minute(document.received_at)}，{receipt.carrier}"),
        (
            "份数",
            f"{document.copies}份" + (f"，份号{document.copy_numbers}" if document.copy_numbers else ""),
        ),
        ("页数", f"{document.pages}页" if document.pages else ""),
        ("存放位置", receipt.location),
        ("备注", receipt.remarks),
        *steered(session, document),
    ]


def _pictures(document: Document, file: StoredFile) -> list[dict[str, str]]:
    if file.role is FileRole.FORM or file.media_type not in PICTURED:
        return []
    count = max(file.pages, 1)
    return [
        {"src": f"{_href(document, file)}/pages/{number}", "alt": f"第 {number} 页，共 {count} 页"}
        for number in range(1, min(count, 30) + 1)
    ]


def _file(document: Document, file: StoredFile) -> dict[str, str]:
    kind = file.name.rsplit(".", 1)[-1].upper()
    pages = f" · {file.pages} 页" if file.pages else ""
    return {"href": _href(document, file), "name": file.name, "about": f"{kind}{pages} · {size(file.size)}"}


def size(count: int) -> str:
    return f"{count / 1_048_576:.1f} MB" if count >= 1_048_576 else f"{max(count // 1024, 1)} KB"


def _href(document: Document, file: StoredFile) -> str:
    return f"/documents/{document.id}/files/{file.id}"


def _why_no_files(document: Document) -> str:
    if document.stage is Stage.DESTROYED:
        return "内容已按清册销毁，只保留登记信息。"
    return "只有纸质件，没有电子件。"


def _waits(session: Session, document: Document) -> list[dict[str, Any]]:
    waits = [
        task
        for task in open_tasks(session, document.id)
        if task.kind not in BESIDE  # copies and receipts, sixty of them perhaps, have panels of their own
    ]
    told, who = urged(session, waits), asked(session, document, waits)
    return [
        {
            "who": who[task.id],
            "what": task.kind.label,
            "due": due_light(task.due_at),
            "urged": told.get(task.id, ""),
        }
        for task in waits
    ]


def _copies(session: Session, document: Document) -> list[dict[str, str]]:
    """Where every copy is: those that were signed out with their readers, the others in the registry."""
    if not document.on_paper:
        return []
    receipt, out = receive.receipt(session, document.id), readings.held(session, document.id)
    place = f"机要室{'（' + receipt.location + '）' if receipt.location else ''}"
    numbers, many = readings.copy_numbers(document), document.copies - len(out)
    here = [number for number in numbers if number not in {one.copy_number for one in out}]
    rest = [f"{many}份"] if many > 0 and not numbers else here
    gone = [
        {
            "number": one.copy_number or ("未指定份号" if numbers else "1份"),
            "holder": called(session, f"person:{one.reader_id}"),
            "since": short(one.out_at) if one.out_at else "",
        }
        for one in out
    ]
    return [*gone, *({"number": copy, "holder": place, "since": ""} for copy in rest)]
