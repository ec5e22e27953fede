"""jiyao keys: which master keys there are, a new one, and the end of an old one."""

from typing import Annotated, Any

import typer

app = typer.Typer(help="主密钥（master keys）。", no_args_is_help=True, rich_markup_mode=None)


@app.command("status")
def status(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON（machine readable）")] = False,
) -> None:
    """列出主密钥各版本：何时启用、保护多少项、能否停用（list the master keys）。"""
    from api.cli import output

    found = standing()
    if as_json:
        output.as_json(found)
        return
    rows = [(f"第{one['version']}版", one["since"], str(one["wraps"]), one["state"]) for one in found]
    output.table(("主密钥", "启用时间", "保护项数", "状态"), rows)


@app.command("rotate")
def rotate() -> None:
    """换用新的主密钥，并逐批换封所有密钥（rotate the master key）。

    办公照常进行。中断后再运行一次，从断处继续。完成后可用 jiyao keys retire 停用旧版。
    """
    from api.cli import output
    from gateways.clock import now
    from models import rotation
    from models.database import reading

    with reading() as session:
        waiting = rotation.left(session)
    outcome = _finished(waiting) if waiting else None
    if outcome is None or not outcome.rewrapped:
        version = rotation.begin(at=now())
        output.say(f"已启用第{version}版主密钥。")
        with reading() as session:
            waiting = rotation.left(session)
        outcome = _finished(waiting)
    else:
        output.say("接着上次中断的换钥。")
    output.say(f"已换封 {outcome.rewrapped} 项。")
    if outcome.unreadable:
        output.say(f"{outcome.unreadable} 项打不开，仍由旧主密钥保护；请从备份恢复后再运行一次。")
        raise typer.Exit(output.FINDINGS)


@app.command("retire")
def retire(
    version: Annotated[int, typer.Argument(metavar="版本", help="jiyao keys status 里的版本号")],
    yes: Annotated[bool, typer.Option("--yes", help="确认停用")] = False,
) -> None:
    """停用旧主密钥并删除其文件（retire an old master key）。还有内容由它保护时不予停用。

    停用后，用旧主密钥的数据库备份就不能再打开；已销毁文件的密钥副本也随之失效。
    """
    from api.cli import output
    from gateways.clock import now
    from models import rotation
    from models.values import on_paper

    if not yes:
        raise typer.BadParameter(f"停用第{version}版主密钥不可恢复，确认请加 --yes。")
    gone = rotation.retire(version, at=now())
    output.say(f"第{version}版主密钥已停用，文件已删除。")
    output.say(f"含有它的密钥备份请于 {on_paper(gone)} 前清除；此后，已销毁文件的密钥副本全部失效。")


def standing() -> list[dict[str, Any]]:
    """Every version that is known to the database or lies in the keys folder."""
    from config.keys import keys
    from models import masters, rotation
    from models.database import reading
    from models.values import to_the_minute

    with reading() as session:
        newest, by_kind = masters.newest(session), rotation.wrapped_by(session)
        rows = {row.version: row for row in masters.versions(session)}
    found = []
    for version in sorted({*rows, *keys().masters, *(v for kind in by_kind.values() for v in kind)}):
        row, wraps = rows.get(version), sum(kind.get(version, 0) for kind in by_kind.values())
        since = to_the_minute(row.made_at) if row else ""
        state = _state(version, newest, wraps, version in keys().masters, bool(row and row.retired_at))
        found.append({"version": version, "since": since, "wraps": wraps, "state": state})
    return found


def _state(version: int, newest: int, wraps: int, here: bool, retired: bool) -> str:
    if retired:
        return "已停用" if not here else "已停用，文件还在：请再运行一次 retire"
    if not here:
        return "文件不在：请从备份恢复"
    if version > newest:
        return "未启用：换钥中断，请再运行 rotate"
    if version == newest:
        return "在用"
    return f"还在保护 {wraps} 项：请再运行 rotate" if wraps else "可以停用"


def _finished(waiting: int) -> Any:
    from api.cli import output
    from gateways.clock import now
    from models import rotation

    with output.bar("换封密钥", waiting) as advance:
        return rotation.finish(at=now(), done=lambda many: [advance() for _ in range(many)])
