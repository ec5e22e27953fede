"""规矩: what policy.toml says in this house, section by section, what each key means, and where it differs."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.deps import Looking, Reader
from api.pages import page
from api.policy_sheets import may_propose, releases
from api.policy_views import KeyOut, keys, may_ask
from config.explained import remarks
from config.floors import ELSEWHERE, section_of
from config.language import each
from config.policy import Policy, policy
from config.settings import settings
from models.people import Me

pages = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1", tags=["administration"])

SECTIONS = each(
    {
        "hospital": "单位",
        "directory": "名录",
        "office_hours": "办公时间",
        "deadlines": "时限",
        "dates": "日期",
        "reminders": "催办",
        "tickets": "邮件链接",
        "sign_in": "登录",
        "step_up": "再次确认身份",
        "rights": "权限变更",
        "secrecy": "知悉范围",
        "leases": "引擎",
        "mail": "邮件",
        "routing": "流转",
        "registers": "登记簿",
        "examination": "初审",
        "fields": "字段长度",
        "uploads": "上传",
        "review": "督办审核",
        "distribution": "分发",
        "phrases": "常用意见",
        "archive": "归档",
        "retention": "保管期限",
        "destruction": "销毁",
        "backup": "备份",
        "state_secrets": "国家秘密",
    }
)


@pages.get("/policy")
def policy_page(request: Request, session: Looking, me: Reader) -> HTMLResponse:
    told = keys(session)
    sections = [_section(name, told, me) for name in Policy.model_fields if name not in ELSEWHERE]
    return page(
        request,
        "admin/policy.html",
        sections=sections,
        different=sum(one.differs for one in told),
        apart=[one for one in told if one.file],
        fault=policy.fault,
        file=str(settings().policy or ""),
        asks=may_propose(me),
        **releases(session, me),
    )


@api.get("/policy", operation_id="read_policy", summary="规矩")
def list_keys(session: Looking, _me: Reader) -> list[KeyOut]:
    return keys(session)


def _section(name: str, told: list[KeyOut], me: Me) -> dict[str, Any]:
    rows = [one for one in told if section_of(one.key) == name]
    return {
        "name": name,
        "word": SECTIONS.get(name, name),
        "about": remarks().get(name, ""),
        "keys": [
            vars(one) | {"name": one.key.partition(".")[2] or one.key, "asks": may_ask(one.key, me)}
            for one in rows
        ],
    }
