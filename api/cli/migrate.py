"""jiyao migrate: bring the database to the schema of this release, or the whole house to PostgreSQL."""

from typing import Annotated

import typer


def migrate(
    to: Annotated[
        str,
        typer.Option("--to", metavar="网址", help="搬到这个空的 PostgreSQL 数据库（move the house there）"),
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="与 --to 同用：逐表输出 JSON")] = False,
) -> None:
    """把数据库迁移到本版本，或者从 SQLite 搬到 PostgreSQL（bring the database to this release's schema）。

    jiyao up 启动时会自动迁移到本版本；单独运行用于升级前后核对。迁移前请先备份数据目录。

    --to：先停机。逐表搬，逐表比行数和摘要，全部相同才启用新库、封存旧库。中途断了，再运行一次就接着搬。
    口令不要写进网址（别人看得到命令），放在 PGPASSWORD 或 ~/.pgpass 里。见 docs/postgresql.md。

    \b
    例：jiyao migrate
        jiyao migrate --to postgresql://jiyao@db.hospital.local/jiyao
    """
    if to:
        _move(to, as_json=as_json)
    else:
        _migrate()


def _migrate() -> None:
    from api.cli.output import say
    from models.migrate import standing, upgrade

    upgrade(tell=lambda sealed: say(f"已密封旧内容{sealed}项……"))
    has, _ = standing()
    say(f"数据库已是最新：{has}。")


def _move(to: str, *, as_json: bool) -> None:
    from api.cli import output
    from config.guards import a_database
    from config.settings import settings
    from gateways.moving import move

    _must_have_a_house()
    try:
        url = a_database(to)
    except ValueError as error:
        raise typer.BadParameter(f"--to {error}。") from None
    with output.bar("搬到 PostgreSQL", move.many(settings().database_url)) as step:
        told = move.moved(url, step)
    report = move.verified(url)
    if as_json:
        output.as_json([vars(one) for one in told])
    else:
        output.table(("表", "行数", "摘要"), [(one.name, str(one.rows), one.digest) for one in told])
    output.say(f"已搬 {len(told)} 张表、{sum(one.rows for one in told)} 行，逐表行数和摘要相同。")
    for one in report.findings:
        output.say(f"✗ {one.where}\t{one.what}")
    output.say(f"审计记录已核对：{report.documents} 件公文，{len(report.findings)} 处不符。")
    output.say("接着：把 JIYAO_DATABASE_URL 设为新的网址，jiyao doctor，jiyao backup，再 jiyao up。")
    if report.findings:
        raise typer.Exit(output.FINDINGS)


def _must_have_a_house() -> None:
    """Looking must not make the file."""
    from api.cli.checks.data import has_database
    from config.errors import BadConfig

    if not has_database():
        raise BadConfig("还没有数据库，没有什么要搬的；请核对 JIYAO_DATA_DIR 和 JIYAO_DATABASE_URL。")
