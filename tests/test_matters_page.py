"""督办台账: who was given what, how far it is; and a matter is made a case of on its page or by a program."""

from datetime import datetime, time
from typing import Any

from gateways.clock import SHANGHAI, now, today
from models import assignments
from models.database import unit_of_work
from models.workdays import office_calendar
from tests.office import Letter, engine_runs
from tests.personas import Cast, in_days
from tests.stages.test_initiate import decided
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

NEW = "/supervision"


def sent(cast: Cast, **said: Any) -> dict[str, Any]:
    return {
        "title": "新建发热门诊通风系统改造",
        "source": "meeting",
        "basis": "2026年第12次院长办公会第3项",
        "words": "请医务部牵头，月底前完成。",
        "leader": str(cast.id("wang")),
        "lead": "YWB",
        "assistants": ["YGK"],
        "due_date": f"{in_days(10):%Y-%m-%d}",
        "urgency": "urgent",
        "about": "",
    } | said


def test_the_secretary_makes_a_case_of_a_decision_and_finds_it_on_the_list(
    browser: People, cast: Cast
) -> None:
    lin = browser("lin")
    assert "立项" in lin.opens("/supervision")
    lin.opens("/supervision/new")
    with untouched():
        again = lin.posts(NEW, expect=422, **sent(cast, basis=""))
    assert "请填写立项依据" in again
    assert "新建发热门诊通风系统改造" in again
    place = lin.posts(NEW, **sent(cast)).removesuffix("?done=initiated")
    engine_runs()
    told = lin.opens(place)
    assert "会议决定" in told
    assert "2026年第12次院长办公会第3项" in told
    assert "再次批示" not in told
    assert f"{now().year}-督-0001" in lin.opens("/supervision")
    assert "承办签收" in browser("zhao").opens(place)


def test_a_department_that_says_nothing_is_seen_to(browser: People, cast: Cast) -> None:
    letter = decided(cast, assistants=[])
    letter.is_accepted("zhao")
    lin = browser("lin")
    assert "未反馈" not in lin.opens("/supervision")
    long_ago = datetime.combine(office_calendar().add_workdays(today(), -6), time(10), SHANGHAI)
    with unit_of_work() as session:
        lead = assignments.lead(session, letter.id)
        lead.accepted_at = long_ago
        session.add(lead)
    assert "6个工作日未反馈" in lin.opens("/supervision")
    letter.is_reported("zhao", percent=60)
    assert "未反馈" not in lin.opens("/supervision")


def test_each_sees_what_he_may_know_of_and_the_counts_are_of_the_rows(browser: People, cast: Cast) -> None:
    decided(cast)
    letter = decided(cast, title="修订值班制度", assistants=[])
    letter.is_accepted("zhao")
    letter.is_reported("zhao", percent=60)
    letter.is_completed("zhao")
    letter.is_closed()
    lin = browser("lin").opens("/supervision")
    assert "在办 <b>1</b>" in lin
    assert "已销号 <b>1</b>" in lin
    assert "修订值班制度" not in lin
    done = browser("lin").opens("/supervision?standing=done")
    assert "按期办结" in done
    qian = browser("qian").opens("/supervision?standing=all")
    assert "通风系统改造" in qian
    assert "修订值班制度" not in qian
    assert "全部 <b>1</b>" in qian


def test_the_list_is_narrowed_to_one_department(browser: People, cast: Cast) -> None:
    decided(cast)
    decided(cast, title="修订值班制度", lead="YGK", assistants=[])
    told = browser("lin").opens("/supervision?office=YGK")
    assert "修订值班制度" in told
    assert "通风系统改造" not in told


def test_a_program_makes_one_and_reads_the_list_by_the_same_rights(browser: People, cast: Cast) -> None:
    chen = browser("chen")
    made = chen.calls("POST", NEW, expect=201, json=sent(cast))
    engine_runs()
    [row] = chen.calls("GET", NEW)
    assert (row["id"], row["office"], row["percent"]) == (made["id"], "YWB", 0)
    assert browser("sun").calls("GET", NEW) == []


def test_the_leader_instructs_anew_on_the_page(browser: People, cast: Cast) -> None:
    letter = decided(cast)
    letter.is_accepted("zhao")
    letter.is_completed("zhao")
    letter.is_closed()
    wang, place = browser("wang"), f"/documents/{letter.id}"
    assert "再次批示" in wang.opens(place)
    wang.posts(f"{place}/new-instruction", words="请再核实风量。", due_date=f"{in_days(5):%Y-%m-%d}")
    engine_runs()
    assert Letter(cast, letter.id).waits_for == [("accept", "YGK"), ("accept", "YWB")]
    assert "请再核实风量。" in browser("zhao").opens(place)
