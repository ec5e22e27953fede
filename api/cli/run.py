"""jiyao run: one of the processes that ``jiyao up`` looks after, alone, for systemd or a container."""

import os
from enum import StrEnum
from typing import Annotated

import typer


class Name(StrEnum):
    WEB = "web"
    ENGINE = "engine"
    CLERK = "clerk"


def run(name: Annotated[Name, typer.Argument(help="web 网页，engine 引擎，clerk 办事员")]) -> None:
    """单独运行网页、引擎或办事员之一，由 systemd 或容器看护（run one process alone）。

    jiyao up 一次看护三个；几台机器一起办公时分开运行，见 docs/deploy/several.md。日志写到标准错误。

    \b
    例：jiyao run web
        JIYAO_PORT=8001 jiyao run web
    """
    from api.cli.hardening import harden
    from api.cli.up import household, must_stand
    from config.settings import settings
    from models.migrate import upgrade

    harden()
    if name is not Name.ENGINE:
        upgrade()
        must_stand()
    child = next(one for one in household(settings()) if one.name == name)
    os.execve(child.command[0], child.command, {**os.environ, "PYTHONUNBUFFERED": "1", **child.environment})  # noqa: S606  our own words only
