"""jiyao verify-audit: does every document's ledger replay to where the document stands."""

from collections.abc import Iterator
from typing import Annotated, Any
from uuid import UUID

import typer


def verify_audit(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON（machine readable）")] = False,
) -> None:
    """逐件核对台账：每一行是否连续、未被改动，并能推出公文现在的环节（replay every ledger）。

    发现问题时列出公文编号，退出码为 3。

    \b
    例：jiyao verify-audit
        jiyao verify-audit --json | jq .broken
    """
    from api.cli import output

    found = check()
    if as_json:
        output.as_json(found)
    else:
        for one in found["broken"]:
            typer.echo(f"✗ {one['document']}\t{one['why']}")
        typer.echo(
            f"已核对 {found['documents']} 件公文、{found['lines']} 行台账，{len(found['broken'])} 处不符。"
        )
    if found["broken"]:
        raise typer.Exit(output.FINDINGS)


def check() -> dict[str, Any]:
    """How much was replayed, and what did not fit."""
    from api.cli.output import bar
    from models.database import reading
    from models.document import Document
    from models.ledger import BrokenLedger, verify

    broken, lines, documents = [], 0, _every_document()
    with bar("核对台账", len(documents)) as advance:
        for document_id in documents:
            with reading() as session:
                document = session.get_one(Document, document_id)
                lines += document.line
                try:
                    verify(session, document)
                except BrokenLedger as error:
                    broken.append({"document": document.label, "why": str(error)})
            advance()
    return {"documents": len(documents), "lines": lines, "broken": [*broken, *_missing(len(documents))]}


def _every_document() -> list[UUID]:
    from sqlmodel import col, select

    from models.database import reading
    from models.document import Document

    with reading() as session:
        return list(session.exec(select(Document.id).order_by(col(Document.serial))))


def _missing(found: int) -> Iterator[dict[str, str]]:
    """Every document takes the next serial number, so a document that was removed whole leaves a gap."""
    from models.database import reading
    from models.document import peek_number

    with reading() as session:
        given = peek_number(session, "document") - 1
    if given != found:
        yield {"document": "全部", "why": f"共签收过{given}件，库中只有{found}件。"}
