"""设置和规矩: what is written down before the start."""

from datetime import date
from typing import Any

from api.cli.checks.finding import Notice, Trouble
from config.policy import SHIPPED, Policy, policy
from config.released import leaves
from config.settings import settings
from config.toml import literal
from gateways import policy_watch
from gateways.clock import today
from models.workdays import office_calendar

READ_THE_NOTICE = "国务院办公厅发布安排后，把通知存为文本，运行 jiyao calendar read 通知.txt，再重启。"


def settings_hold() -> str:
    return f"数据目录 {settings().data_dir}，网址 {settings().public_url}"


def policy_holds() -> str:
    return f"{policy().hospital.name}，{settings().policy or SHIPPED}"


def policy_as_released() -> str:
    """The database is looked at: asked after it."""
    policy_watch.look()
    if policy.fault:
        raise Trouble(
            f"规矩第{policy.number}版与 policy.toml 合不上，没有生效：{policy.fault}",
            "照上面一行改正 policy.toml 后重启，或者在“规矩”页把这个键恢复为文件规定。",
        )
    if not policy.number:
        return "没有发布过修改，以文件为准"
    said = "；".join(f"{key} 现行 {literal(value)}，文件 {literal(was)}" for key, value, was in _apart())
    return f"现行第{policy.number}版，{f'与文件不同：{said}' if said else '与文件相同'}"


def _apart() -> list[tuple[str, Any, Any]]:
    """What was released otherwise than the file says; what the file leaves out is written as none."""
    file = dict(leaves(policy.table, Policy))
    return [(key, value, file.get(key)) for key, value in policy.keys.items() if file.get(key) != value]


def calendar_reaches() -> str:
    """The State Council publishes a year's arrangement in the November before it."""
    known, day, rules = office_calendar().known, today(), policy().dates
    to_new_year = (date(day.year + 1, 1, 1) - day).days
    if day.year not in known:
        raise Trouble(_without(day.year), READ_THE_NOTICE)
    if day.year + 1 not in known and to_new_year <= rules.calendar_asked_days:
        told = Trouble if to_new_year <= rules.calendar_missing_days else Notice
        raise told(f"{_without(day.year + 1)}，离新年还有{to_new_year}天", READ_THE_NOTICE)
    return f"已有{min(known)}至{max(known)}年"


def _without(year: int) -> str:
    return f"没有{year}年的节假日表，期限按周一至周五暂算"
