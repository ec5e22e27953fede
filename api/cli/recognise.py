"""jiyao recognise: what the product would read off a paper."""

from pathlib import Path
from typing import Annotated

import typer


def recognise(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, metavar="文件", help="docx、pdf、ofd 或 txt")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON（machine readable）")] = False,
) -> None:
    """识读一份来文：标题、文号、日期等，以及各在第几行（what stands on a paper, and where）。

    只读不存。带国家秘密标志的文件一律拒绝。

    \b
    例：jiyao recognise 来文.pdf
        jiyao recognise 来文.docx --json
    """
    from api.cli import output
    from gateways import text
    from models import recognition
    from models.ceiling import refuse_marked

    read = text.read(file)
    refuse_marked(file.name, read.first_page)
    found = recognition.recognise(read.text, file.name)
    if as_json:
        output.as_json(found.to_json())
    else:
        output.table(("栏目", "识读结果", "所在位置"), recognition.describe(found))
