"""jiyao setup: the first run, from an empty house to the hand-over to the three administrators."""

import typer

app = typer.Typer(help="初次设置（the first run）。", no_args_is_help=True, rich_markup_mode=None)


@app.command("status")
def status() -> None:
    """说明初次设置到了哪一步（how far the first run is）。"""
    from api.cli.output import say
    from api.cli.people import setup_state

    over, missing = setup_state()
    if over:
        say("初次设置已经结束：权限由安全保密管理员在“人员”页提出，另一人确认。")
        return
    say(f"正在初次设置。还缺：{'、'.join(missing)}。" if missing else "正在初次设置，三员已经齐备。")
    say("三员都登录过，或者执行 jiyao setup finish，初次设置即告结束。")


@app.command("finish")
def finish() -> None:
    """结束初次设置，把权限交给三员（hand over）。此后命令行不再授予角色，也不能恢复。"""
    from api.cli.output import say
    from api.cli.people import finish_setup

    finish_setup()
    say("初次设置已经结束。")
