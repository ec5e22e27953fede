"""拟办建议: to whom, because of which words, by which version; and who stands in for whoever cannot be asked."""

from datetime import timedelta
from typing import Any

import pytest

from gateways.clock import now
from models import adopt
from models.database import reading, unit_of_work
from models.people import Person, Role, RoleGrant
from models.suggestions import Suggestion, suggest
from models.values import ActionKind, DocKind, Level, Urgency, on_paper
from tests.office import Letter
from tests.personas import Cast
from tests.rules.rulebooks import released, today, with_changes

TITLE = "关于加强院感防控工作的通知"


def registered(cast: Cast, title: str = TITLE, issuer: str = "江州市卫健委", **said: Any) -> Letter:
    letter = Letter(cast).arrives()
    letter.is_registered(title=title, issuer=issuer, **said)
    return letter


def suggestion(letter: Letter, in_days: int = 0) -> Suggestion:
    with reading() as session:
        return suggest(session, letter.now, at=now() + timedelta(days=in_days))


def leaves(cast: Cast, uid: str) -> None:
    with unit_of_work() as session:
        session.get_one(Person, cast.id(uid)).active = False


def test_a_proposal_names_the_words_that_made_the_rule_fit(cast: Cast) -> None:
    released(cast)
    found = suggestion(registered(cast))
    assert found.because == (
        "建议：卫健委 + 通知 + 院感 → 王建国（分管医疗）；主办医务部，协办院感科；5个工作日内办结。"
        "依据第2版规则“医政来文”（主管部门业务来文，由医务部主办）。"
    )
    assert (found.lead, found.assistants, found.days) == ("YWB", ["YGK"], 5)
    assert (found.leaders, found.readers) == ([cast.id("wang")], [])


@pytest.mark.parametrize(
    "said", [{"issuer": "江州市教育局"}, {"doc_kind": DocKind.LETTER}, {"title": "关于报送总结的通知"}]
)
def test_every_condition_must_hold(cast: Cast, said: dict[str, Any]) -> None:
    released(cast)
    assert suggestion(registered(cast, **said)).lead is None


@pytest.mark.parametrize(
    ("condition", "fits", "fits_not", "word"),
    [
        ('urgencies = ["特急", "加急"]', {"urgency": Urgency.URGENT}, {"urgency": Urgency.ROUTINE}, "加急"),
        ('levels = ["公开"]', {"level": Level.PUBLIC}, {"level": Level.INTERNAL}, "公开"),
    ],
)
def test_urgency_and_level_are_conditions_too(
    cast: Cast, condition: str, fits: dict[str, Any], fits_not: dict[str, Any], word: str
) -> None:
    released(cast, with_changes(("days = 5", condition)))
    assert f"卫健委 + 通知 + 院感 + {word} → " in suggestion(registered(cast, **fits)).because
    assert suggestion(registered(cast, doc_number="", **fits_not)).lead is None


def test_where_the_rule_names_no_leader_the_one_in_charge_of_the_department_is_proposed(cast: Cast) -> None:
    released(cast)
    found = suggestion(registered(cast, title="关于开展优质护理服务的通知"))
    assert found.because == (
        "建议：护理 → 王建国（分管医疗）；主办护理部；传阅孙丽。"
        "依据第2版规则“护理”和领导分工（护理事项，由护理部主办）。"
    )
    assert (found.leaders, found.readers) == ([cast.id("wang")], [cast.id("sun")])


def test_what_the_title_says_goes_before_the_department(cast: Cast) -> None:
    released(cast)
    found = suggestion(registered(cast, title="关于护理人才规划的通知"))
    assert "护理 → 周明华（分管全面工作）；主办护理部" in found.because


def test_where_no_rule_fits_the_division_of_work_is_asked(cast: Cast) -> None:
    released(cast)
    found = suggestion(registered(cast, title="关于报送发展规划的函", issuer="江州市发展改革委"))
    assert found.because == "建议：规划 → 周明华（分管全面工作）。没有规则符合，依据第2版领导分工。"
    assert (found.lead, found.leaders) == (None, [cast.id("zhou")])


def test_where_nothing_fits_nothing_is_suggested(cast: Cast) -> None:
    released(cast)
    assert suggestion(registered(cast, title="关于借用场地的函", issuer="江州市气象局")) == Suggestion()


def test_the_division_of_work_is_that_of_the_day(cast: Cast) -> None:
    change = today() + timedelta(days=3)
    text = with_changes(
        ("from = 2026-01-01", f"from = 2026-01-01\nuntil = {change - timedelta(days=1)}"),
        ("[[posts]]", f'[[duties]]\nleader = "zhou"\narea = "医疗"\noffices = ["HLB"]\nfrom = {change}\n\n[[posts]]'),
    )  # fmt: skip
    released(cast, text)
    letter = registered(cast, title="关于开展优质护理服务的通知")
    led = [suggestion(letter, in_days=days).leaders for days in (2, 3)]
    assert led == [[cast.id("wang")], [cast.id("zhou")]], on_paper(change)


def test_a_leader_who_left_is_replaced_by_the_substitute_of_the_post(cast: Cast) -> None:
    released(cast)
    letter = registered(cast)
    leaves(cast, "wang")
    found = suggestion(letter)
    assert found.leaders == [cast.id("zhou")]
    assert "院感 → 周明华（院长）；主办医务部" in found.because
    assert found.because.endswith("王建国已离任，由“分管医疗副院长”岗位替代人周明华代。")


def test_a_leader_who_lost_the_office_or_is_not_cleared_is_replaced_too(cast: Cast) -> None:
    released(cast)
    letter = registered(cast)
    with unit_of_work() as session:
        session.get_one(Person, cast.id("wang")).clearance = Level.PUBLIC
    assert "王建国密级不符，由“分管医疗副院长”岗位替代人周明华代。" in suggestion(letter).because
    with unit_of_work() as session:
        session.delete(session.get_one(RoleGrant, (cast.id("wang"), Role.LEADER)))
    assert "王建国不是院领导，由“分管医疗副院长”岗位替代人周明华代。" in suggestion(letter).because


def test_nobody_is_asked_twice_and_nobody_who_cannot_be(cast: Cast) -> None:
    released(cast, with_changes(('leaders = ["wang"]', 'leaders = ["wang", "zhou"]')))
    letter = registered(cast)
    leaves(cast, "wang")
    assert suggestion(letter).leaders == [cast.id("zhou")]
    leaves(cast, "zhou")
    found = suggestion(letter)
    assert found.leaders == []
    assert "王建国已离任，没有可用的替代人，请另选。周明华已离任，没有可用的替代人，请另选。" in found.because


def test_a_reader_who_left_is_left_out_with_a_word(cast: Cast) -> None:
    released(cast)
    letter = registered(cast, title="关于开展优质护理服务的通知")
    leaves(cast, "sun")
    found = suggestion(letter)
    assert (found.readers, found.because.endswith("孙丽已离任，未列入传阅。")) == ([], True)


def test_a_paper_to_be_read_has_no_lead_department_in_its_sentence(cast: Cast) -> None:
    released(cast)
    assert "主办" not in suggestion(registered(cast, action=ActionKind.READ)).because.partition("。")[0]


def test_the_policys_own_rules_are_explained_where_a_department_is_not_there(cast: Cast) -> None:
    found = suggestion(registered(cast, title="关于做好传染病防治工作的通知"))
    assert found.because.startswith("建议：传染病 → 周明华（院长）、王建国（分管医疗）；主办GWK")
    assert found.lead is None  # this house has no 公共卫生科


def test_the_suggestion_is_that_of_the_version_the_paper_started_under(cast: Cast) -> None:
    letter = registered(cast, title="关于加强院感防控工作的通知")
    released(cast)
    assert "依据第1版规则“卫生健康主管部门”" in suggestion(letter).because
    letter.act(lambda s, d: adopt.adopt(s, d, "分工变了。", by=cast.chen, at=now()))
    assert "依据第2版规则“医政来文”" in suggestion(letter).because
