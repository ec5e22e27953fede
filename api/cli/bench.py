"""jiyao bench: an empty house made as large as one likes, to see how it does before it is used."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help="压测用的数据（data to measure with）。", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def bench() -> None:
    """压测用的数据（data to measure with）。"""


@app.command("seed")
def seed(
    documents: Annotated[int, typer.Option(min=1, max=10_000_000, help="写多少件（how many）")],
    number: Annotated[int, typer.Option("--seed", min=0, help="种子：同一种子写出同样的公文")] = 2026,
    data: Annotated[
        Path | None, typer.Option(help="数据目录，默认同 JIYAO_DATA_DIR（where the data go）")
    ] = None,
) -> None:
    """往空库里写入许多虚构的公文（fill an empty house）。有人员或公文的库一律不写。

    人员同演示医院；绝大多数已归档，最新的 40 件待批示。台账、结存、编号簿和检索索引一应俱全，
    jiyao verify-audit 和 jiyao doctor --invariants 都应通过。SQLite 每百万件约 11 GB、半小时。

    \b
    例：jiyao bench seed --documents 100000 --data /srv/jiyao-bench
        JIYAO_DATABASE_URL=postgresql://… jiyao bench seed --documents 1000000
    """
    place = {"JIYAO_DATA_DIR": str(data.expanduser().absolute())} if data else {}
    command = [sys.executable, "-m", "flows.stock", str(documents), str(number)]
    with subprocess.Popen(command, env=os.environ | place) as filling:
        try:
            code = filling.wait()
        except KeyboardInterrupt:  # the terminal told it too; it says what is left
            code = filling.wait()
    raise typer.Exit(1 if code else 0)
