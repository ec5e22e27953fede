"""检查: the list of what ``jiyao doctor`` looks at, in the order in which one thing leans on the other."""

from collections.abc import Callable, Iterator

from api.cli.checks import data, machine, rules, world
from api.cli.checks.finding import Finding, Trouble
from config.errors import BadConfig

Look = Callable[[], str]

CHECKS: list[tuple[str, Look]] = [
    ("设置", rules.settings_hold),
    ("本院规矩", rules.policy_holds),
    ("节假日表", rules.calendar_reaches),
    ("密钥", data.keys_are_private),
    ("数据库", data.schema_is_current),
    ("数据库保障", data.pragmas_hold),
    ("人员", data.somebody_works_here),
    ("拟办规则", data.rules_name_who_is_here),
    ("时钟", data.clock_runs_on),
    ("磁盘", machine.room_is_left),
    ("表单模板", machine.templates_hold),
    ("PDF 与字体", machine.can_print_pdf),
    ("流转引擎", world.engine_answers),
    ("邮件", world.mail_leaves),
]
# Without these the others cannot be looked at, and looking would make files that were not there.
FIRST: dict[Look, tuple[Look, ...]] = {
    rules.settings_hold: tuple(look for _, look in CHECKS[1:]),
    rules.policy_holds: tuple(look for _, look in CHECKS[2:]),
    data.keys_are_private: (
        data.somebody_works_here,
        data.rules_name_who_is_here,
        data.clock_runs_on,
        world.engine_answers,
        world.mail_leaves,
    ),
    data.schema_is_current: (
        data.pragmas_hold,
        data.somebody_works_here,
        data.rules_name_who_is_here,
        data.clock_runs_on,
        world.engine_answers,
        world.mail_leaves,
    ),
}


def examine() -> Iterator[Finding]:
    """One finding for every check."""
    waiting: dict[Look, str] = {}
    for name, look in CHECKS:
        if look in waiting:
            yield Finding(name, False, "没有检查", f"请先处理“{waiting[look]}”一项。")
            continue
        finding = _examined(name, look)
        if not finding.ok:
            waiting = dict.fromkeys(FIRST.get(look, ()), name) | waiting
        yield finding


def _examined(name: str, look: Look) -> Finding:
    try:
        return Finding(name, True, look())
    except Trouble as trouble:
        return Finding(name, False, trouble.what, trouble.advice)
    except BadConfig as error:
        return Finding(name, False, str(error), "照上面一行改正后重试。")
    except Exception as error:  # a doctor does not faint: whatever it is, the other checks go on
        return Finding(name, False, f"检查没有完成（{type(error).__name__}）", "请先处理其他 ✗ 项再重试。")
