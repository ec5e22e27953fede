"""jiyao doctor: everything the product leans on, one line each, and what to do about it."""

from typing import Annotated

import typer


def doctor(
    to_deploy: Annotated[
        bool, typer.Option("--deploy", help="上线前的安全检查（is it safe to deploy）")
    ] = False,
    invariants: Annotated[
        bool, typer.Option("--invariants", help="核对办文数据本身（is every record as it must be）")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON（machine readable）")] = False,
) -> None:
    """逐项检查设置、数据库、引擎、邮件、表单、磁盘、时钟，并说明怎么办（check everything）。

    ✓ 正常，! 眼下不碍事、到时要办，✗ 有问题，退出码为 3。jiyao up 没有运行时，引擎一项为 ✗ 属于正常。

    --deploy 只看设置是否安全：网址、密钥存放、三员、第二因素、存证等；演示医院有好几项 ✗。

    --invariants 只读数据库和库房，核对编号、待办、签批、纸质件、欠着的事、台账、文件：
    任何时刻都应该成立，停电、重启、恢复备份之后可以用它确认没有丢、没有重、没有办到一半。

    \b
    例：jiyao doctor
        jiyao doctor --invariants
        jiyao doctor --deploy
        jiyao doctor --json | jq '.[] | select(.ok == false)'
    """
    from api.cli import output
    from api.cli.checks import examine
    from api.cli.held import hold

    if invariants:
        hold(as_json=as_json)
        return
    findings = list(examine(to_deploy=to_deploy))
    if as_json:
        output.as_json([finding.as_dict() for finding in findings])
    else:
        for finding in findings:
            typer.echo(str(finding))
    if not all(finding.ok for finding in findings):
        raise typer.Exit(output.FINDINGS)
