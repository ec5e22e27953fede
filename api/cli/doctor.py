"""jiyao doctor: everything the product leans on, one line each, and what to do about it."""

from typing import Annotated

import typer


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON（machine readable）")] = False,
) -> None:
    """逐项检查设置、数据库、引擎、邮件、表单、磁盘、时钟，并说明怎么办（check everything）。

    ✓ 正常，✗ 有问题，退出码为 3。jiyao up 没有运行时，引擎一项为 ✗ 属于正常。

    \b
    例：jiyao doctor
        jiyao doctor --json | jq '.[] | select(.ok == false)'
    """
    from api.cli import output
    from api.cli.checks import examine

    findings = list(examine())
    if as_json:
        output.as_json([finding.as_dict() for finding in findings])
    else:
        for finding in findings:
            typer.echo(str(finding))
    if not all(finding.ok for finding in findings):
        raise typer.Exit(output.FINDINGS)
