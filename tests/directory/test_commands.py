"""jiyao directory: what is said of each step, and what a synchronisation would do."""

import json

from click.testing import Result
from typer.testing import CliRunner

from models.database import reading
from models.people import find_uid
from tests.directory.certificates import Authority
from tests.directory.conftest import Points
from tests.directory.fake_ldap import Fake
from tests.directory.house import active_directory
from tests.directory.slapd import SERVICE_PASSWORD, Slapd
from tests.personas import Cast


def run(*words: str) -> Result:
    from api.cli import app

    return CliRunner().invoke(app, ["directory", *words])


def test_check_tells_every_step_a_sample_and_what_does_not_fit(
    slapd: Slapd, points: Points, cast: Cast
) -> None:
    points(slapd.url)
    told = run("check", "qian")
    assert told.exit_code == 3
    for said in ("✓ 连通：localhost:", "✓ 加密：TLSv1.", "✓ 服务账号：dn:cn=jiyao", "查到 3 条"):
        assert said in told.stdout
    assert "✓ 样本：账号 qian，姓名 钱红(机要)，部门 院感科" in told.stdout
    assert "✗ 对不上：meng：目录里的部门“外联处”没有对应的部门" in told.stdout
    assert SERVICE_PASSWORD not in told.output


def test_check_stops_where_it_cannot_go_on_and_says_what_to_do(
    authority: Authority, slapd: Slapd, points: Points, cast: Cast
) -> None:
    with Fake(active_directory(), authority.issues("old", days=-1).serving) as fake:
        points(fake.url)
        steps = json.loads(run("check", "--json").stdout)
    assert [(one["name"], one["ok"]) for one in steps] == [("加密", False)]
    assert "证书" in steps[0]["advice"]
    points("ldaps://localhost:1")
    assert json.loads(run("check", "--json").stdout)[0]["name"] == "连通"
    points(slapd.url, bind_password="wrong-password")
    assert json.loads(run("check", "--json").stdout)[-1]["name"] == "服务账号"
    points(slapd.url, filter="(uid=nobody-here)")
    assert "JIYAO_LDAP_FILTER" in json.loads(run("check", "--json").stdout)[-1]["advice"]


def test_a_dry_run_says_what_the_next_run_does(slapd: Slapd, points: Points, cast: Cast) -> None:
    points(slapd.url)
    made = slapd.adds("wen", "文静", "医务部", "初来乍到 9-days")
    try:
        dry = json.loads(run("sync", "--dry-run", "--adopt", "li", "--json").stdout)
        assert [one["uid"] for one in dry["new"]] == ["wen"]
        assert [one["uid"] for one in dry["adopted"]] == ["li"]
        assert {one["uid"] for one in dry["problems"]} == {"meng", "qian"}
        with reading() as session:
            assert find_uid(session, "wen") is None
        assert json.loads(run("sync", "--adopt", "li", "--json").stdout) == dry
        again = run("sync")
        assert "新开账号 0" in again.stderr
        assert "未变 2" in again.stderr
        assert ["对不上", "meng"] in [line.split("\t")[:2] for line in again.stdout.splitlines()]
    finally:
        slapd.removes(made)


def test_without_a_directory_the_commands_say_so(cast: Cast) -> None:
    for words in (["check"], ["sync"], ["sync", "--dry-run"]):
        told = run(*words)
        assert (told.exit_code, "没有设置目录服务" in told.stderr) == (1, True)


def test_a_directory_that_is_away_is_one_sentence(points: Points, cast: Cast) -> None:
    points("ldaps://localhost:1")
    told = run("sync")
    assert told.exit_code == 1
    assert "连不上服务器" in told.stderr
    assert "未作任何改动" in told.stderr
