"""上线检查: what ``jiyao doctor --deploy`` looks at before real papers come in; the demo's settings fail several."""

from collections.abc import Callable

from api.cli.checks.deploy import host, keeping, network, people

BEFORE_DATA: list[tuple[str, Callable[[], str]]] = [
    ("网址", network.pages_come_by_https),
    ("监听地址", network.nobody_walks_round_the_proxy),
    ("邮件加密", network.mail_is_encrypted),
    ("查毒", network.files_are_scanned),
    ("数据库连接", network.database_is_reached_in_secret),
    ("密钥存放", keeping.keys_lie_apart),
    ("数据目录", keeping.data_is_private),
    ("文件系统", keeping.disk_is_of_this_machine),
    ("运行账户", host.runs_without_power),
    ("崩溃转储", host.memory_is_not_dumped),
    ("交换分区", host.memory_is_not_swapped),
    ("调试变量", host.nothing_listens_in),
    ("引擎变量", host.engine_is_told_by_us_alone),
    ("时钟校准", host.clock_is_kept),
    ("登录时限", people.sessions_are_short),
    ("第二因素", people.administrators_prove_twice),
    ("单位名称", people.rules_are_ours),
]
WITH_DATA: list[tuple[str, Callable[[], str]]] = [
    ("主密钥", keeping.master_keys_are_in_order),
    ("演示数据", people.nobody_is_invented),
    ("初次设置", people.setup_is_over),
    ("三员", people.administrators_are_three),
    ("账号来源", people.accounts_come_from_the_directory),
    ("审计邮箱", people.auditor_gets_heads),
    ("存证", keeping.heads_leave_the_house),
]
