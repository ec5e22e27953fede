"""``python -m flows.demo``: seed the demo hospital into an empty, migrated database; prints everybody's password."""

import sys

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from flows.demo.plans import hospital
from flows.demo.seed import NotDrawn, NotEmpty, seed


def main() -> None:
    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()
    try:
        with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
            bar = progress.add_task("演示医院开张", total=None)
            seed(lambda done, whole: progress.update(bar, completed=done, total=whole))
    except NotEmpty:
        sys.exit("数据库里已有人员，演示数据只能写入空库。")
    except NotDrawn:
        sys.exit("LibreOffice 没有画出来文的预览，请用 jiyao doctor 检查。")
    sys.stdout.write(f"{hospital().password}\n")


if __name__ == "__main__":
    main()
