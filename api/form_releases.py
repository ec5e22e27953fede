"""表单模板: what each form is printed on, an edited template with its sample, its release by a second person."""

import hashlib
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, UploadFile
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlmodel import Session

from api.deps import Actor, Looking, Reader
from api.files import BYTES, saved_as
from api.form_views import listing, state
from api.held_files import Held, fetched
from api.notices import said_at
from api.pages import page
from api.sent import Sent
from config.language import _
from gateways import form_room, forms, pdf, printing, vault
from gateways.clock import now
from models import files, form_releases
from models.database import unit_of_work
from models.errors import Malformed
from models.files import FileRole
from models.form_releases import FormRelease
from models.papers import KINDS
from models.people import Me

pages = APIRouter(prefix="/forms", include_in_schema=False)
api = APIRouter(prefix="/api/v1/forms", tags=["forms"])

LARGEST = 2 << 20  # bytes; those that came with the product have under ten thousand


class TemplateSent(Sent):
    kind: str = Field(title=_("表单"))
    why: str = Field(title=_("修改理由"))
    file: UploadFile | None = Field(default=None, title=_("模板文件"))


class TemplateForm(TemplateSent):
    csrf: str = ""
    held: Held


class NothingForm(Sent):
    csrf: str = ""


class ReleaseOut(BaseModel):
    id: UUID
    kind: str
    number: int | None
    digest: str
    why: str
    state: str


@pages.get("")
def shelf(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    return page(request, "forms/templates.html", **listing(session, me))


@pages.post("", name="propose-form")
def propose_page(sent: Annotated[TemplateForm, Form()], _me: Reader, actor: Actor) -> RedirectResponse:
    with actor(sent.csrf) as (_session, me):
        pass
    if sent.held:
        (sent.file,) = fetched(sent.held[:1], actor.visitor)
    propose(sent, me)
    return said_at("/forms", "form-proposed")


@pages.get("/kinds/{kind}/template")
def template_of(kind: str, session: Looking, _me: Reader) -> Response:
    """What this form is printed on now, to be edited in Word."""
    chosen = form_releases.kind_named(kind)
    return _word(printing.released(session, chosen) or forms.shipped(chosen), chosen.file)


@pages.get("/{release_id}/sample")
def sample(release_id: UUID, session: Looking, _me: Reader) -> Response:
    """Filled with names of fields only: as PDF where this machine can make one, else as a Word file."""
    release = form_releases.find(session, release_id)
    kind = KINDS[release.kind]
    stored = files.find_file(session, release.id, release.file_id)
    template = vault.open_file(session, stored)
    session.close()
    filled = form_room.try_out(template, kind)
    if not pdf.available():
        return _word(filled, f"样张-{kind.title}.docx")
    return Response(pdf.to_pdf(filled), media_type=BYTES, headers=saved_as(f"样张-{kind.title}.pdf"))


@pages.post("/{release_id}/release", name="release-form")
def release_page(release_id: UUID, sent: Annotated[NothingForm, Form()], actor: Actor) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        _release(session, release_id, me)
    return said_at("/forms", "form-released")


@pages.post("/{release_id}/withdrawal", name="withdraw-form")
def withdraw_page(release_id: UUID, sent: Annotated[NothingForm, Form()], actor: Actor) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        _withdraw(session, release_id, me)
    return said_at("/forms", "form-withdrawn")


@api.get("", operation_id="list_forms", summary="表单模板")
def list_forms(session: Looking, _me: Reader) -> list[ReleaseOut]:
    return [_told(session, one) for one in form_releases.history(session)]


@api.post("", operation_id="propose_form", summary="提交表单模板", status_code=201)
def propose_by_program(sent: Annotated[TemplateSent, Form()], _me: Reader, actor: Actor) -> ReleaseOut:
    with actor() as (_session, me):
        pass
    return propose(sent, me)


@api.post("/{release_id}/release", operation_id="release_form", summary="发布表单模板")
def release_by_program(release_id: UUID, actor: Actor) -> ReleaseOut:
    with actor() as (session, me):
        return _told(session, _release(session, release_id, me))


@api.post("/{release_id}/withdrawal", operation_id="withdraw_form", summary="撤回表单模板")
def withdraw_by_program(release_id: UUID, actor: Actor) -> ReleaseOut:
    with actor() as (session, me):
        return _told(session, _withdraw(session, release_id, me))


def propose(sent: TemplateSent, me: Me) -> ReleaseOut:
    """Checked and filled with a sample in a confined child, before the transaction begins."""
    me.must_be(form_releases.PROPOSER)
    kind, at = form_releases.kind_named(sent.kind), now()
    template = sent.file.file.read(LARGEST + 1) if sent.file else b""
    if not 0 < len(template) <= LARGEST:
        raise Malformed(_("请选择模板文件（.docx，不超过2 MB）。"), "file")
    form_room.try_out(template, kind)
    with unit_of_work() as session:

        def keep(owner: UUID) -> UUID:
            kept = vault.seal(
                session,
                owner,
                template,
                name=kind.file,
                media_type=printing.DOCX,
                role=FileRole.TEMPLATE,
                at=at,
            )
            session.flush()
            return kept.id

        digest = hashlib.sha256(template).hexdigest()
        return _told(session, form_releases.propose(session, kind, digest, sent.why, keep, by=me, at=at))


def _release(session: Session, release_id: UUID, me: Me) -> FormRelease:
    one = form_releases.find(session, release_id, to_change=True)
    return form_releases.release(session, one, by=me, at=now())


def _withdraw(session: Session, release_id: UUID, me: Me) -> FormRelease:
    one = form_releases.find(session, release_id, to_change=True)
    return form_releases.withdraw(session, one, by=me, at=now())


def _told(session: Session, one: FormRelease) -> ReleaseOut:
    return ReleaseOut(
        id=one.id, kind=one.kind, number=one.number, digest=one.digest, why=one.why, state=state(session, one)
    )


def _word(content: bytes, name: str) -> Response:
    return Response(content, media_type=BYTES, headers=saved_as(name))
