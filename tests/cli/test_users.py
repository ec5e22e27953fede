"""jiyao user: who works here, and what an administrator is told when it cannot be."""

import json

import pytest

from gateways import directory
from gateways.clock import now
from models import signins
from models.database import reading, unit_of_work
from models.people import Role, find_uid, me
from tests.cli.conftest import Run

PASSWORD = "correct-horse-9\n"
ZHANG = (*("add", "zhang", "--name", "张三", "--office", "YWB=医务部"), "--password-stdin")


def test_a_person_is_added_with_office_roles_and_mail_and_can_sign_in(run: Run) -> None:
    told = run(
        "user",
        *ZHANG,
        "--role",
        "部门负责人",
        "--role",
        "handler",
        "--mail",
        "zhang@jz.example",
        said=PASSWORD,
    )
    assert told.exit_code == 0, told.output
    person = directory.directory().check("ZHANG", PASSWORD.strip())
    with reading() as session:
        assert me(session, person).roles == {Role.DEPARTMENT_HEAD, Role.HANDLER}
    assert (person.name, person.office_code, person.mail) == ("张三", "YWB", "zhang@jz.example")


def test_the_list_is_data_on_the_output_and_json_when_asked(run: Run) -> None:
    run("user", *ZHANG, "--role", "承办人", said=PASSWORD)
    (one,) = json.loads(run("user", "list", "--json").stdout)
    assert (one["uid"], one["office"], one["roles"], one["state"]) == ("zhang", "医务部", ["承办人"], "在用")
    assert run("user", "list").stdout.split("\t")[:3] == ["zhang", "张三", "医务部"]


@pytest.mark.parametrize(
    ("words", "password", "sentence"),
    [
        (ZHANG, "short\n", "口令至少10个字符"),
        (ZHANG, "zhang-zhang-1\n", "口令不得包含账号"),
        ((*ZHANG, "--role", "皇帝"), PASSWORD, "没有角色“皇帝”"),
        ((*ZHANG, "--role", "安全审计员", "--role", "院领导"), PASSWORD, "三员分立"),
        ((*ZHANG, "--mail", "a@b\nBcc: c@d"), PASSWORD, "邮箱地址不对"),
        (("add", "li", "--name", "李四", "--office", "ZZZ", "--password-stdin"), PASSWORD, "没有部门 ZZZ"),
        (("add", "li", "--name", " ", "--office", "A=甲", "--password-stdin"), PASSWORD, "请填写姓名"),
        (("disable", "nobody"), "", "没有账号 nobody"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence_and_leaves_nothing(
    run: Run, words: tuple[str, ...], password: str, sentence: str
) -> None:
    told = run("user", *words, said=password)
    assert told.exit_code == 1
    assert sentence in told.stderr
    assert "Traceback" not in told.output
    assert json.loads(run("user", "list", "--json").stdout) == []


def test_nobody_gets_the_same_name_twice(run: Run) -> None:
    run("user", *ZHANG, said=PASSWORD)
    again = run("user", *("ＺＨＡＮＧ" if word == "zhang" else word for word in ZHANG), said=PASSWORD)
    assert (again.exit_code, again.stderr.strip()) == (1, "账号 zhang 已经有了。")


def test_a_closed_account_is_signed_out_everywhere(run: Run) -> None:
    run("user", *ZHANG, said=PASSWORD)
    with unit_of_work() as session:
        secret = signins.begin(session, find_uid(session, "zhang"), at=now())
    assert run("user", "disable", "Zhang").exit_code == 0
    with reading() as session:
        assert signins.who(session, secret, at=now()) is None
    with pytest.raises(directory.WrongPassword):
        directory.directory().check("zhang", PASSWORD.strip())
    (one,) = json.loads(run("user", "list", "--json").stdout)
    assert one["state"] == "停用"
