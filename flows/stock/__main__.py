"""``python -m flows.stock DOCUMENTS SEED``: what ``jiyao bench seed`` runs; the tables are made where there are none."""

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from config.errors import BadConfig
from flows.demo.plans import hospital
from flows.stock.opening import open_house
from gateways.clock import now
from models.errors import DomainError

HALF_DONE = "中断了。写到一半的库不能接着写：请删去这个数据目录（或这个 PostgreSQL 库）重来。"


def main(documents: int, seed: int) -> None:
    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    try:
        with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
            bar = progress.add_task("写入公文", total=documents)
            open_house(documents, seed, at=now(), told=lambda many: progress.advance(bar, many))
    except (BadConfig, DomainError) as refusal:
        sys.exit(str(refusal))
    except KeyboardInterrupt:
        sys.exit(HALF_DONE)
    console.print(f"已写入 {documents:,} 件（种子 {seed}）。人人口令都是 {hospital().password}。")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
