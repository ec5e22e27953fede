"""办文档案: one document with its paper, its story and its next act, as the page shows it."""

from datetime import datetime
from typing import Any

from sqlmodel import Session

from api.conversation import talk
from api.forms import Form
from api.history import drawn
from api.offers import offers
from api.paper import paper
from api.processing_sheet import printed_sheet
from api.rail import rail, short
from api.readers import reader_rows
from api.relations import related
from api.sendings import copy_rows, receipts
from api.steered import steered
from api.story import asked, called, ledger_lines, mail_rows, opinions, parted, reading_rows
from api.urge import urged
from api.work import work
from config.language import _
from gateways.clock import now
from models import files, inbox, outbox, readings, receive
from models.database import unit_of_work
from models.document import Document
from models.inbox import BESIDE
from models.initiate import Initiation, initiation
from models.people import Me
from models.stages import Stage
from models.tasks import open_tasks
from models.values import on_paper, to_the_minute
from models.workdays import office_calendar

Pairs = list[tuple[str, str]]

KEY_FACTS = 4


def case(session: Session, document: Document, me: Me, failed: Form | None = None) -> dict[str, Any]:
    """What document.html needs.  ``failed`` takes the place of the form that was refused."""
    offered = offers(session, document, me)
    kept = [] if document.stage is Stage.DESTROYED else files.files_of(session, document.id)
    return {
        "document": {"label": document.label, "title": document.title},
        "marks": [document.urgency, document.level],
        **_facts(session, document),
        "steps": rail(session, document),
        **paper(document, kept),
        "sheet": printed_sheet(session, document, me),
        "offers": [failed if failed and form.key == failed.key else form for form in offered],
        "failed": failed,
        "waits": _waits(session, document),
        "after": None,
        "moving": f"/documents/{document.id}" if outbox.is_owed(session, document.id) else "",
        "opinions": parted(opinions(session, document)),
        "readings": reading_rows(session, document),
        "copies": _copies(session, document),
        "work": work(session, document),
        "copied": copy_rows(session, document),
        "receipts": receipts(session, document),
        "related": related(session, document, me),
        "talk": talk(session, document, me),
        "known_by": reader_rows(session, document, me),
        "history": drawn(session, document),
        "mailed": mail_rows(session, document),
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


def _facts(session: Session, document: Document) -> dict[str, Pairs]:
    """What everybody asks first, then the rest, for whoever unfolds it."""
    receipt = receive.receipt(session, document.id)
    numbers = _("，份号{copy_numbers}", copy_numbers=document.copy_numbers) if document.copy_numbers else ""
    pairs = [
        (_("来文单位"), document.issuer or receipt.received_from),
        (_("来文字号"), document.doc_number),
        (_("办理时限"), on_paper(document.due_at) if document.due_at else ""),
        (
            _("收到"),
            _(
                "{received_at}，{carrier}",
                received_at=to_the_minute(document.received_at),
                carrier=receipt.carrier_said,
            ),
        ),
        (_("办理方式"), document.action.label if document.action else ""),
        (_("成文日期"), on_paper(document.issue_date) if document.issue_date else ""),
        (_("主送"), "、".join(document.addressees)),
        (_("文种"), document.doc_kind.label if document.doc_kind else ""),
        (_("附件"), "；".join(document.attachments)),
        (_("保密期限"), document.term),
        (_("份数"), _("{copies}份{numbers}", copies=document.copies, numbers=numbers)),
        (_("页数"), _("{pages}页", pages=document.pages) if document.pages else ""),
        (_("存放位置"), receipt.location),
        (_("备注"), receipt.remarks),
    ]
    begun = initiation(session, document.id)
    steering = [*_begun(begun), *steered(session, document)]
    return {"pairs": [*pairs[:KEY_FACTS], *steering], "more_pairs": pairs[KEY_FACTS:]}


def _begun(begun: Initiation | None) -> Pairs:
    """Where a matter was decided that did not come by post."""
    if begun is None:
        return []
    return [(_("来源"), begun.source.label), (_("立项依据"), begun.basis)]


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
    place = _("机要室{location}", location="（" + receipt.location + "）" if receipt.location else "")
    numbers, many = readings.copy_numbers(document), document.copies - len(out)
    here = [number for number in numbers if number not in {one.copy_number for one in out}]
    rest = [_("{many}份", many=many)] if many > 0 and not numbers else here
    gone = [
        {
            "number": one.copy_number or (_("未指定份号") if numbers else _("1份")),
            "holder": called(session, f"person:{one.reader_id}"),
            "since": short(one.out_at) if one.out_at else "",
        }
        for one in out
    ]
    return [*gone, *({"number": copy, "holder": place, "since": ""} for copy in rest)]
