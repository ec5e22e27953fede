"""规则文本: a slip is told with its line, in a sentence that says what to write instead."""

from typing import get_args

import pytest

from config import routes
from config.policy import policy
from config.rules import Rules
from config.toml import typed, written
from models import rule_text
from models.database import reading, unit_of_work
from models.people import Person
from models.rule_text import BadRules
from models.values import DocKind, Level, Urgency
from models.words import TooLong
from tests.personas import Cast
from tests.rules.rulebooks import TEXT, with_changes


def line_with(words: str) -> int:
    return next(number for number, line in enumerate(TEXT.splitlines(), start=1) if words in line)


def refusal(text: str) -> list[str]:
    with reading() as session, pytest.raises(BadRules) as refused:
        rule_text.checked(session, text)
    assert refused.value.field == "text"
    return str(refused.value).splitlines()


@pytest.mark.parametrize(
    ("old", "new", "where", "sentence"),
    [
        ("assistants = [", "asistants = [", 'assistants = ["YGK"]', "routes.1.asistants：不认识这个键。"),
        ('kinds = ["通知"]', 'kinds = ["通知单"]', "kinds", "routes.1.kinds.1：只能是 决议、决定、命令"),
        ("days = 5", 'urgencies = ["急"]', "days", "urgencies.1：只能是 平件、平急、加急、特急、特提。"),
        ("days = 5", 'levels = ["机密"]', "days", "routes.1.levels.1：只能是 公开、内部。"),
        ("days = 5", 'days = "5"', "days", "routes.1.days：应为整数。"),
        ("days = 5", "days = -1", "days", "routes.1.days：不能小于0。"),
        ('lead = "HLB"', 'lead = "护理部"', 'lead = "HLB"', "routes.2.lead：格式不对"),
        ("from = 2026-01-01", 'from = "元旦"', "from", "duties.1.from：应为日期，如 2026-10-01。"),
        ("from = 2026-01-01", "from = 20260101", "from", "duties.1.from：应为日期，如 2026-10-01。"),
        ("days = 5", "days 5", "days", "：不是合法的 TOML（键后面要写等号）。"),
        ("days = 5", "days = 五", "days", "：不是合法的 TOML（值的写法不对：文字加引号"),
        ("days = 5", "days = 5\ndays = 6", 'reason = "主管', "（同一个键写了两次）。"),
    ],
)
def test_a_slip_is_told_with_its_line(cast: Cast, old: str, new: str, where: str, sentence: str) -> None:
    told = next(line for line in refusal(with_changes((old, new))) if sentence in line)
    assert told.startswith(f"第{line_with(where)}行")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('lead = "YWB"', 'lead = "XYZ"', "routes.1.lead：本院没有代码为“XYZ”的部门。"),
        ('["YGK"]', '["YGK", "XYZ"]', "routes.1.assistants：本院没有代码为“XYZ”的部门。"),
        ('["YWB", "HLB"]', '["XYZ"]', "duties.1.offices：本院没有代码为“XYZ”的部门。"),
        ('leaders = ["wang"]', 'leaders = ["wong"]', "routes.1.leaders：没有账号“wong”。"),
        ('leaders = ["wang"]', 'leaders = ["zhao"]', "routes.1.leaders：赵敏（zhao）不是院领导。"),
        ('readers = ["sun"]', 'readers = ["son"]', "routes.2.readers：没有账号“son”。"),
        ('leader = "zhou"', 'leader = "chen"', "duties.2.leader：陈志远（chen）不是院领导。"),
        ('holder = "wang"', 'holder = "wong"', "posts.1.holder：没有账号“wong”。"),
        ('substitutes = ["zhou"]', 'substitutes = ["ma"]', "posts.1.substitutes：马强（ma）不是院领导。"),
        ('substitutes = ["zhou"]', 'substitutes = ["wang"]', "posts.1：替代人不能是本人。"),
    ],
)
def test_a_name_that_is_nobodys_is_told_with_its_line(cast: Cast, old: str, new: str, sentence: str) -> None:
    [told] = refusal(with_changes((old, new)))
    assert told.endswith(sentence)
    wrong = line_with(old) if "posts.1：" not in sentence else line_with("[[posts]]")
    assert told.startswith(f"第{wrong}行 ")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('name = "护理"', 'name = "医政来文"', "routes：“医政来文”写了两次。"),
        ('keywords = ["护理"]\n', "", "urgencies、levels 至少要写一项。"),
        ('assistants = ["YGK"]', 'assistants = ["YWB"]', "主办部门不能同时是协办部门。"),
        ('keywords = ["规划"]\noffices = ["YZB"]\n', "", "keywords、offices 至少要写一项。"),
        ("from = 2026-01-01", "from = 2026-01-01\nuntil = 2025-12-31", "until 不能早于 from。"),
    ],
)
def test_rules_that_contradict_themselves_are_refused(cast: Cast, old: str, new: str, sentence: str) -> None:
    assert refusal(with_changes((old, new)))[0].endswith(sentence)


def test_who_has_left_is_refused_unless_the_post_says_who_stands_in(cast: Cast) -> None:
    with unit_of_work() as session:
        for uid in ("wang", "zhou"):
            session.get_one(Person, cast.id(uid)).active = False
    told = refusal(TEXT)
    assert {line.partition("：")[2] for line in told} == {"周明华（zhou）已离任，岗位也没有写替代人。"}
    assert len(told) == 2  # his duty, and his standing in for 王建国, whose post has a substitute


@pytest.mark.parametrize(
    "text",
    ["a = " + "[" * 30_000, "a = " + "9" * 900, "[" + " " * 900, "a." * 400 + "b = 1", "x = 1\n" * 9_000],
)
def test_what_is_written_to_tire_the_reader_is_refused(cast: Cast, text: str) -> None:
    assert len(refusal(text)) <= rule_text.SHOWN + 1


def test_a_text_has_an_end(cast: Cast) -> None:
    with reading() as session, pytest.raises(TooLong, match="规则文本最多60000字"):
        rule_text.checked(session, "#\n" * 31_000)


def test_of_many_slips_the_first_are_told(cast: Cast) -> None:
    told = refusal("".join(f"key{n} = 1\n" for n in range(30)))
    assert (len(told), told[-1]) == (13, "另有18处。")


def test_rules_are_written_so_that_they_read_back_the_same() -> None:
    assert typed(written(policy().rules), Rules) == policy().rules
    assert typed(written(typed(TEXT, Rules)), Rules) == typed(TEXT, Rules)


def test_the_words_of_a_condition_are_the_words_of_the_paper() -> None:
    words = ((routes.Kind, DocKind), (routes.Urgency, Urgency), (routes.Level, Level.of_documents()))
    for offered, kind in words:
        assert list(get_args(offered)) == [one.label for one in kind]
