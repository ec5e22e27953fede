"""引擎状态: what waits, who is alive, what the clock did and does next; a page that refreshes itself."""

import shutil
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel
from sqlmodel import Session

from api.case import short
from api.deps import Looking, Reader
from api.pages import page
from api.sizes import size_words
from config.language import _, each
from config.settings import settings
from gateways import engine, outages
from gateways.clock import SHANGHAI, now
from gateways.roster import has_a_directory
from models import engine_state
from models.engine_state import LONG, TOPICS, Owed, Ticked
from models.leases import Lease
from models.outbox import Topic
from models.schedule import Entry

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["administration"])

DUTIES = each({"timetable": "日程"})


class TopicOut(BaseModel):
    topic: str
    due: int
    held: int
    failing: int
    later: int
    dead: int
    since: datetime | None
    done_today: int


class EngineOut(BaseModel):
    prefect: bool
    clerks: dict[str, datetime]
    owed: list[TopicOut]
    database_bytes: int
    disk_free_bytes: int


@pages.get("/engine")
def state_page(request: Request, session: Looking, _me: Reader) -> HTMLResponse:
    return page(request, "admin/engine.html", **overview(session, now()))


@api.get("/engine", operation_id="read_engine", summary="引擎状态")
def read_engine(session: Looking, _me: Reader) -> EngineOut:
    at = now()
    return EngineOut(
        prefect=engine.healthy(),
        clerks=dict(engine_state.pulses(session)),
        owed=[TopicOut(**(vars(one) | {"topic": one.topic.value})) for one in engine_state.owed(session, at)],
        database_bytes=engine_state.database_bytes(session),
        disk_free_bytes=shutil.disk_usage(settings().data_dir).free,
    )


def overview(session: Session, at: datetime) -> dict[str, Any]:
    """What admin/engine.html needs."""
    owed = engine_state.owed(session, at)
    return {
        "as_of": f"{at.astimezone(SHANGHAI):%H:%M:%S}",
        "signs": [_prefect(), *_clerks(session, at), _mail(owed), *_directory(), _disk()],
        "pairs": [
            (_("数据库"), size_words(engine_state.database_bytes(session))),
            (_("待发邮件"), _("{n} 封", n=engine_state.mails_owed(owed))),
            (_("今天办完"), _("{n} 项", n=sum(one.done_today for one in owed))),
        ],
        "owed": [_topic(one, at) for one in owed],
        "ticked": [_tick(one) for one in engine_state.ticked(session, at, _wanted)],
        "duties": [_duty(one) for one in engine_state.duties(session, at)],
        "prefect_ui": f"http://{engine.HOST}:{settings().prefect_port}/",
    }


def _prefect() -> dict[str, Any]:
    up = engine.healthy()
    said = _("有应答") if up else _("没有应答；件照常受理，恢复后自动推进")
    return {"word": "Prefect", "light": "green" if up else "red", "said": said}


def _clerks(session: Session, at: datetime) -> list[dict[str, Any]]:
    told = [_clerk(holder, heard, at) for holder, heard in engine_state.pulses(session)]
    return told or [{"word": _("办事员"), "light": "red", "said": _("还没有启动过")}]


def _clerk(holder: str, heard: datetime, at: datetime) -> dict[str, Any]:
    alive = engine_state.is_alive(heard, at)
    seconds = max(int((at - heard).total_seconds()), 0)
    said = _("{n} 秒前有动静", n=seconds) if alive else _("{at} 起没有动静，请看 clerk.log", at=short(heard))
    host = holder.removesuffix("/clerk")
    return {"word": _("办事员 {host}", host=host), "light": "green" if alive else "red", "said": said}


def _mail(owed: list[Owed]) -> dict[str, Any]:
    failing = sum(one.failing for one in owed if one.topic is Topic.LETTER)
    said = _("{n} 封没有发出去，等候重发", n=failing) if failing else _("没有发不出去的")
    return {"word": _("邮件"), "light": "red" if failing else "green", "said": said}


def _directory() -> list[dict[str, Any]]:
    """As this process knows it; nothing where there is none."""
    if not has_a_directory():
        return []
    silent = outages.directory_is_silent()
    said = _("没有应答；已登录的不受影响，恢复后照常登录") if silent else _("没有听说它不应答")
    return [{"word": _("目录服务"), "light": "red" if silent else "green", "said": said}]


def _disk() -> dict[str, Any]:
    disk = shutil.disk_usage(settings().data_dir)
    share = disk.free / disk.total
    light = "green" if share > 0.2 else "yellow" if share > 0.05 else "red"
    return {
        "word": _("磁盘"),
        "light": light,
        "said": _("剩 {free}，共 {all}", free=size_words(disk.free), all=size_words(disk.total)),
    }


def _topic(one: Owed, at: datetime) -> dict[str, Any]:
    late = one.since is not None and at - one.since > LONG
    return {
        "word": TOPICS[one.topic],
        "due": one.due,
        "since": short(one.since) if one.since else "",
        "late": late,
        "held": one.held,
        "failing": one.failing,
        "later": one.later,
        "dead": one.dead,
        "done_today": one.done_today,
        "is_mail": one.topic is Topic.LETTER,
    }


def _tick(one: Ticked) -> dict[str, str]:
    return {
        "words": one.entry.words,
        "cadence": one.entry.cadence.words,
        "last": short(one.last) if one.last else _("还没有"),
        "next": short(one.next),
    }


def _duty(one: Lease) -> dict[str, str]:
    return {"name": DUTIES.get(one.name, one.name), "holder": one.holder, "until": short(one.until)}


def _wanted(entry: Entry) -> bool:
    return not entry.of_directory or has_a_directory()
