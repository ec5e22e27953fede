"""本院的规矩: what the shipped file says, and how a slip of its editor is told."""

import re
from datetime import date, time
from pathlib import Path

import pytest

from config.errors import BadConfig
from config.policy import SHIPPED, Policy, policy, read_policy
from config.routes import Traits
from config.settings import settings
from config.toml import line_of
from models.values import Book, DocKind, Retention, Urgency

TEXT = SHIPPED.read_text(encoding="utf-8")
RULES = read_policy(SHIPPED)


def line_with(words: str) -> int:
    """Where the shipped file says so."""
    return next(number for number, line in enumerate(TEXT.splitlines(), start=1) if words in line)


def edited(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = tmp_path / "policy.toml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(path: Path) -> str:
    with pytest.raises(BadConfig) as refused:
        read_policy(path)
    return str(refused.value)


@pytest.mark.parametrize(
    ("urgency", "paper", "telegram"),
    [
        (Urgency.FLASH, 1, 1),
        (Urgency.VERY_URGENT, 1, 3),
        (Urgency.URGENT, 3, 5),
        (Urgency.PROMPT, 7, 10),
        (Urgency.ROUTINE, 7, 10),
    ],
)
def test_every_urgency_has_its_days(urgency, paper, telegram):
    assert RULES.term_of(urgency) == paper
    assert RULES.term_of(urgency, telegram=True) == telegram


def test_every_book_has_a_name_and_every_period_a_code():
    assert len({RULES.registers[book] for book in Book}) == len(Book)
    assert [RULES.retention.periods[one].code for one in Retention] == ["Y", "D30", "D10"]


def test_every_category_says_how_long_and_where():
    assert {category.period for category in RULES.retention.categories} == {*Retention, "none"}
    assert all(category.office for category in RULES.retention.categories if category.kept)
    assert RULES.category("superior-lasting").period == Retention.YEARS30
    assert RULES.category("no-such-category") is None


def test_papers_of_a_year_are_filed_by_the_end_of_june_of_the_next():
    assert RULES.archive.due_of(2026) == date(2027, 6, 30)


def test_a_mail_that_fails_waits_longer_each_time_and_the_last_wait_repeats():
    assert [RULES.mail.wait_minutes(failures) for failures in range(1, 8)] == [1, 5, 15, 60, 240, 240, 240]


@pytest.mark.parametrize(
    ("issuer", "title", "lead"),
    [
        ("江州市卫生健康委员会", "关于做好秋冬季传染病防控工作的通知", "GWK"),
        ("江州市卫生健康委员会", "关于报送年度工作总结的通知", "YWB"),
        ("江州市医疗保障局", "关于调整结算办法的通知", "YBB"),
        ("江州市消防救援支队", "关于开展消防检查的通知", "BWB"),
        ("中共江州市委机构编制委员会办公室", "关于核定人员编制的通知", "RSB"),
        ("江州市卫生健康委员会", "关于编制专科建设规划的通知", "YWB"),
    ],
)
def test_the_first_route_that_fits_suggests_the_lead_department(issuer, title, lead):
    route = RULES.route_of(Traits(issuer, "通知", title))
    assert route is not None
    assert route.lead == lead
    assert route.reason.endswith("主办")


def test_where_no_route_fits_nothing_is_suggested():
    assert RULES.route_of(Traits("江州市气象局", "函", "关于借用场地的函")) is None


def test_a_route_may_ask_for_the_kind_too(tmp_path):
    path = edited(tmp_path, ('keywords = ["护理", "护士"]', 'kinds = ["请示"]\nkeywords = ["护理"]'))
    rules = read_policy(path)
    assert rules.route_of(Traits("护理学会", "请示", "护理培训的请示")).lead == "HLB"
    assert rules.route_of(Traits("护理学会", "函", "护理培训的函")) is None


def test_routes_speak_of_document_kinds_that_exist():
    labels = {kind.label for kind in DocKind}
    assert {kind for route in RULES.routes for kind in route.kinds} <= labels


def test_an_unknown_key_is_named_with_its_line(tmp_path):
    path = edited(tmp_path, ("signing = 1", "singing = 1"))
    line = line_with("signing = 1")
    assert f"{path} 第{line}行 deadlines.singing：不认识这个键。" in refusal(path).splitlines()


def test_an_unknown_key_deep_in_a_list_is_named_with_its_line(tmp_path):
    path = edited(tmp_path, ('id = "contracts-minor"', 'id = "contracts-minor"\nterm = 5'))
    line = line_with('id = "contracts-minor"') + 1
    assert re.fullmatch(rf".* 第{line}行 retention\.categories\.\d+\.term：不认识这个键。", refusal(path))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("reading = 2", "reading = -2", "deadlines.reading：不能小于0。"),
        ("reading = 2", "reading = 2.5", "deadlines.reading：应为整数。"),
        ("reading = 2", 'reading = "2"', "deadlines.reading：应为整数。"),
        ("reading = 2", "reading = true", "deadlines.reading：应为整数。"),
        ("due_at = 17:30:00", 'due_at = "下班"', "deadlines.due_at：应为时刻，如 17:30:00。"),
        ("before = [3, 1, 0]", "before = 3", "reminders.before：应为列表。"),
        ("before = [3, 1, 0]", "before = [3, -1, 0]", "reminders.before.2：不能小于0。"),
        ('due = "06-30"', 'due = "06-31"', "archive.due：应为每年都有的月-日，如 06-30。"),
        ("witnesses = 2", "witnesses = 1", "destruction.witnesses：不能小于2。"),
        ("years = 30", "years = 25", "retention.periods.years30.years：不能小于30。"),
        ('name = "江州市第一人民医院"', 'name = ""', "hospital.name：不能为空。"),
        ("hours = 72", "hours = 0", "tickets.hours：不能小于1。"),
    ],
)
def test_a_wrong_value_is_named_with_its_line(tmp_path, old, new, sentence):
    assert refusal(edited(tmp_path, (old, new))).endswith(f"第{line_with(old)}行 {sentence}")


def test_a_missing_key_points_at_its_table(tmp_path):
    path = edited(
        tmp_path, ("flash = 1 # 来文承办时限：特提\n\n[deadlines.telegram]", "\n[deadlines.telegram]")
    )
    assert refusal(path) == f"{path} 第{line_with('[deadlines.paper]')}行 deadlines.paper.flash：缺少这个键。"


def test_a_category_written_twice_is_refused(tmp_path):
    assert "类目 meetings 写了两次" in refusal(edited(tmp_path, ('id = "supervision"', 'id = "meetings"')))


def test_a_route_without_a_condition_would_catch_everything(tmp_path):
    path = edited(tmp_path, ('issuers = ["总工会"]\n', ""))
    assert "issuers、kinds、keywords、urgencies、levels 至少要写一项" in refusal(path)


def test_a_department_does_not_assist_itself(tmp_path):
    path = edited(tmp_path, ('assistants = ["HQB"]', 'assistants = ["BWB"]'))
    assert "主办部门不能同时是协办部门" in refusal(path)


def test_a_slip_of_toml_is_told_with_its_line(tmp_path):
    path = edited(tmp_path, ("signing = 1", "signing 1"))
    assert refusal(path).startswith(f"{path} 第{line_with('signing = 1')}行：不是合法的 TOML")


def test_a_file_that_is_not_there_or_not_text_is_told(tmp_path):
    assert "读不到这个文件" in refusal(tmp_path / "nowhere.toml")
    (tmp_path / "gbk.toml").write_bytes("[hospital]\nname = '江州市第一人民医院'".encode("gbk"))
    assert "不是 UTF-8" in refusal(tmp_path / "gbk.toml")


def test_the_rules_cannot_be_changed_while_running():
    with pytest.raises(ValueError, match="frozen"):
        RULES.deadlines.signing = 9


def test_another_file_can_be_named(tmp_path, monkeypatch):
    monkeypatch.setenv("JIYAO_POLICY", str(edited(tmp_path, ("signing = 1", "signing = 4"))))
    settings.cache_clear()
    policy.cache_clear()
    try:
        assert policy().deadlines.signing == 4
    finally:
        monkeypatch.undo()
        settings.cache_clear()
        policy.cache_clear()


def test_times_are_read_as_times():
    assert RULES.deadlines.due_at == time(17, 30)
    assert isinstance(RULES, Policy)


def test_the_line_of_a_key_is_the_line_in_its_own_table():
    text = '[a]\nx = 1\n[[b]]\nx = 2\n[[b]]\n"x" = 3 # x = 4\n[a.c]\nx = 5\n'
    places = [("a", "x"), ("b", 0, "x"), ("b", 1, "x"), ("a", "c", "x"), ("b", 1, "y"), ("z",)]
    assert [line_of(text, place) for place in places] == [2, 4, 6, 8, 5, 1]
