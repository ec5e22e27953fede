"""检查: the list of what ``jiyao doctor`` looks at, in the order in which one thing leans on the other."""

from collections.abc import Callable, Iterator

from api.cli.checks import data, deploy, keeping, machine, rules, world
from api.cli.checks.finding import Finding, Notice, Trouble
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
    ("发布过的规矩", rules.policy_as_released),
    ("拟办规则", data.rules_name_who_is_here),
    ("旧台账", data.ledger_hides_its_reasons),
    ("时钟", data.clock_runs_on),
    ("备份", keeping.copies_are_made),
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
        rules.policy_as_released,
        data.rules_name_who_is_here,
        data.ledger_hides_its_reasons,
        data.clock_runs_on,
        keeping.copies_are_made,
        world.engine_answers,
        world.mail_leaves,
    ),
    data.schema_is_current: (
        data.pragmas_hold,
        data.somebody_works_here,
        rules.policy_as_released,
        data.rules_name_who_is_here,
        data.ledger_hides_its_reasons,
        data.clock_runs_on,
        keeping.copies_are_made,
        world.engine_answers,
        world.mail_leaves,
    ),
}


STANDING = [
    ("设置", rules.settings_hold),
    ("本院规矩", rules.policy_holds),
    *deploy.BEFORE_DATA,
    ("密钥", data.keys_are_private),
    ("数据库", data.schema_is_current),
    *deploy.WITH_DATA,
]
_ASKED = tuple(look for _, look in STANDING)
BEFORE_DEPLOYMENT: dict[Look, tuple[Look, ...]] = {
    rules.settings_hold: _ASKED[1:],
    rules.policy_holds: _ASKED[2:],
    data.keys_are_private: tuple(look for _, look in deploy.WITH_DATA),
    data.schema_is_current: tuple(look for _, look in deploy.WITH_DATA),
}


def examine(*, to_deploy: bool = False) -> Iterator[Finding]:
    """One finding for every check: whether it runs, or whether it may be given real papers."""
    checks, first = (STANDING, BEFORE_DEPLOYMENT) if to_deploy else (CHECKS, FIRST)
    waiting: dict[Look, str] = {}
    for name, look in checks:
        if look in waiting:
            yield Finding(name, False, "没有检查", f"请先处理“{waiting[look]}”一项。")
            continue
        finding = _examined(name, look)
        if not finding.ok:
            waiting = dict.fromkeys(first.get(look, ()), name) | waiting
        yield finding


def _examined(name: str, look: Look) -> Finding:
    try:
        return Finding(name, True, look())
    except Trouble as trouble:
        return Finding(name, isinstance(trouble, Notice), trouble.what, trouble.advice)
    except BadConfig as error:
        return Finding(name, False, str(error), "照上面一行改正后重试。")
    except Exception as error:  # a doctor does not faint: whatever it is, the other checks go on
        return Finding(name, False, f"检查没有完成（{type(error).__name__}）", "请先处理其他 ✗ 项再重试。")
