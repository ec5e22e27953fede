"""jiyao mail: the mails that were given up, and another try for them."""

from typing import Annotated

import typer

app = typer.Typer(help="发不出去的邮件（dead letters）。", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def show(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON（machine readable）")] = False,
) -> None:
    """列出多次投递失败、已停止重试的邮件（list mails that were given up）。

    邮件发不出去不影响公文流转：待办始终在收件人的待办箱里。
    """
    from api.cli import output
    from api.cli.dead_letters import dead

    letters = dead()
    if as_json:
        output.as_json(letters)
        return
    rows = [(one["id"], one["to"], one["kind"], one["given_up_at"], one["error"]) for one in letters]
    output.table(("编号", "收件人", "事由", "停止时间", "原因"), rows)
    output.say(f"共 {len(letters)} 封。")


@app.command("retry")
def retry(
    letter: Annotated[str | None, typer.Argument(metavar="编号", help="jiyao mail list 里的编号")] = None,
    all: Annotated[bool, typer.Option("--all", help="全部重发")] = False,
) -> None:
    """重新投递（try again）。先用 jiyao doctor 确认邮件服务器已经恢复。

    \b
    例：jiyao mail retry --all
    """
    from api.cli.dead_letters import revive
    from api.cli.output import say

    if (letter is None) is not all:
        raise typer.BadParameter("请写一封信的编号，或者用 --all，二者只选其一。")
    say(f"已重新排队 {revive(letter)} 封。")
