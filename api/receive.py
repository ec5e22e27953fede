"""签收: the counter where an envelope is signed for and its file is sealed."""

from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field

from api.acts import Done
from api.deps import Reader, must_be_ours
from api.forms import Form as Sheet
from api.forms import choose
from api.intake import ENDINGS, take_in
from api.pages import page
from api.sent import Sent
from gateways.clock import now
from models import receive
from models.database import unit_of_work
from models.dates import SHANGHAI
from models.people import Me, Role
from models.receive import CARRIERS, Envelope, LikelyDuplicate
from models.values import Urgency, read_moment

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["acts"])

ACCEPT = ",".join(ENDINGS)


class ReceiptSent(Sent):
    received_from: str = Field(title="来文单位")
    received_at: str = Field(title="收到日期和时间", description="2026-11-22T10:31, Shanghai time")
    carrier: str = Field(title="送达方式")
    copies: int = Field(default=1, title="份数")
    copy_numbers: str = Field(default="", title="份号")
    pages: int = Field(default=0, title="页数")
    urgency: Urgency = Field(default=Urgency.ROUTINE, title="紧急程度")
    paper_location: str = Field(default="", title="存放位置")
    remarks: str = Field(default="", title="备注")
    on_paper: Literal["yes", "no"] = Field(
        default="yes", title="有纸质件"
    )  # a bool left out of a form is False
    duplicate_ok: bool = Field(default=False, title="仍要登记")


class ReceiptForm(ReceiptSent):
    csrf: str = ""
    file: UploadFile | None = None


@pages.get("/documents/new")
def counter(request: Request, me: Reader) -> HTMLResponse:
    me.must_be(Role.SECRETARY)
    return page(request, "receive/form.html", form=blank(), accept=ACCEPT)


@pages.post("/documents", name="receive")
def receive_page(request: Request, sent: Annotated[ReceiptForm, Form()], me: Reader) -> RedirectResponse:
    must_be_ours(request, sent.csrf)
    done = sign_for(sent, me)
    return RedirectResponse(f"/documents/{done.id}?done=received", status_code=303)


@api.post("/documents", operation_id="receive", summary="签收", status_code=201)
def receive_by_program(sent: Annotated[ReceiptForm, Form()], me: Reader) -> Done:
    return sign_for(sent, me)


def sign_for(sent: ReceiptForm, me: Me) -> Done:
    """The file is read before the transaction begins: receipt, sealed file and suggestion commit as one."""
    me.must_be(Role.SECRETARY)
    envelope, at = _envelope(sent), now()
    receive.check(envelope, at)
    upload = take_in(sent.file) if sent.file and sent.file.filename else None
    with unit_of_work() as session:
        document = receive.receive(session, envelope, by=me, at=at)  # from here on nobody else receives
        others = receive.same_file(session, upload.digest, by=me) if upload else []
        if others and not sent.duplicate_ok:
            raise LikelyDuplicate(others)
        if upload:
            document.pages = document.pages or upload.pages
            receive.suggest(session, document, upload.found, at=at)
            upload.seal(session, document.id, at=at)
        return Done(id=document.id, label=document.label, stage=document.stage or "", version=document.line)


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
        },
        choices={"carrier": [(one, one) for one in CARRIERS], "urgency": choose(Urgency)},
    )


def _envelope(sent: ReceiptSent) -> Envelope:
    return Envelope(
        received_from=sent.received_from,
        received_at=read_moment(sent.received_at, "收到日期和时间", field="received_at"),
        carrier=sent.carrier,
        copies=sent.copies,
        copy_numbers=sent.copy_numbers,
        pages=sent.pages,
        urgency=sent.urgency,
        location=sent.paper_location,
        remarks=sent.remarks,
        on_paper=sent.on_paper == "yes",
    )
