"""jiyao restore: is a copy good, and a house out of a copy."""

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer


def restore(
    copy: Annotated[
        Path, typer.Argument(metavar="备份文件", exists=True, dir_okay=False, help="jiyao backup 做的")
    ],
    verify: Annotated[
        bool, typer.Option("--verify", help="只核对，不恢复（try it, change nothing）")
    ] = False,
    into: Annotated[
        Path | None, typer.Option("--into", metavar="空文件夹", help="恢复成一个数据目录")
    ] = None,
) -> None:
    """核对一份备份，或者把它恢复到空的地方（verify or restore a backup）。

    --verify：解密，逐个核对摘要，只读打开数据库，核对审计记录；不符时退出码为 3。
    --into：恢复到空文件夹；PostgreSQL 的备份同时恢复到 JIYAO_DATABASE_URL 的空数据库。不覆盖任何东西。

    \b
    例：jiyao restore /mnt/backup/jiyao-20261122-010000.jybak --verify
        jiyao restore /mnt/backup/jiyao-20261122-010000.jybak --into /srv/jiyao/var
    """
    if verify == (into is not None):
        raise typer.BadParameter("请写 --verify 或 --into 其中一个。")
    if into:
        _restore(copy, into.expanduser().absolute())
    else:
        _verify(copy)


def _restore(copy: Path, house: Path) -> None:
    from api.cli import output
    from config.settings import settings
    from gateways.backup.restore import restored
    from models.values import to_the_minute

    with output.bar("恢复", _steps(copy)) as step:
        manifest = restored(copy, house, step)
    made = to_the_minute(datetime.fromisoformat(manifest.made_at))
    output.say(f"已恢复 {manifest.tables.get('document', 0)} 件公文到 {house}（{made} 的备份）。")
    output.say(
        f"接着：密钥文件夹恢复到 {settings().keys_folder}（或设 JIYAO_KEYS_DIR），JIYAO_DATA_DIR 设为 {house}，"
    )
    output.say("运行 jiyao doctor、jiyao verify-audit，再 jiyao up；存证文件较新时先 jiyao anchor accept。")


def _verify(copy: Path) -> None:
    from api.cli import output
    from gateways.backup.restore import tried
    from models.errors import Malformed

    _keys_are_here()
    try:
        with output.bar("核对", _steps(copy)) as step:
            manifest, report = tried(copy, step)
    except Malformed as refusal:
        _note(copy, right=False, missing=0)
        output.say(str(refusal))
        raise typer.Exit(output.FINDINGS) from None
    for one in report.findings:
        typer.echo(f"✗ {one.where}\t{one.what}")
    _note(copy, right=not report.findings, missing=len(manifest.missing))
    output.say(
        f"已核对 {len(manifest.parts)} 个部分、{sum(manifest.tables.values())} 行、{report.documents} 件公文，"
        f"{len(report.findings)} 处不符，备份时已缺 {len(manifest.missing)} 个文件。"
    )
    if report.findings or manifest.missing:
        raise typer.Exit(output.FINDINGS)


def _keys_are_here() -> None:
    """Without the audit key nothing can be compared, and none may be made anew for it."""
    from config.errors import BadConfig
    from config.settings import settings

    if not settings().keys_folder.exists():
        raise BadConfig(f"没有密钥文件夹 {settings().keys_folder}。请先从密钥备份恢复，或设 JIYAO_KEYS_DIR。")


def _note(copy: Path, *, right: bool, missing: int) -> None:
    """In this house's own list, where this machine has a house and the copy is in its list."""
    from api.cli.checks.data import has_database
    from gateways.backup.listing import note_trial

    if has_database():
        note_trial(copy, right=right, missing=missing)


def _steps(copy: Path) -> int:
    from gateways.cipher import FRAME

    return copy.stat().st_size // FRAME + 1
