"""jiyao user: accounts of people; what they may do is granted here, in the product."""

import sys
from typing import Annotated

import typer

app = typer.Typer(help="人员和账号（people and accounts）。", no_args_is_help=True, rich_markup_mode=None)


@app.command("add")
def add(
    uid: Annotated[str, typer.Argument(metavar="账号", help="登录名，如 lin")],
    name: Annotated[str, typer.Option(help="姓名")],
    office: Annotated[str, typer.Option(help="部门代码，如 YWB；新部门写作 YWB=医务部")],
    role: Annotated[list[str] | None, typer.Option(help="角色，可重复：机要秘书、院领导……")] = None,
    post: Annotated[str, typer.Option(help="职务，印在单据上")] = "",
    mail: Annotated[str, typer.Option(help="邮箱；不填则只在待办箱提醒")] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="从标准输入读口令，不在屏幕上问")
    ] = False,
) -> None:
    """开一个账号（add a person）。口令在屏幕上问两遍，或用 --password-stdin 从管道读。

    \b
    角色：机要秘书 secretary、办公室主任 office-head、院领导 leader、部门负责人 department-head、
         承办人 handler、档案员 archivist、系统管理员 system-admin、安全保密管理员 security-admin、
         安全审计员 auditor。三员互不兼任，也不办公文。
    初次设置期间可以直接授予角色；三员都登录过以后，角色只在“人员”页提出、由另一人确认。
    例：jiyao user add lin --name 林晓梅 --office JYS=机要室 --role 机要秘书 --post 机要秘书
        jiyao user add wang --name 王建国 --office YLD=院领导 --role 院领导 --mail wang@hospital.local
    """
    from api.cli.output import say
    from api.cli.people import new_person

    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _ask()
    person = new_person(uid, name, office, role or [], post, mail, password)
    say(f"已开账号 {person.uid}（{person.name}）。")


@app.command("list")
def show(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON（machine readable）")] = False,
) -> None:
    """列出全部账号（list everybody）。"""
    from api.cli import output
    from api.cli.people import everybody

    people = everybody()
    if as_json:
        output.as_json(people)
        return
    rows = [
        (one["uid"], one["name"], one["office"], one["post"], "、".join(one["roles"]), one["state"])
        for one in people
    ]
    output.table(("账号", "姓名", "部门", "职务", "角色", "状态"), rows)


@app.command("disable")
def disable(uid: Annotated[str, typer.Argument(metavar="账号")]) -> None:
    """停用一个账号，并让他在所有设备上退出（close an account）。他办过的事仍留在台账里。"""
    from api.cli.output import say
    from api.cli.people import close_account

    person = close_account(uid)
    say(f"已停用 {person.uid}（{person.name}）。")


@app.command("unlock")
def unlock(uid: Annotated[str, typer.Argument(metavar="账号")]) -> None:
    """解除一个账号的暂停登录（forgive failed tries）。网页打不开时也能用；写入安全审计，并发邮件告知其他管理员。"""
    from api.cli import rescue
    from api.cli.output import say

    person = rescue.unlock(uid)
    say(f"{person.uid}（{person.name}）可以再试登录。")


@app.command("reset-password")
def reset_password(
    uid: Annotated[str, typer.Argument(metavar="账号")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="从标准输入读口令，不在屏幕上问")
    ] = False,
) -> None:
    """重设一个账号的口令，并让他在所有设备上退出（break glass）。本人下次登录时须改掉。

    网页打不开时也能用；写入安全审计，并发邮件告知其他管理员。第二因素不受影响，须由两名管理员重置。
    """
    from api.cli import rescue
    from api.cli.output import say

    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _ask()
    person = rescue.reset_password(uid, password)
    say(f"已重设 {person.uid}（{person.name}）的口令，下次登录时须更换。")


def _ask() -> str:
    return str(typer.prompt("口令", hide_input=True, confirmation_prompt="再输一遍"))
