"""jiyao setup: the shell grants roles until the three administrators are there and have signed in, and never again (A5)."""

import json

import pytest
from sqlmodel import select

from gateways.clock import now
from models import audit, first_run
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.people import find_uid
from tests.cli.conftest import Run

PASSWORD = "correct-horse-9\n"
THREE = {"gu": "系统管理员", "min": "安全保密管理员", "yan": "安全审计员"}


def opened(run: Run, uid: str, role: str | None) -> tuple[int, str]:
    words = ["add", uid, "--name", "某人", "--office", "YZB=院长办公室", "--password-stdin"]
    told = run("user", *words, *(("--role", role) if role else ()), said=PASSWORD)
    return told.exit_code, told.stderr


def signs_in(uid: str) -> None:
    with unit_of_work() as session:
        audit.record(session, Act.SIGNED_IN, by=find_uid(session, uid), at=now())


def over() -> bool:
    with reading() as session:
        return first_run.is_over(session)


@pytest.fixture
def three(run: Run) -> Run:
    for uid, role in THREE.items():
        assert opened(run, uid, role)[0] == 0
    return run


def test_it_ends_by_itself_when_each_of_the_three_has_signed_in(three: Run) -> None:
    signs_in("gu")
    signs_in("min")
    assert opened(three, "wang", "院领导")[0] == 0
    signs_in("yan")
    code, told = opened(three, "zhou", "院领导")
    assert code == 1
    assert "初次设置已经结束" in told
    assert "/people" in told
    assert opened(three, "zhou", None)[0] == 0, "an account that may do nothing is still opened by the shell"
    roles = {one["uid"]: one["roles"] for one in json.loads(three("user", "list", "--json").stdout)}
    assert (roles["wang"], roles["zhou"]) == (["院领导"], [])


def test_a_refused_sign_in_hands_nothing_over(three: Run) -> None:
    for uid in THREE:
        with unit_of_work() as session:
            audit.record(session, Act.SIGNED_IN, by=find_uid(session, uid), at=now(), ok=False)
    assert opened(three, "wang", "院领导")[0] == 0
    assert not over()


def test_finish_waits_for_the_three_and_cannot_be_undone(run: Run) -> None:
    opened(run, "gu", "系统管理员")
    told = run("setup", "finish")
    assert (told.exit_code, "还缺：安全保密管理员、安全审计员" in told.stderr) == (1, True)
    assert "还缺：安全保密管理员、安全审计员" in run("setup", "status").output
    for uid, role in list(THREE.items())[1:]:
        opened(run, uid, role)
    assert "三员已经齐备" in run("setup", "status").output
    assert run("setup", "finish").exit_code == 0
    assert run("setup", "finish").exit_code == 0, "twice is once"
    assert "已经结束" in run("setup", "status").output
    assert opened(run, "wang", "院领导")[0] == 1
    assert over()


def test_every_step_stands_in_the_journal(three: Run) -> None:
    three("setup", "finish")
    with reading() as session:
        lines = [(one.act, one.about, one.why) for one in session.exec(select(audit.Event))]
    assert lines[:3] == [
        (Act.OFFICE_FOUNDED, "YZB", "命令行"),
        (Act.ACCOUNT_OPENED, "gu", "命令行"),
        (Act.ROLE_GIVEN, "gu", "系统管理员"),
    ]
    assert lines[-1] == (Act.SETUP_FINISHED, "", "")


def test_the_last_of_the_three_is_not_closed(three: Run) -> None:
    told = three("user", "disable", "min")
    assert (told.exit_code, "唯一在任的安全保密管理员" in told.stderr) == (1, True)
