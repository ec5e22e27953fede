"""jiyao backup: a sealed copy of the whole house, while it works."""

import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer


def backup(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="备份放在哪里，最好是另一块盘")],
) -> None:
    """备份数据库和库房，加密成一个文件（back up, online）。办公照常进行。

    密钥不在备份里：密钥文件夹（含 backup.key）另行备份，见 docs/backup.md。
    按 [backup] 每天、每周、每月各留几份，更旧的自动删除。缺库存文件时退出码为 3。

    \b
    例：jiyao backup /mnt/backup
        0 1 * * *  jiyao backup /mnt/backup     每夜一次（crontab）
    """
    from api.cli import output
    from gateways.backup import make
    from gateways.clock import now

    _must_have_a_house()
    place = folder.expanduser().absolute()
    _must_lie_apart(place)
    with ExitStack() as bars:

        def begin(total: int) -> Callable[[], None]:
            step: Callable[[], None] = bars.enter_context(output.bar("备份", total))
            return step

        made = make.back_up(place, at=now(), begin=begin)
    output.say(f"已备份 {made.documents} 件公文、{made.files} 个文件：{made.place}/{made.name}")
    if gone := make.tidy(place, at=now()):
        output.say(f"按留存规则删除了 {len(gone)} 份旧备份。")
    if _on_one_disk(place):
        output.say("注意：备份与数据在同一块盘上，请再拷一份到别处。")
    if made.missing:
        output.say(f"库房里有 {made.missing} 个文件缺失或损坏，备份里也没有；请从更早的备份找回。")
        raise typer.Exit(output.FINDINGS)


def _must_have_a_house() -> None:
    """Looking must not make the file."""
    from api.cli.checks.data import has_database
    from config.errors import BadConfig

    if not has_database():
        raise BadConfig("还没有数据库，没有什么要备份的；请核对 JIYAO_DATA_DIR 和 JIYAO_DATABASE_URL。")


def _must_lie_apart(folder: Path) -> None:
    from config.settings import settings

    for own in (settings().data_dir, settings().keys_folder):
        if folder.resolve().is_relative_to(own.resolve()):
            raise typer.BadParameter(f"{folder} 在 {own} 里面，同一次事故会一起丢失；请放到别处。")


def _on_one_disk(folder: Path) -> bool:
    from config.settings import settings

    return os.stat(folder).st_dev == os.stat(settings().data_dir).st_dev
