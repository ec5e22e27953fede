"""签收: the counter where an envelope is signed for and its file is sealed."""

from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field
from sqlmodel import Session

from api.acts import Done
from api.deps import Actor, Reader
from api.forms import Form as Sheet
from api.forms import choose
from api.held_files import Held, fetched
from api.intake import ENDINGS, Upload
from api.intake_many import Together, letters_in
from api.pages import page
from api.register import FIRST_FIELD
from api.sent import Sent
from api.step_up import must_be_fresh_for
from config.language import _
from config.settings import settings
from gateways.clock import now
from models import receive
from models.database import unit_of_work
from models.dates import SHANGHAI
from models.people import Me
from models.receive import CARRIERS, Envelope, LikelyDuplicate
from models.values import Urgency, read_moment

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["acts"])

ACCEPT = ",".join(ENDINGS)
TOGETHER = [("one", _("合为一件：第一个是正本，其余是附件")), ("each", _("各登一件：每个文件是一封来文"))]


class ReceiptSent(Sent):
    received_from: str = Field(default="", title=_("来文单位"), description="Blank: as the file says.")
    received_at: str = Field(title=_("收到日期和时间"), description="2026-11-22T10:31, Shanghai time")
    carrier: str = Field(title=_("送达方式"))
    copies: int = Field(default=1, title=_("份数"))
    copy_numbers: str = Field(default="", title=_("份号"))
    pages: int = Field(default=0, title=_("页数"))
    urgency: Urgency = Field(default=Urgency.ROUTINE, title=_("紧急程度"))
    paper_location: str = Field(default="", title=_("存放位置"))
    remarks: str = Field(default="", title=_("备注"))
    on_paper: Literal["yes", "no"] = Field(
        default="yes", title=_("有纸质件")
    )  # a bool left out of a form is False
    duplicate_ok: bool = Field(default=False, title=_("仍要登记"))


class LetterSent(ReceiptSent):
    """One letter: its file first, then what is annexed to it; or paper alone."""

    file: list[UploadFile] = Field(default_factory=list)


class ReceiptForm(LetterSent):
    csrf: str = ""
    together: Together = "one"
    held: Held


@pages.get("/documents/new")
def counter(request: Request, _me: Reader) -> HTMLResponse:
    """Raises NotConfirmed: who is to prove himself does so before a file is chosen."""
    must_be_fresh_for(request, "/documents")
    return page(request, "receive/form.html", **counter_page(blank()))


@pages.post("/documents", name="receive")
def receive_page(sent: Annotated[ReceiptForm, Form()], _me: Reader, actor: Actor) -> RedirectResponse:
    with actor(sent.csrf) as (_session, me):
        pass
    sent.file += fetched(sent.held, actor.visitor)
    done = sign_for(sent, sent.together, me)
    said = "received" if len(done) == 1 else "received-each"
    return RedirectResponse(f"/documents/{done[0].id}?done={said}#{FIRST_FIELD}", status_code=303)


@api.post("/documents", operation_id="receive", summary="签收", status_code=201)
def receive_by_program(sent: Annotated[LetterSent, Form()], _me: Reader, actor: Actor) -> Done:
    with actor() as (_session, me):
        pass
    return sign_for(sent, "one", me)[0]


def sign_for(sent: LetterSent, together: Together, me: Me) -> list[Done]:
    """Files are read before the transaction begins: receipts, sealed files and suggestions commit as one."""
    at = now()
    receive.check(_envelope(sent, []), at)
    with letters_in(sent.file, together, me) as letters, unit_of_work() as session:
        return [_sign_for(session, sent, uploads, me, at) for uploads in letters]


def _sign_for(session: Session, sent: LetterSent, uploads: list[Upload], me: Me, at: datetime) -> Done:
    document = receive.receive(
        session, _envelope(sent, uploads), by=me, at=at
    )  # nobody else receives meanwhile
    others = [one for upload in uploads for one in receive.same_file(session, upload.digest, by=me)]
    if others and not sent.duplicate_ok:
        raise LikelyDuplicate(others)
    document.pages = document.pages or sum(upload.pages for upload in uploads)
    if uploads:
        receive.suggest(session, document, uploads[0].found, at=at)
    for place, upload in enumerate(uploads):
        upload.seal(session, document.id, at=at + timedelta(microseconds=place))  # they keep their order
    return Done(id=document.id, label=document.label, stage=document.stage or "", version=document.line)


def counter_page(form: Sheet) -> dict[str, Any]:
    """What receive/form.html needs."""
    return {"form": form, "accept": ACCEPT, "most_mb": settings().upload_limit_mb, "first_field": FIRST_FIELD}


def blank() -> Sheet:
    """An empty receipt: today, this minute, one copy."""
    return Sheet(
        act="documents",
        key="receive",
        action="/documents",
        template="receive/form.html",
        values={
            "received_at": now().astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M"),
            "copies": "1",
            "pages": "0",
            "urgency": Urgency.ROUTINE.value,
            "carrier": CARRIERS[0],
            "on_paper": "yes",
            "together": "one",
        },
        choices={
            "carrier": [(one, one) for one in CARRIERS],
            "urgency": choose(Urgency),
            "together": TOGETHER,
        },
    )


def _envelope(sent: ReceiptSent, uploads: list[Upload]) -> Envelope:
    read = uploads[0].found.get("issuer", {}).get("value", "") if uploads else ""
    return Envelope(
        received_from=sent.received_from or read,
        received_at=read_moment(sent.received_at, _("收到日期和时间"), field="received_at"),
        carrier=sent.carrier,
        copies=sent.copies,
        copy_numbers=sent.copy_numbers,
        pages=sent.pages,
        urgency=sent.urgency,
        location=sent.paper_location,
        remarks=sent.remarks,
        on_paper=sent.on_paper == "yes",
    )
