"""jiyao doctor --deploy: a house that may be given real papers passes, and each unsafe setting alone is named."""

import json
from collections.abc import Callable
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url
from sqlmodel import Session, select

from api.cli.checks.deploy import host, keeping, network, people
from api.cli.checks.finding import Trouble
from config.policy import SHIPPED, policy
from config.settings import settings
from gateways import anchor_file, clock
from gateways.clock import now
from models import anchors, authenticators, first_run, keyring, rotation
from models.content_keys import ContentKey
from models.database import engine, unit_of_work
from models.migrate import upgrade
from models.people import Person, find_uid
from tests.cli.conftest import Run
from tests.personas import move_in

ELSEWHERE = make_url("postgresql://db.hospital.local/jiyao")
HOSPITAL = "http://jiyao.hospital.local"
THREE = 'factor_for = ["system-admin", "security-admin", "auditor"]'


class Machine:
    """A machine that passes, and the ways to spoil it."""

    def __init__(self, patch: pytest.MonkeyPatch, folder: Path) -> None:
        self.patch, self.folder = patch, folder

    def sets(self, **variables: str) -> None:
        for name, value in variables.items():
            self.patch.setenv(name, value)
        settings.cache_clear()
        policy.cache_clear()

    def rules(self, old: str, new: str) -> None:
        text = (self.folder / "policy.toml").read_text("utf-8")
        assert old in text
        (self.folder / "policy.toml").write_text(text.replace(old, new), "utf-8")
        policy.cache_clear()

    def says(self, file: str, content: str) -> Path:
        (self.folder / file).write_text(content)
        return self.folder / file


@pytest.fixture
def machine(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(monkeypatch, tmp_path)
    made.says("policy.toml", SHIPPED.read_text("utf-8").replace("factor_for = []", THREE))
    made.sets(
        JIYAO_PUBLIC_URL="https://jiyao.hospital.local",
        JIYAO_TRUSTED_PROXIES="127.0.0.1",
        JIYAO_SMTP_HOST="mail.hospital.local",
        JIYAO_CLAMD="/run/clamav/clamd.ctl",
        JIYAO_KEYS_DIR=str(tmp_path / "safe"),
        JIYAO_ANCHOR_FILE=str(tmp_path / "share" / "anchors.jsonl"),
        JIYAO_POLICY=str(tmp_path / "policy.toml"),
    )
    data_dir.chmod(0o700)
    monkeypatch.setattr(host.os, "geteuid", lambda: 990)
    monkeypatch.setattr(host, "CORE_PATTERN", made.says("core_pattern", "core\n"))
    monkeypatch.setattr(host, "SWAPS", made.says("swaps", "Filename Type Size\n"))
    monkeypatch.setattr(host, "clock_status", lambda: 0)
    for name in ("LD_PRELOAD", "SSLKEYLOGFILE", "PYTHONDEVMODE"):
        monkeypatch.delenv(name, raising=False)
    for name in [name for name in host.os.environ if name.startswith("PREFECT_")]:
        monkeypatch.delenv(name)
    engine.cache_clear()
    upgrade()
    with unit_of_work() as session:
        moves_in_for_good(session)
    yield made
    engine().dispose()
    engine.cache_clear()
    policy.cache_clear()


def moves_in_for_good(session: Session) -> None:
    move_in(session)
    for person in session.exec(select(Person)):
        person.mail = f"{person.uid}@hospital.local"
        if person.uid in ("gu", "min", "yan"):
            authenticators.add(session, person.id, "手机", at=now()).proven_at = now()
    first_run.finish(session, now())
    made = anchors.make(session, at=now())
    assert made
    anchor_file.add([made.head])


@pytest.fixture
def wrong(run_here: Run) -> Callable[[], dict[str, str]]:
    def asked() -> dict[str, str]:
        told = run_here("doctor", "--deploy", "--json")
        found = json.loads(told.stdout)
        assert all(one["advice"] for one in found if not one["ok"])
        assert told.exit_code == (0 if all(one["ok"] for one in found) else 3)
        return {one["name"]: one["what"] for one in found if not one["ok"]}

    return asked


@pytest.fixture
def run_here() -> Run:
    from typer.testing import CliRunner

    from api.cli import app

    return lambda *words: CliRunner().invoke(app, list(words))


def test_a_house_that_is_set_up_well_may_open(machine: Machine, wrong: Callable[[], dict[str, str]]) -> None:
    assert wrong() == {}


@pytest.mark.parametrize(
    ("where", "trouble"),
    [
        ("10.0.0.8:3310", True),
        ("av.hospital.local:3310", True),
        ("127.0.0.1:3310", False),
        ("[::1]:3310", False),
    ],
)
def test_files_go_to_a_scanner_on_this_machine_only(machine: Machine, where: str, trouble: bool) -> None:
    machine.sets(JIYAO_CLAMD=where)
    with pytest.raises(Trouble) if trouble else nullcontext():
        network.files_are_scanned()


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        ("postgresql://db.hospital.local/jiyao", True),
        ("postgresql://db.hospital.local/jiyao?sslmode=require", True),
        ("postgresql://db.hospital.local/jiyao?sslmode=verify-full", False),
        ("postgresql://127.0.0.1/jiyao", False),
        ("postgresql:///jiyao?host=/run/postgresql", False),
    ],
)
def test_records_travel_in_secret(machine: Machine, url: str, trouble: bool) -> None:
    machine.sets(JIYAO_DATABASE_URL=url)
    with pytest.raises(Trouble) if trouble else nullcontext():
        network.database_is_reached_in_secret()


UNSAFE: dict[str, tuple[str, Callable[[Machine], object]]] = {
    "网址": ("不加密", lambda m: m.sets(JIYAO_PUBLIC_URL=HOSPITAL)),
    "监听地址": ("别的机器可以绕过", lambda m: m.sets(JIYAO_HOST="0.0.0.0")),
    "邮件加密": ("不加密", lambda m: m.sets(JIYAO_SMTP_TLS="none")),
    "查毒": ("不查毒", lambda m: m.sets(JIYAO_CLAMD="")),
    "数据库连接": ("没有加密", lambda m: m.patch.setattr(network, "make_url", lambda _: ELSEWHERE)),
    "密钥存放": ("密钥在数据目录里", lambda m: inside_the_data(m)),
    "密钥": ("权限是 0644", lambda m: (m.folder / "safe" / "master.key").chmod(0o644)),
    "数据目录": ("权限是 0755", lambda m: settings().data_dir.chmod(0o755)),
    "文件系统": ("网络共享（nfs4）", lambda m: mounted(m, "nfs4")),
    "运行账户": ("以 root 运行", lambda m: m.patch.setattr(host.os, "geteuid", lambda: 0)),
    "崩溃转储": ("/usr/share/apport", lambda m: m.says("core_pattern", "|/usr/share/apport/apport %p\n")),
    "交换分区": ("/dev/sda2", lambda m: m.says("swaps", "Filename Type\n/dev/sda2 partition 1\n")),
    "调试变量": ("SSLKEYLOGFILE", lambda m: m.patch.setenv("SSLKEYLOGFILE", "/tmp/keys")),
    "引擎变量": (
        "PREFECT_SERVER_ANALYTICS",
        lambda m: m.patch.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", "1"),
    ),
    "时钟校准": ("没有与时间服务器校准", lambda m: m.patch.setattr(host, "clock_status", lambda: 0x40)),
    "登录时限": ("不操作600分钟", lambda m: m.rules("idle_minutes = 30", "idle_minutes = 600")),
    "第二因素": ("只凭口令登录", lambda m: m.rules(THREE, "factor_for = []")),
    "单位名称": (
        "样本规矩",
        lambda m: m.sets(JIYAO_POLICY=str(SHIPPED), JIYAO_KEYS_DIR=str(m.folder / "safe")),
    ),
    "主密钥": ("第2版主密钥，密钥文件夹里没有", lambda m: lose_the_newest(m)),
    "演示数据": ("1个演示账号", lambda m: change("lin", mail="lin@jz1y.example")),
    "三员": ("还没有安全审计员", lambda m: change("yan", active=False)),
    "初次设置": ("还没有结束", lambda m: sql("DELETE FROM first_run_over")),
    "账号来源": ("个账号都是本地的", lambda m: m.patch.setattr(people, "MOST_LOCAL", 5)),
    "审计邮箱": ("收不到存证邮件", lambda m: change("yan", mail="")),
    "存证": ("最近一次存证", lambda m: four_hours_on(m)),
}
TOLD_WITH_IT = {"单位名称": {"第二因素"}, "三员": {"审计邮箱"}}


@pytest.mark.parametrize("name", UNSAFE)
def test_each_unsafe_setting_alone_is_named(
    machine: Machine, wrong: Callable[[], dict[str, str]], name: str
) -> None:
    what, spoil = UNSAFE[name]
    spoil(machine)
    found = wrong()
    assert what in found.pop(name)
    unasked = {other for other, why in found.items() if why == "没有检查"}
    assert set(found) - unasked <= TOLD_WITH_IT.get(name, set())


def test_every_check_has_its_bad_house() -> None:
    from api.cli.checks import deploy

    assert {name for name, _ in (*deploy.BEFORE_DATA, *deploy.WITH_DATA)} <= set(UNSAFE)


def test_keys_of_the_old_form_are_named_until_they_are_rotated(
    machine: Machine, wrong: Callable[[], dict[str, str]]
) -> None:
    with unit_of_work() as session:
        owner = session.exec(select(Person.id)).first()
        keyring.key_to_seal(session, owner, at=now())
        session.get_one(ContentKey, owner).bound = False
    assert "旧格式" in wrong()["主密钥"]
    with unit_of_work() as session:
        session.get_one(ContentKey, owner).bound = True
    rotation.begin(at=now())
    assert "旧主密钥" in wrong()["主密钥"]
    rotation.finish(at=now())
    assert wrong() == {}


def test_an_administrator_without_a_second_factor_is_named(
    machine: Machine, wrong: Callable[[], dict[str, str]]
) -> None:
    sql("DELETE FROM authenticator WHERE person_id = (SELECT id FROM person WHERE uid = 'min')")
    assert wrong() == {"三员": "闵洁还没有登记第二因素"}


def test_the_demos_settings_have_several(
    data_dir: Path, monkeypatch: pytest.MonkeyPatch, wrong: Callable[[], dict[str, str]]
) -> None:
    (data_dir / "seeded").touch()
    upgrade()
    from config.keys import secrets_of

    secrets_of(settings())
    assert set(wrong()) >= {
        "网址",
        "邮件加密",
        "查毒",
        "密钥存放",
        "第二因素",
        "单位名称",
        "演示数据",
        "初次设置",
        "三员",
        "存证",
    }


def inside_the_data(machine: Machine) -> None:
    (machine.folder / "safe").rename(settings().data_dir / "keys")
    machine.sets(JIYAO_KEYS_DIR=str(settings().data_dir / "keys"))


def mounted(machine: Machine, kind: str) -> None:
    line = f"36 35 98:0 / {settings().data_dir} rw shared:1 - {kind} server:/x rw\n"
    machine.patch.setattr(keeping, "MOUNTS", machine.says("mountinfo", line))


def lose_the_newest(machine: Machine) -> None:
    rotation.begin(at=now())
    (machine.folder / "safe" / "master-0002.key").unlink()
    from config import keys

    keys.keys.cache_clear()


def change(uid: str, **values: object) -> None:
    with unit_of_work() as session:
        person = find_uid(session, uid)
        for name, value in values.items():
            setattr(person, name, value)
        session.add(person)


def sql(statement: str) -> None:
    with unit_of_work() as session:
        session.connection().exec_driver_sql(statement)


def four_hours_on(machine: Machine) -> None:
    later = clock.now() + timedelta(hours=4)
    machine.patch.setattr(keeping, "now", lambda: later)
