"""备份: which copies there are, where they lie, how old the last one is, and when one was last tried."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel
from sqlmodel import Session

from api import backup_media
from api.backup_media import MediumOut
from api.deps import Looking, Reader
from api.forms import Form
from api.pages import page
from api.sizes import size_words
from config.language import _
from config.policy import policy
from gateways.clock import now
from models import backups, media
from models.backups import Backup, Outcome
from models.people import Me
from models.values import to_the_minute

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["administration"])

Mark = Callable[[Form], Form]
LIGHTS = {Outcome.WHOLE: "green", Outcome.WITHOUT: "yellow", Outcome.WRONG: "red", None: "grey"}


class BackupOut(BaseModel):
    name: str
    place: str
    made_at: datetime
    size: int
    digest: str
    documents: int
    files: int
    missing: int
    outcome: str | None
    verified_at: datetime | None
    removed_at: datetime | None


class DrillOut(BaseModel):
    """The last 恢复演练; ``why`` says what was looked at, or what was wrong."""

    at: datetime
    ok: bool
    why: str


class BackupsOut(BaseModel):
    overdue: bool
    drill: DrillOut | None
    media: list[MediumOut]
    backups: list[BackupOut]


@pages.get("/backups")
def backups_page(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    return page(request, "admin/backups.html", **overview(session, me, now()))


@api.get("/backups", operation_id="list_backups", summary="备份清单")
def list_backups(session: Looking, _me: Reader) -> BackupsOut:
    rows = [BackupOut.model_validate(one, from_attributes=True) for one in backups.listed(session)]
    drill = backups.last_drill(session)
    return BackupsOut(
        overdue=backups.is_overdue(session, at=now()),
        drill=drill and DrillOut.model_validate(drill, from_attributes=True),
        media=[backup_media.told(one) for one in media.listed(session)],
        backups=rows,
    )


def refused(session: Session, act: str, me: Me, mark: Mark) -> tuple[str, dict[str, Any]] | None:
    """The template and what it needs, with the form that was refused; None where it is no longer offered."""
    shown = overview(session, me, now())
    name = "medium_form" if act == "backup-media" else "medium_end_form"
    if shown[name] is None:
        return None
    failed = mark(shown[name])
    return "admin/backups.html", shown | {name: failed, "failed": failed}


def overview(session: Session, me: Me, at: datetime) -> dict[str, Any]:
    """What admin/backups.html needs."""
    rules, last = policy().backup, backups.newest(session)
    return {
        "rows": [_row(one) for one in backups.listed(session)],
        "signs": [_age(last, backups.is_overdue(session, at=at)), _trial(session), _drill(session)],
        "rules": rules,
        "failed": None,
        **backup_media.section(session, me),
    }


def _age(last: Backup | None, overdue: bool) -> dict[str, str]:
    if last is None:
        said = _("从未备份") if overdue else _("还没有公文，尚不必备份")
    elif overdue:
        said = _("{at}，已超过 {n} 小时", at=to_the_minute(last.made_at), n=policy().backup.hours)
    else:
        said = to_the_minute(last.made_at)
    light = "red" if overdue else "green" if last else "grey"
    return {"word": _("最近备份"), "light": light, "said": said}


def _trial(session: Session) -> dict[str, str]:
    tried = backups.last_tried(session)
    if tried is None or tried.verified_at is None:
        return {"word": _("最近核对"), "light": "yellow", "said": _("从未核对")}
    said = _("{at}，{outcome}", at=to_the_minute(tried.verified_at), outcome=_said(tried))
    return {"word": _("最近核对"), "light": LIGHTS[tried.outcome], "said": said}


def _drill(session: Session) -> dict[str, str]:
    drill = backups.last_drill(session)
    if drill is None:
        return {"word": _("恢复演练"), "light": "grey", "said": _("还没有做过")}
    said = _("{at}，{why}", at=to_the_minute(drill.at), why=drill.why)
    return {"word": _("恢复演练"), "light": "green" if drill.ok else "red", "said": said}


def _row(one: Backup) -> dict[str, Any]:
    return {
        "name": one.name,
        "place": one.place,
        "at": to_the_minute(one.made_at),
        "size": size_words(one.size),
        "documents": one.documents,
        "files": one.files,
        "digest": one.digest,
        "light": LIGHTS[one.outcome],
        "said": _said(one),
        "tried": to_the_minute(one.verified_at) if one.verified_at else "",
        "removed": to_the_minute(one.removed_at) if one.removed_at else "",
    }


def _said(one: Backup) -> str:
    if one.outcome is Outcome.WITHOUT:
        return _("缺 {n} 个库存文件", n=one.missing)
    return one.outcome.label if one.outcome else _("未核对")
