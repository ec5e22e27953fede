"""jiyao anchor: sign how far everything has come, now; show the public key; accept an older database."""

from typing import Annotated

import typer

app = typer.Typer(rich_markup_mode=None, invoke_without_command=True)


@app.callback()
def anchor(
    context: typer.Context,
    public_key: Annotated[bool, typer.Option("--public-key", help="显示验签公钥（show the key）")] = False,
) -> None:
    """立即存证：签名记下审计记录的现状，写入存证文件（anchor now）。平时每小时自动做一次。

    存证文件在 JIYAO_ANCHOR_FILE，最好放在只能追加的共享盘；每一行也发到安全审计员的邮箱。

    \b
    例：jiyao anchor
        jiyao anchor --public-key > anchor.pub
        jiyao anchor accept --why "磁盘损坏，恢复昨夜备份"
    """
    from models.heads import public_key as key

    if public_key:
        typer.echo(key().hex())
    elif context.invoked_subcommand is None:
        _anchor()


@app.command("accept")
def accept(
    why: Annotated[str, typer.Option("--why", help="原因，写入审计日志", prompt="恢复旧库的原因")],
) -> None:
    """接受从备份恢复的旧库（accept an older database）。写入审计日志，下一行存证注明。"""
    import getpass

    from gateways import anchor_file
    from gateways.clock import now
    from models import rollback
    from models.database import unit_of_work

    with unit_of_work() as session:
        anchor = rollback.accept(session, anchor_file.newest(), why, getpass.getuser(), at=now())
    anchor_file.add([anchor.head])
    typer.echo(f"已接受旧库，存证第{anchor.number}号。", err=True)


def _anchor() -> None:
    from gateways import anchor_file
    from gateways.clock import now
    from models import anchors, rollback
    from models.database import unit_of_work

    with unit_of_work() as session:
        rollback.must_stand(session, anchor_file.newest())
        made = anchors.make(session, at=now())
        owed = anchors.beyond(session, anchor_file.last_number())
    anchor_file.add([one.head for one in owed])
    typer.echo(made.head if made else "上次存证以来没有新的记录。", err=made is None)
