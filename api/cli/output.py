"""输出: data goes to the standard output, everything else to the error output; bars only where somebody looks."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import typer

FINDINGS = 3  # exit code: the check worked, and found something


def as_json(data: Any) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2))


def say(line: str) -> None:
    """To the person at the keyboard, not to the program that reads the output."""
    typer.echo(line, err=True)


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    """A drawn table for a person, tabs for a program."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not console.is_terminal:
        for row in rows:
            typer.echo("\t".join(row))
        return
    drawn = Table(*heads, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        drawn.add_row(*row)
    console.print(drawn, markup=False)


@contextmanager
def bar(words: str, total: int) -> Iterator[Any]:
    """``advance()`` on what it gives moves it on."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=console, disable=not console.is_terminal) as progress:
        task = progress.add_task(words, total=total)
        yield lambda: progress.advance(task)
