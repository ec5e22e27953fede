"""预览: the reading pane beside the list.  It shows a paper, so it is a look like any other: noted, and by right."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from api.case import due_light, note_opened
from api.deps import Looking, Reader, TheDocument
from api.documents import entry
from api.offers import offers
from api.pages import page
from api.paper import paper
from api.story import asked
from api.story import opinions as opinions_of
from models import files
from models.document import Document
from models.inbox import BESIDE, is_for
from models.people import Me
from models.stages import Stage
from models.tasks import open_tasks

pages = APIRouter(include_in_schema=False)


@pages.get("/documents/{document_id}/preview")
def preview(request: Request, document: TheDocument, session: Looking, me: Reader) -> HTMLResponse:
    note_opened(session, document, me)
    return page(request, "desk/preview.html", **shown(session, document, me))


def shown(session: Session, document: Document, me: Me) -> dict[str, Any]:
    """What it is, who proposes what, by when, the first page, and the next act."""
    waits = [task for task in open_tasks(session, document.id) if task.kind not in BESIDE]
    who = asked(session, document, waits)
    mine = [task for task in open_tasks(session, document.id) if is_for(task, me)]
    forms = [form for form in offers(session, document, me) if form.main]
    said = opinions_of(session, document)
    proposed = next((one for one in reversed(said[:-1]) if one["kind"] == "proposal"), None)
    kept = [] if document.stage is Stage.DESTROYED else files.files_of(session, document.id)
    row = entry(session, document)
    return row | {
        "tags_": row["tags"],
        "stage": document.stage.label if document.stage else "",
        "waits": [
            {"who": who[task.id], "what": task.kind.label, "due": due_light(task.due_at)} for task in waits
        ],
        "said": [one for one in (proposed, said[-1] if said else None) if one],
        "picture": next(iter(paper(document, kept)["pictures"]), None),
        "act": mine[0].kind.label if mine and forms else "",
        "act_href": f"/documents/{document.id}#act-{forms[0].key}" if forms else "",
    }
