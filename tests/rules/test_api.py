"""/api/v1: the same verbs as JSON, with the same rights, and one shape of refusal."""

from typing import Any
from uuid import UUID

import pytest

from api.acts import ACTS
from config.policy import policy
from gateways import directory
from models.database import reading, unit_of_work
from models.people import find_uid
from models.stages import Stage
from models.tasks import open_tasks
from tests.office import Letter, engine_runs
from tests.page_client import Browser
from tests.personas import Cast, in_days
from tests.stages.test_receive import PAPER, receipt
from tests.stages.test_register import entry
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

PASSWORD = "correct horse battery"


def about(document_id: str, kind: str) -> str:
    with reading() as session:
        waiting = open_tasks(session, UUID(document_id))
        return str(next(task.about for task in waiting if task.kind.value == kind))


def test_a_document_lives_its_whole_life_through_the_api(browser: People, cast: Cast) -> None:
    lin, wang = browser("lin"), browser("wang")
    done = lin.calls("POST", "/documents", 201, data=receipt(), files={"file": ("来文.docx", PAPER)})
    paper, version = f"/documents/{done['id']}", done["version"]
    assert (done["stage"], version) == ("received", 1)

    def act(uid: str, name: str, expect: str, **sent: Any) -> None:
        nonlocal version
        done = browser(uid).calls("POST", f"{paper}/{name}", json=sent | {"version": version})
        engine_runs()
        assert done["version"] == version + 1
        version = lin.calls("GET", paper)["version"]
        assert lin.calls("GET", paper)["stage"] == expect

    ids = {uid: str(cast.id(uid)) for uid in ("wang", "sun", "li", "zhou", "ma")}
    engine_runs()
    act("lin", "registration", "registered", **entry(issue_date="2014-03-03"))
    act(
        "chen", "proposal", "registered",
        words="拟请批示。", lead="YWB", leaders=[ids["wang"]], readers=[ids["sun"]],
        due_date=f"{in_days(20):%Y-%m-%d}",
    )  # fmt: skip
    act("wang", "opinion", "approved", decision="instruct", words="同意。")
    act("lin", "handing-out", "approved", reading_id=about(done["id"], "hand-out"))
    act("sun", "reading", "approved", words="已阅。")
    act("lin", "taking-back", "circulated", reading_id=about(done["id"], "take-back"))
    act("zhao", "acceptance", "circulated", handler=ids["li"])
    act("li", "progress", "circulated", percent=60, words="已部署。")
    act("li", "extension-request", "circulated", until=f"{in_days(40):%Y-%m-%d}", words="等待回复。")
    asked = about(done["id"], "decide-extension")
    act("lin", "extension-decision", "circulated", request_id=asked, grant="yes")
    act("zhao", "completion", "circulated", words="已办结。")
    act("lin", "closure", "supervised", checks=list(policy().review.points))
    act("wang", "acknowledgement", "supervised")
    checks = [check.id for check in policy().archive.checks]
    act(
        "he",
        "filing",
        "archived",
        category="superior-short",
        retention="years10",
        office="YZB",
        checks=checks,
    )

    order = browser("he").calls(
        "POST", "/destruction-orders", 201,
        json={
            "documents": [done["id"]], "words": "期满。", "method": "粉碎",
            "approver": ids["zhou"], "witnesses": [ids["sun"], ids["ma"]],
        },
    )  # fmt: skip
    engine_runs()
    assert order["stage"] == "待审批"
    list_of = f"/destruction-orders/{order['id']}"
    assert browser("zhou").calls("POST", f"{list_of}/approval", json={})["stage"] == "待监销"
    engine_runs()
    assert browser("sun").calls("POST", f"{list_of}/witnessing", 409, json={})["code"] == "CoolingOff"
    told = [line["move"] for line in lin.calls("GET", f"{paper}/ledger")]
    assert told[0] == "receive"
    assert told[-1] == "list"
    assert wang.calls("GET", "/tasks") == []


def test_each_refusal_has_its_status_its_code_and_its_sentence(browser: People, cast: Cast) -> None:
    letter = Letter(cast).arrives()
    lin, paper = browser("lin"), f"/documents/{letter.id}"
    people = {uid: browser(uid) for uid in ("chen", "sun")}
    nobody = browser(None)

    def refused(who: Browser, name: str, sent: Any, expect: tuple[int, str], words: str) -> Any:
        with untouched():
            told = who.calls("POST", f"{paper}/{name}", expect[0], json=sent)
        assert (told["status"], told["code"], told["type"]) == (*expect, "about:blank")
        assert words in told["title"]
        return told

    refused(nobody, "registration", entry(), (401, "SignedOut"), "请先登录")
    refused(people["sun"], "registration", entry(), (404, "NotFound"), "没有找到，或者您不在知悉范围内")
    refused(lin, "registration", entry(version=0), (409, "StaleVersion"), "已有新的办理记录")
    refused(lin, "registration", entry(checks=[]), (422, "NotChecked"), "初审四项须逐项通过")
    refused(lin, "opinion", {"decision": "noted"}, (409, "NothingToDo"), "现在没有待办的“批示”")
    told = refused(lin, "registration", entry(issue_date="9999-01-01"), (422, "OutOfRange"), "成文日期应在")
    assert list(told["errors"]) == ["issue_date"]
    told = refused(lin, "registration", {}, (422, "Malformed"), "填写有误，请按提示更正。")
    assert told["errors"] == {
        "title": "请填写标题。",
        "issuer": "请填写来文单位。",
        "action": "请填写办理方式。",
    }
    letter.is_registered()
    refused(lin, "proposal", {"words": "拟办。"}, (403, "SomebodyElses"), "由他人办理")
    with untouched():
        forbidden = people["chen"].calls("POST", "/documents", 403, data=receipt())
    assert forbidden["code"] == "NotYourRole"


def test_a_likely_duplicate_is_a_conflict_that_may_be_passed(browser: People, cast: Cast) -> None:
    Letter(cast).arrives().is_registered(doc_number="江卫〔2026〕17号")
    letter, lin = Letter(cast).arrives(), browser("lin")
    path = f"/documents/{letter.id}/registration"
    assert lin.calls("POST", path, 409, json=entry())["code"] == "LikelyDuplicate"
    lin.calls("POST", path, json=entry(duplicate_ok=True))
    assert letter.stage is Stage.REGISTERED


def test_an_act_without_a_version_takes_its_chance(browser: People, cast: Cast) -> None:
    letter = Letter(cast).arrives()
    browser("lin").calls("POST", f"/documents/{letter.id}/registration", json=entry())
    assert letter.stage is Stage.REGISTERED


def test_a_program_signs_in_and_is_known_by_its_cookie(app: Any, cast: Cast) -> None:
    with unit_of_work() as session:
        directory.set_password(find_uid(session, "lin"), PASSWORD)
    program = Browser(app, cast)
    wrong = program.calls("POST", "/session", 401, data={"uid": "lin", "password": "wrong"})
    assert wrong["title"] == "账号或口令不对。"
    missing = program.calls("POST", "/session", 422, data={"uid": "lin"})
    assert "lin" not in str(missing)
    me = program.calls("POST", "/session", 201, data={"uid": "lin", "password": PASSWORD})
    assert me == {"uid": "lin", "name": "林晓梅", "roles": ["secretary"]}
    assert program.calls("GET", "/tasks") == []


def test_too_many_wrong_passwords_are_a_conflict_for_everybody(app: Any, cast: Cast) -> None:
    program = Browser(app, cast)
    for _ in range(policy().sign_in.failures):
        program.calls("POST", "/session", 401, data={"uid": "lin", "password": "wrong"})
    told = program.calls("POST", "/session", 409, data={"uid": "lin", "password": "wrong"})
    assert told["code"] == "Locked"
    assert "暂停登录" in program.posts("/sign-in", expect=401, uid="lin", password="wrong")


def test_lists_are_short_and_go_on_where_they_ended(browser: People, cast: Cast) -> None:
    for n in range(1, 6):
        Letter(cast).arrives().is_registered(title=f"第{n}件", doc_number="")
    lin = browser("lin")
    first = lin.calls("GET", "/documents?limit=2")
    assert [one["title"] for one in first] == ["第5件", "第4件"]
    rest = lin.calls("GET", "/documents?limit=9&before=4")
    assert [one["title"] for one in rest] == ["第3件", "第2件", "第1件"]
    assert [one["title"] for one in lin.calls("GET", "/documents?q=第3")] == ["第3件"]


@pytest.fixture
def schema(browser: People) -> dict[str, Any]:
    return browser(None).calls("GET", "/openapi.json")


def test_the_openapi_document_names_every_act_once(schema: dict[str, Any]) -> None:
    operations = [one for methods in schema["paths"].values() for one in methods.values()]
    ids = [one["operationId"] for one in operations]
    assert len(set(ids)) == len(ids)
    for (about_, name), act in ACTS.items():
        owner = "{order_id}" if about_ == "destruction-orders" else "{document_id}"
        operation = schema["paths"][f"/api/v1/{about_}/{owner}/{name}"]["post"]
        body = next(iter(operation["requestBody"]["content"].values()))["schema"]["$ref"].rsplit("/", 1)[-1]
        fields = schema["components"]["schemas"][body]
        assert set(fields["properties"]) == set(act.sent.model_fields)
        assert fields["additionalProperties"] is False
        assert any("\u4e00" <= one <= "\u9fff" for one in operation["summary"])
    assert {"receive", "sign_in", "list_documents", "read_document", "read_ledger", "list_tasks"} <= set(ids)


def test_the_pages_are_not_part_of_the_api(schema: dict[str, Any]) -> None:
    assert all(path.startswith("/api/v1/") for path in schema["paths"])


def test_the_documentation_is_a_page_of_ours_without_foreign_scripts(browser: People) -> None:
    shown = browser("lin").opens("/api/v1")
    for act in ACTS.values():
        assert f"/{act.name}" in shown
    assert "://" not in shown.replace("http://www.w3.org", "")
