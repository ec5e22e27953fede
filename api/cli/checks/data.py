"""数据: keys, database, people, and whether time goes forward."""

from pathlib import Path

from sqlalchemy import func
from sqlmodel import col, select

from api.cli.checks.finding import Trouble
from config.keys import secrets_of
from config.policy import policy
from config.settings import settings
from gateways.clock import now
from models import key_watch, ledger, rule_text, rulebooks
from models.database import PRAGMAS, engine, reading
from models.ledger import Entry
from models.migrate import HalfHere, HasMoved, NewerDatabase, missing, must_not_be_newer, standing
from models.people import ROLE_LABELS, Person, Role, holders
from models.values import to_the_minute

NEEDED = (Role.SECRETARY, Role.OFFICE_HEAD, Role.LEADER, Role.ARCHIVIST)


def keys_are_private() -> str:
    if has_database() and (gone := key_watch.lost()):
        raise Trouble(
            f"密钥 {'、'.join(gone)} 不见了，而数据库里已有用它做成的记录",
            f"请停止服务，从密钥备份恢复到 {settings().keys_folder}；不要新建。",
        )
    if not settings().keys_folder.exists():
        raise Trouble("还没有密钥", "首次运行 jiyao up 时自动生成；若以前运行过，请从备份恢复。")
    secrets_of(settings())
    return f"{settings().keys_folder}，只有本账户可读"


def schema_is_current() -> str:
    if not has_database():
        raise Trouble("还没有数据库", "请运行 jiyao migrate；jiyao up 启动时也会建立。")
    has, wanted = standing()
    try:
        must_not_be_newer()
    except NewerDatabase as newer:
        raise Trouble(str(newer), "不要迁移，也不要改版本号；换回原来的程序，或者从备份恢复。") from None
    except (HasMoved, HalfHere) as moving:
        raise Trouble(str(moving), "见 docs/postgresql.md。") from None
    if has != wanted:
        raise Trouble(f"结构版本是 {has or '空'}，本版本需要 {wanted}", "请运行 jiyao migrate。")
    if lacking := missing():
        shown = "、".join(lacking[:3]) + ("……" if len(lacking) > 3 else "")
        raise Trouble(f"结构版本是 {has}，却缺 {shown}", "迁移没有做完就改了版本号：请停止服务，从备份恢复。")
    return f"{engine().dialect.name}，结构版本 {has}"


def has_database() -> bool:
    """Looking must not make the file."""
    file = engine().url.database
    return engine().dialect.name != "sqlite" or bool(file and Path(file).exists())


def pragmas_hold() -> str:
    if engine().dialect.name != "sqlite":
        return "由 PostgreSQL 保障"
    with engine().connect() as connection:
        for name, wanted in PRAGMAS.items():
            found = connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            if found != wanted:
                raise Trouble(f"PRAGMA {name} 是 {found}，应为 {wanted}", "请检查磁盘是否支持 WAL 和锁。")
        if (said := connection.exec_driver_sql("PRAGMA quick_check").scalar_one()) != "ok":
            raise Trouble(f"数据库文件已损坏：{said}", "请停止服务，从备份恢复。")
    return "断电不丢、删除不留痕、外键有效、文件完好"


def somebody_works_here() -> str:
    with reading() as session:
        people = session.exec(select(func.count()).where(col(Person.active))).one()
        missing = [ROLE_LABELS[role] for role in NEEDED if not holders(session, role)]
    if missing:
        raise Trouble(
            f"本地账号，在用 {people} 个，还没有{'、'.join(missing)}",
            "请运行 jiyao user add --help 看怎样开账号。",
        )
    return f"本地账号，在用 {people} 个，各岗位都有人"


def rules_name_who_is_here() -> str:
    with reading() as session:
        book, first = rulebooks.in_force(session, at=now()), rulebooks.numbered(session, rulebooks.FIRST)
        wrong = rule_text.faults(session, book.text)
    if wrong:
        raise Trouble(
            f"{book.label}有{len(wrong)}处名字不对：{wrong[0]}", "请在“规则”页起草修改，由另一人发布。"
        )
    if first and first.rules != policy().rules:
        raise Trouble(
            "policy.toml 里的拟办规则改过，但已不起作用：规则以系统里的版本为准",
            "请把文件改回原样，在“规则”页起草修改，由另一人发布。",
        )
    return f"现行{book.label}，人员和部门都在"


def ledger_hides_its_reasons() -> str:
    """No trouble where it does not: nobody may write the past anew (decision 0010)."""
    with reading() as session:
        lines = ledger.told_in_clear(session)
    if not lines:
        return "办理说明都已加密"
    return f"{lines}行旧台账的办理说明写于加密之前，仍是明文；数据库文件和备份须按其中公文的最高密级保管"


def clock_runs_on() -> str:
    with reading() as session:
        last = session.exec(select(func.max(Entry.at))).one()
    if last and last > now():
        raise Trouble(
            f"现在 {to_the_minute(now())}，早于最后一行台账 {to_the_minute(last)}",
            "请校准本机时钟（chrony 或 ntpd）后再办文。",
        )
    return f"{to_the_minute(now())}（北京时间）"
