"""备份介质: registered and ended on the page of the backups, or by a program."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from api import forms
from api.deps import Actor
from api.notices import said_at
from api.sent import Sent, as_form
from config.language import _
from gateways.clock import now
from models import media, powers
from models.media import BackupMedium, MediumState
from models.people import Me
from models.powers import Power
from models.values import to_the_minute

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["administration"])


class MediumSent(Sent):
    label: str = Field(title=_("介质编号"))
    keeper: str = Field(title=_("保管人"))
    place: str = Field(title=_("存放地点"))


class MediumEndSent(Sent):
    medium: UUID = Field(title=_("介质"))
    state: MediumState = Field(title=_("去向"))
    why: str = Field(title=_("说明"))


class MediumOut(BaseModel):
    id: UUID
    label: str
    keeper: str
    place: str
    state: MediumState
    why: str
    since: datetime
    changed_at: datetime


@pages.post("/backup-media", name="keep-medium")
def keep_page(sent: Annotated[as_form(MediumSent), Form()], actor: Actor) -> RedirectResponse:  # type: ignore[valid-type]
    with actor(sent.csrf) as (session, me):
        media.keep(session, sent.label, sent.keeper, sent.place, by=me, at=now())
    return said_at("/backups", "medium-kept")


@pages.post("/backup-media-endings", name="end-medium")
def end_page(sent: Annotated[as_form(MediumEndSent), Form()], actor: Actor) -> RedirectResponse:  # type: ignore[valid-type]
    with actor(sent.csrf) as (session, me):
        media.end(session, sent.medium, sent.state, sent.why, by=me, at=now())
    return said_at("/backups", "medium-ended")


@api.post("/backup-media", operation_id="keep_medium", summary="登记备份介质", status_code=201)
def keep_by_program(sent: MediumSent, actor: Actor) -> MediumOut:
    with actor() as (session, me):
        return told(media.keep(session, sent.label, sent.keeper, sent.place, by=me, at=now()))


@api.post("/backup-media-endings", operation_id="end_medium", summary="停用、销毁备份介质")
def end_by_program(sent: MediumEndSent, actor: Actor) -> MediumOut:
    with actor() as (session, me):
        return told(media.end(session, sent.medium, sent.state, sent.why, by=me, at=now()))


def told(medium: BackupMedium) -> MediumOut:
    return MediumOut.model_validate(medium, from_attributes=True)


def section(session: Session, me: Me) -> dict[str, Any]:
    """What admin/backup-media.html needs; who may only look is offered no form."""
    there, may = media.listed(session), powers.has(me, Power.KEEP_MEDIA)
    left = [one for one in there if one.state is not MediumState.DESTROYED]
    return {
        "media": [_row(one) for one in there],
        "medium_form": sheet() if may else None,
        "medium_end_form": ending(left) if may and left else None,
    }


def sheet() -> forms.Form:
    return forms.Form(
        act="backup-media", action="/backup-media", template="admin/backups.html", key="medium", main=False
    )


def ending(left: list[BackupMedium]) -> forms.Form:
    return forms.Form(
        act="backup-media-endings",
        action="/backup-media-endings",
        template="admin/backups.html",
        key="medium-end",
        main=False,
        choices={
            "medium": [(str(one.id), one.label) for one in left],
            "state": [(one.value, one.label) for one in (MediumState.STOPPED, MediumState.DESTROYED)],
        },
    )


def _row(one: BackupMedium) -> dict[str, Any]:
    return {
        "label": one.label,
        "keeper": one.keeper,
        "place": one.place,
        "state": one.state.label,
        "in_use": one.state is MediumState.IN_USE,
        "why": one.why,
        "since": to_the_minute(one.since),
        "changed": to_the_minute(one.changed_at),
    }
