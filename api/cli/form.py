"""jiyao form: one printed form of one document, as the records stand now."""

from pathlib import Path
from typing import Annotated

import typer


def form(
    number: Annotated[str, typer.Argument(metavar="编号", help="收文编号或清册编号，如 2026-普-0001")],
    kind: Annotated[str, typer.Argument(metavar="表单", help="表单名，如 文件处理单 或 processing-sheet")],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="写到哪里；- 为标准输出")] = None,
) -> None:
    """按现在的记录打印一张表单（print one form as a .docx）。

    \b
    例：jiyao form 2026-普-0001 文件处理单 -o 处理单.docx
        jiyao form 销〔2026〕1号 销毁清册
    表单名写错时会列出全部可用的表单。
    """
    from api.cli.output import say
    from gateways.printing import form_bytes
    from models.database import reading

    with reading() as session:
        name, content = form_bytes(session, number, kind)
    if str(output) == "-":
        typer.get_binary_stream("stdout").write(content)
        return
    path = output or Path(name)
    path.write_bytes(content)
    say(f"已写入 {path}。")
