"""jiyao bulletin: the monthly 督查通报, as somebody may draw it on the board's page."""

from pathlib import Path
from typing import Annotated

import typer


def bulletin(
    month: Annotated[str, typer.Argument(metavar="月份", help="如 2026-11")],
    uid: Annotated[str, typer.Option("--as", metavar="账号", help="按谁可以知悉的事项出，如机要秘书的账号")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写到哪里")] = None,
) -> None:
    """出一个月的督查通报（draw the monthly supervision bulletin as a .docx）。

    \b
    例：jiyao bulletin 2026-11 --as lin -o 通报.docx
    """
    from api.cli.output import say
    from gateways import printing
    from gateways.bulletin import bulletin_bytes
    from gateways.clock import now
    from models.database import reading
    from models.errors import NotFound
    from models.papers import KINDS
    from models.people import find_uid, me
    from models.sheets.bulletin import supervision_bulletin

    with reading() as session:
        if (person := find_uid(session, uid)) is None:
            raise NotFound()
        paper = supervision_bulletin(session, me(session, person), month, now())
        released = printing.released(session, KINDS["supervision-bulletin"])
    path = output or Path(f"{month}督查通报.docx")
    path.write_bytes(bulletin_bytes(paper, released))
    say(f"已写入 {path}。")
