"""备份: whether there is a way back that is young enough and was good when it was tried."""

from api.cli.checks.finding import Trouble
from config.policy import policy
from gateways.clock import now
from models import backups
from models.backups import Outcome
from models.database import reading
from models.values import to_the_minute

NIGHTLY = "请运行 jiyao backup 文件夹，并排进每夜的 crontab，见 docs/backup.md。"


def copies_are_made() -> str:
    with reading() as session:
        last, overdue = backups.newest(session), backups.is_overdue(session, at=now())
        drill = backups.failed_drill(session)
    if last is None and not overdue:
        return "还没有需要备份的"
    if overdue:
        hours = policy().backup.hours
        told = (
            f"最近一次备份：{to_the_minute(last.made_at)}，已超过"
            if last
            else "从未备份，最早的公文已存放超过"
        )
        raise Trouble(f"{told}{hours}小时", NIGHTLY)
    assert last is not None
    if last.outcome is Outcome.WRONG:
        raise Trouble(f"最近一次备份 {last.name} 核对不符", "请重做一次备份，并检查那块盘。")
    if drill:
        raise Trouble(
            f"{to_the_minute(drill.at)} 的恢复演练没有通过：{drill.why}",
            "请检查备份盘，重做一份备份，再用 jiyao restore --verify 核对。",
        )
    if last.missing:
        raise Trouble(
            f"库房里有{last.missing}个文件缺失或损坏，备份里也没有",
            "请从更早的备份找回，再运行 jiyao verify-audit。",
        )
    return f"最近一次 {to_the_minute(last.made_at)}，在 {last.place}"
