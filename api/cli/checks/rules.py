"""设置和规矩: what is written down before the start."""

from api.cli.checks.finding import Trouble
from config.policy import SHIPPED, policy
from config.settings import settings
from gateways.clock import today
from models.workdays import office_calendar

OCTOBER = 10  # from here on deadlines reach into the next year


def settings_hold() -> str:
    return f"数据目录 {settings().data_dir}，网址 {settings().public_url}"


def policy_holds() -> str:
    return f"{policy().hospital.name}，{settings().policy or SHIPPED}"


def calendar_reaches() -> str:
    known, year, month = office_calendar().known, today().year, today().month
    wanted = {year, year + 1} if month > OCTOBER else {year}
    if missing := sorted(wanted - known):
        years = "、".join(f"{one}年" for one in missing)
        raise Trouble(
            f"没有{years}的节假日表，期限按周一至周五暂算",
            f"国务院办公厅发布安排后，照 config/calendar/{max(known)}.toml 的样子写一份。",
        )
    return f"已有{min(known)}至{max(known)}年"
