"""jiyao verify-audit: is everything that was ever recorded still there, and as it was."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from models.proof import Report


def verify_audit(
    anchors: Annotated[
        Path | None, typer.Option("--anchors", help="存证文件，每行一个（默认按设置）")
    ] = None,
    public_key: Annotated[
        Path | None, typer.Option("--public-key", help="验签公钥文件（默认用本机的）")
    ] = None,
    database: Annotated[
        str | None, typer.Option("--database", help="数据库文件或 URL，只读（默认按设置）")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON（machine readable）")] = False,
) -> None:
    """核对审计记录：台账、日志、事实结存和存证（verify everything）。不改动任何数据，不需要系统在运行。

    逐行核对校验码，再与签过名的存证对照，能发现改动、增删、调换、截尾和换回旧库。
    发现问题时列出公文编号或行号，退出码为 3。

    \b
    例：jiyao verify-audit
        jiyao verify-audit --anchors /mnt/worm/anchors.jsonl --public-key anchor.pub
        jiyao verify-audit --database backup.db --json
    """
    from api.cli import output

    report = check(anchors, public_key, database)
    if as_json:
        output.as_json(asdict(report))
    else:
        for one in report.findings:
            typer.echo(f"✗ {one.where}\t{one.what}")
        for note in report.notes:
            typer.echo(f"注：{note}")
        typer.echo(
            f"已核对 {report.documents} 件公文、{report.lines} 行台账、{report.events} 行日志、"
            f"{report.facts} 条事实、{report.anchors} 个存证，{len(report.findings)} 处不符。"
        )
    if report.findings:
        raise typer.Exit(output.FINDINGS)


def check(anchors: Path | None, public_key: Path | None, database: str | None) -> "Report":
    from config.settings import settings
    from gateways import anchor_file
    from models import heads
    from models.proof import looking_at
    from models.verify import verify

    _must_exist(anchors, public_key)
    trusted = bytes.fromhex(public_key.read_text().strip()) if public_key else heads.public_key()
    with looking_at(database or settings().database_url) as connection:
        return verify(connection, anchor_file.lines(anchors), trusted)


def _must_exist(*files: Path | None) -> None:
    """A mistyped name must not look like an empty file, nor a lost key be made anew."""
    from config.errors import BadConfig
    from config.settings import settings

    for file in (*files, settings().keys_folder):
        if file and not file.exists():
            raise BadConfig(f"没有 {file}。")
