"""离任待交接: what somebody who left still owed is seen, and goes to another, one thing or all of it."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from gateways.clock import now
from models import leaving, tasks
from models.audit import Event
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.people import Person
from models.tasks import TaskKind
from tests.office import Letter, engine_runs
from tests.page_client import Browser
from tests.personas import Cast

People = Callable[[str | None], Browser]


def leaves(cast: Cast, uid: str) -> None:
    with unit_of_work() as session:
        person = session.get_one(Person, cast.id(uid))
        leaving.close_account(session, person, by=None, at=now(), why="调离")
    engine_runs()


def hands_on(browser: Browser, cast: Cast, old: str, heir: str, **said: object) -> dict:
    sent = {"heir": str(cast.id(heir)), "words": "工作调整。"} | said
    return browser.calls("POST", f"/departures/{cast.id(old)}/handing-on", json=sent)


def listed(browser: Browser) -> list[tuple[str, bool]]:
    return [(one["kind"], one["skipped"]) for one in browser.calls("GET", "/departures")]


def asked(letter: Letter) -> dict[str, str]:
    """Whom each open task is asked of."""
    with reading() as session:
        return {task.kind.value: task.hat for task in tasks.open_tasks(session, letter.id)}


def proposed(cast: Cast) -> Letter:
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    return letter


def test_a_skipped_signature_is_owed_anew_by_the_heir(browser: People, cast: Cast) -> None:
    letter = proposed(cast)
    leaves(cast, "wang")
    assert asked(letter) == {"sign": f"person:{cast.id('zhou')}"}
    lin = browser("lin")
    page = lin.opens("/departures")
    assert "王建国" in page
    assert "已略过（已离任）" in page
    assert listed(lin) == [("signature", True)]
    assert hands_on(lin, cast, "wang", "ma") == {"kept": []}
    engine_runs()
    assert asked(letter) == {"sign": f"person:{cast.id('ma')}"}
    assert listed(lin) == []
    letter.is_signed("ma")
    assert asked(letter) == {"sign": f"person:{cast.id('zhou')}"}


def test_the_journal_and_the_ledger_say_who_handed_what_to_whom(browser: People, cast: Cast) -> None:
    letter = proposed(cast)
    leaves(cast, "wang")
    hands_on(browser("chen"), cast, "wang", "ma")
    with reading() as session:
        told = session.exec(select(Event).where(Event.act == Act.WORK_HANDED_OVER)).one()
    assert (told.about, told.by, told.why) == ("wang", cast.id("chen"), "1项转马强：工作调整。")
    assert "签批：王建国转马强：工作调整。" in browser("lin").opens(f"/documents/{letter.id}")


def test_a_turn_to_read_goes_to_another(browser: People, cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed(readers=[cast.id("sun"), cast.id("ma")])
    letter.is_signed("wang")
    letter.is_signed("zhou")
    leaves(cast, "sun")
    lin = browser("lin")
    assert listed(lin) == [("reading", True)]
    hands_on(lin, cast, "sun", "li")
    engine_runs()
    assert asked(letter) == {"hand-out": "role:secretary"}
    letter.is_handed_out()
    assert asked(letter) == {"read": f"person:{cast.id('li')}"}


def test_whoever_is_to_be_told_the_result_may_be_another(browser: People, cast: Cast) -> None:
    letter = proposed(cast)
    letter.is_signed("wang")
    letter.is_signed("zhou")
    letter.is_accepted()
    letter.is_completed(without="")
    letter.is_closed()
    leaves(cast, "zhou")
    assert asked(letter)["acknowledge"] == f"person:{cast.id('zhou')}"
    hands_on(browser("lin"), cast, "zhou", "wang")
    engine_runs()
    assert asked(letter)["acknowledge"] == f"person:{cast.id('wang')}"
    letter.is_acknowledged("wang")


def test_what_the_heir_cannot_do_stays_and_says_why(browser: People, cast: Cast) -> None:
    one, other = proposed(cast), proposed(cast)
    other.act(lambda s, d: None)
    leaves(cast, "wang")
    with unit_of_work() as session:  # 周明华 signs the first already, so he cannot take the seat beside it
        assert session.get_one(Person, cast.id("zhou")).active
    lin = browser("lin")
    refused = lin.calls(
        "POST",
        f"/departures/{cast.id('wang')}/handing-on",
        expect=422,
        json={"heir": str(cast.id("zhou")), "words": "并入。"},
    )
    assert "周明华已在签批人员中" in refused["title"]
    assert listed(lin) == [("signature", True)] * 2
    items = [row["item"] for row in lin.calls("GET", "/departures")]
    hands_on(lin, cast, "wang", "ma", items=items[:1])
    assert len(listed(lin)) == 1
    assert one.id != other.id


def test_by_page_what_is_ticked_goes_and_a_slip_keeps_what_was_typed(browser: People, cast: Cast) -> None:
    proposed(cast)
    leaves(cast, "wang")
    chen = browser("chen")
    item = chen.calls("GET", "/departures")[0]["item"]
    url = f"/departures/{cast.id('wang')}/handing-on"
    again = chen.posts(url, expect=422, items=item, words="说明还在")
    assert "请填写接办人" in again
    assert "说明还在" in again
    assert (
        chen.posts(url, items=item, heir=str(cast.id("ma")), words="调离。") == "/departures?done=handed-on"
    )
    assert "没有待交接的事项" in chen.opens("/departures?done=handed-on")


def test_a_destruction_list_is_not_stuck_for_ever(browser: People, cast: Cast) -> None:
    from tests.stages.test_archive import old_paper

    letter = old_paper(cast)
    letter.is_listed("he", approver="zhou", witnesses=("sun", "ma"))
    leaves(cast, "zhou")
    leaves(cast, "sun")
    lin = browser("lin")
    assert sorted(listed(lin)) == [("order-approval", False), ("witnessing", False)]
    url = f"/departures/{cast.id('zhou')}/handing-on"
    for heir, why in (("ma", "院领导"), ("chen", "院领导")):
        said = {"heir": str(cast.id(heir)), "words": "调离。"}
        assert why in lin.calls("POST", url, expect=422, json=said)["title"]
    hands_on(lin, cast, "zhou", "wang")
    refused = {"heir": str(cast.id("wang")), "words": "调离。"}
    lin.calls("POST", f"/departures/{cast.id('sun')}/handing-on", expect=422, json=refused)
    hands_on(lin, cast, "sun", "li")
    assert listed(lin) == []


def test_a_department_without_anybody_is_told(browser: People, cast: Cast) -> None:
    letter = proposed(cast)
    letter.is_signed("wang")
    letter.is_signed("zhou")
    assert asked(letter) == {"accept": "office:YWB"}
    leaves(cast, "zhao")
    assert "没有人能办的岗位和部门" not in browser("lin").opens("/departures")
    leaves(cast, "li")
    page = browser("lin").opens("/departures")
    assert "没有人能办的岗位和部门" in page
    assert "承办签收" in page


@pytest.mark.parametrize("uid", ["zhou", "zhao", "sun", "he", "gu"])
def test_the_list_is_there_for_secretary_and_office_head_alone(browser: People, cast: Cast, uid: str) -> None:
    answer = browser(uid).client.get("/departures")
    assert answer.status_code in (403, 404)
    assert "王建国" not in answer.text


def test_the_office_head_sees_only_what_he_may_know(browser: People, cast: Cast) -> None:
    proposed(cast)
    leaves(cast, "wang")
    with unit_of_work() as session:
        chen = session.get_one(Person, cast.id("chen"))
        from models.values import Level

        chen.clearance = Level.PUBLIC
        session.add(chen)
    assert listed(browser("lin")) == [("signature", True)]
    assert listed(browser("chen")) == []


def test_nobody_who_left_or_administers_inherits(browser: People, cast: Cast) -> None:
    letter = proposed(cast)
    leaves(cast, "wang")
    leaves(cast, "ma")
    url = f"/departures/{cast.id('wang')}/handing-on"
    for heir in ("ma", "gu"):
        said = {"heir": str(cast.id(heir)), "words": "调离。"}
        browser("lin").calls("POST", url, expect=422, json=said)
    assert asked(letter)[TaskKind.SIGN.value] == f"person:{cast.id('zhou')}"
