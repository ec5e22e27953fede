"""命令: ``jiyao``, what an administrator types.  Nothing heavy is imported before a command runs."""

from typing import Any

import typer
from typer.core import TyperGroup

from api.cli import (
    anchor,
    audit,
    backup,
    bench,
    bulletin,
    calendar,
    demo,
    directory,
    doctor,
    form,
    keys,
    mail,
    migrate,
    recognise,
    restore,
    run,
    setup,
    user,
)

HELP = """机要 Jiyao：医院机要文件从签收到销毁的全过程。

Carries a hospital's confidential documents from the post room to the shredder.

\b
先看一看    jiyao demo              开一家演示医院，走完一件公文的一生
正式启动    jiyao up                迁移数据库，启动网页、引擎和办事员
第一个账号  jiyao user add lin …    见 jiyao user add --help
哪里不对    jiyao doctor            逐项检查，并说明怎么办

\b
设置写在环境变量 JIYAO_*、.env 或 /etc/jiyao/config.toml；本院的规矩写在 config/policy.toml。
退出码：0 正常，1 办不成，2 用法不对，3 检查发现问题。
"""


NO_DATABASE = (
    "数据库打不开，或者还没有建好（{cause}）。第一次用先运行 jiyao migrate；哪里不对，运行 jiyao doctor。"
)


def _is_of_the_database(error: Exception) -> bool:
    """Told by name: most commands open no database, and never load what opens one."""
    return any(kind.__name__ in ("OperationalError", "ProgrammingError") for kind in type(error).__mro__)


class Office(TyperGroup):
    """A refusal is one sentence on the error output, never a traceback."""

    def invoke(self, ctx: Any) -> Any:
        from config.errors import BadConfig
        from models.errors import DomainError

        try:
            return super().invoke(ctx)
        except (BadConfig, DomainError) as refusal:
            typer.echo(str(refusal), err=True)
            raise typer.Exit(1) from None
        except Exception as error:
            if not _is_of_the_database(error):
                raise
            typer.echo(NO_DATABASE.format(cause=getattr(error, "orig", error)), err=True)
            raise typer.Exit(1) from None


app = typer.Typer(
    cls=Office, help=HELP, no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False
)


@app.command()
def up() -> None:
    """启动机要：网页、流转引擎和办事员，直到按 Ctrl-C（start everything）。

    先把数据库迁移到本版本，再启动三个进程；谁退出就重启谁。网页先开，引擎随后就绪。

    \b
    例：jiyao up
        JIYAO_PORT=8080 JIYAO_PUBLIC_URL=https://jiyao.hospital.local jiyao up
    """
    from api.cli.up import up as run

    run()


app.command("run")(run.run)
app.command("demo")(demo.demo)
app.command("migrate")(migrate.migrate)
app.command("verify-audit")(audit.verify_audit)
app.command("backup")(backup.backup)
app.command("restore")(restore.restore)
app.command("doctor")(doctor.doctor)
app.command("form")(form.form)
app.command("bulletin")(bulletin.bulletin)
app.command("recognise")(recognise.recognise)
app.add_typer(user.app, name="user")
app.add_typer(setup.app, name="setup")
app.add_typer(mail.app, name="mail")
app.add_typer(directory.app, name="directory")
app.add_typer(anchor.app, name="anchor")
app.add_typer(keys.app, name="keys")
app.add_typer(calendar.app, name="calendar")
app.add_typer(bench.app, name="bench")
