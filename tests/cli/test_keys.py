"""jiyao keys: what each version wraps, a new one, and the end of an old one."""

import json
from uuid import uuid4

import pytest
from sqlmodel import select

from gateways.clock import now
from models import audit, keyring, rotation
from models.audit_words import Act
from models.content_keys import ContentKey
from models.database import reading, unit_of_work
from tests.cli.conftest import Run


@pytest.fixture
def three() -> None:
    with unit_of_work() as session:
        for _ in range(3):
            keyring.key_to_seal(session, uuid4(), at=now())


def standing(run: Run) -> dict[int, tuple[int, str]]:
    told = json.loads(run("keys", "status", "--json").stdout)
    return {one["version"]: (one["wraps"], one["state"]) for one in told}


def test_a_rotation_from_its_beginning_to_the_end_of_the_old_key(run: Run, three: None) -> None:
    assert standing(run) == {1: (3, "在用")}
    told = run("keys", "rotate")
    assert told.exit_code == 0
    assert told.stderr.split() == ["已启用第2版主密钥。", "已换封", "3", "项。"]
    assert standing(run) == {1: (0, "可以停用"), 2: (3, "在用")}
    assert "第1版\t" in run("keys", "status").stdout
    unsure = run("keys", "retire", "1")
    assert unsure.exit_code == 2
    assert "--yes" in unsure.stderr
    gone = run("keys", "retire", "1", "--yes")
    assert gone.exit_code == 0
    assert "第1版主密钥已停用" in gone.stderr
    assert standing(run) == {1: (0, "已停用"), 2: (3, "在用")}
    with reading() as session:
        acts = session.exec(select(audit.Event.act, audit.Event.about)).all()
    assert acts == [(Act.MASTER_MADE, "第2版"), (Act.MASTER_RETIRED, "第1版")]


def test_a_broken_off_rotation_is_finished_before_another_begins(run: Run, three: None) -> None:
    rotation.begin(at=now())
    assert standing(run) == {1: (3, "还在保护 3 项：请再运行 rotate"), 2: (0, "在用")}
    told = run("keys", "rotate")
    assert "接着上次中断的换钥" in told.stderr
    assert standing(run)[2] == (3, "在用")


def test_the_key_in_force_cannot_be_retired(run: Run, three: None) -> None:
    run("keys", "rotate")
    told = run("keys", "retire", "2", "--yes")
    assert told.exit_code == 1
    assert "第2版主密钥正在使用，不能停用" in told.stderr


def test_what_does_not_open_is_told_and_the_exit_code_says_so(run: Run, three: None) -> None:
    with unit_of_work() as session:
        session.exec(select(ContentKey)).first().wrapped = bytes(60)
    told = run("keys", "rotate")
    assert told.exit_code == 3
    assert "1 项打不开" in told.stderr
