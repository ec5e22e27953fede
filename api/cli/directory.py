"""jiyao directory: what the LDAP directory says, and what would become of it here."""

from typing import Annotated, Any

import typer

app = typer.Typer(help="LDAP 名录（the directory）。", no_args_is_help=True, rich_markup_mode=None)


@app.command("check")
def check(
    uid: Annotated[str, typer.Argument(metavar="[账号]", help="拿谁作样本；不写则取第一个")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON（machine readable）")] = False,
) -> None:
    """一步一步试给你看：连通、加密、登录、查询、样本、对不上的条目（explain step by step）。

    只看不改；哪一步不通，后面的就不试了，并说明怎么办，退出码为 3。

    \b
    例：jiyao directory check
        jiyao directory check lin
    """
    from api.cli import output
    from api.cli.directory_steps import steps

    found = list(steps(uid))
    if as_json:
        output.as_json([finding.as_dict() for finding in found])
    else:
        for finding in found:
            typer.echo(str(finding))
    if not all(finding.ok for finding in found):
        raise typer.Exit(output.FINDINGS)


@app.command("sync")
def sync(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只说会改什么，不改")] = False,
    force: Annotated[bool, typer.Option("--force", help="核对过了：一次离任再多也照办")] = False,
    adopt: Annotated[
        list[str] | None, typer.Option(metavar="账号", help="把这个同名账号接到目录上，可重复")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON（machine readable）")] = False,
) -> None:
    """照目录同步名册：开新账号、改姓名邮箱、停用离任的人（synchronise accounts）。

    目录只说谁是谁：新账号没有角色，密级和职责在本系统里授予；部门变了的只提请，由人确认。每天夜里也自动同步一次。

    \b
    例：jiyao directory sync --dry-run
        jiyao directory sync --adopt lin
    """
    from api.cli import output
    from gateways import roster

    names = adopt or []
    plan = roster.preview(names) if dry_run else roster.synchronise(adopt=names, force=force)
    told = told_of(plan)
    if as_json:
        output.as_json(told)
        return
    rows = [(word, one["uid"], one["name"], one["about"]) for word in WORDS for one in told[word]]
    output.table(("变动", "账号", "姓名", "说明"), [(WORDS[word], *rest) for word, *rest in rows])
    counts = "，".join(f"{WORDS[word]} {len(told[word])}" for word in WORDS)
    output.say(f"{'试运行，未作改动' if dry_run else '已同步'}：{counts}，未变 {told['same']}。")


WORDS = {
    "new": "新开账号",
    "changed": "更改",
    "back": "恢复",
    "adopted": "接到目录",
    "moved": "提请调整部门",
    "gone": "停用",
    "problems": "对不上",
}


def told_of(plan: Any) -> dict[str, Any]:
    """The plan as data; the words of the keys are stable."""

    def row(one: Any, about: str) -> dict[str, str]:
        return {"uid": one.uid, "name": getattr(one, "name", ""), "about": about}

    return {
        "new": [row(one, one.office) for one in plan.new],
        "changed": [row(one.known, "、".join(one.what)) for one in plan.changed],
        "back": [row(one.known, "目录中已恢复") for one in plan.back],
        "adopted": [row(one.known, "原为本地账号或他人账号") for one in plan.adopted],
        "moved": [row(one.known, f"{one.known.office}，由另一人确认后生效") for one in plan.moved],
        "gone": [row(one, "目录中已停用或删除") for one in plan.gone],
        "problems": [row(one, one.why) for one in plan.problems],
        "same": plan.same,
    }
