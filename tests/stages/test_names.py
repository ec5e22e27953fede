"""选人: names in the order of their pinyin, and what may be typed to find one."""

from collections.abc import Callable

import pytest

from api.forms import people
from models.people import Person
from models.pinyin import in_order, typed_for
from tests.office import Letter
from tests.page_client import Browser
from tests.personas import Cast

Browsers = Callable[[str | None], Browser]


@pytest.mark.parametrize(
    ("shown", "typed"),
    [
        ("王建国（院领导）", "wjg"),
        ("王建国 副院长", "wangjianguo"),
        ("单一民", "sym"),  # 姓单读 shàn
        ("单一民", "dym"),  # 不知道的人照常读
        ("曾刚", "zenggang"),
        ("江州市卫生健康委员会", "jzswsjkwyh"),
        ("Li", "li"),
    ],
)
def test_a_name_is_found_by_its_pinyin_or_initials(shown: str, typed: str) -> None:
    assert typed in typed_for(shown).split()


def test_names_stand_in_the_order_of_their_pinyin() -> None:
    names = ["周明华 院长", "曾刚", "单于", "王建国 副院长", "安然", "𠮷田"]
    assert sorted(names, key=in_order)[:5] == ["安然", "单于", "王建国 副院长", "曾刚", "周明华 院长"]


def test_a_rare_or_missing_name_breaks_nothing() -> None:
    assert typed_for("䶮")
    assert in_order("") == ("",)
    assert len(typed_for("单" * 4).split()) <= 25


def test_choices_are_sorted_whatever_the_accounts_are_called() -> None:
    found = [Person(uid="a", name="周明华", office_code="A"), Person(uid="b", name="安然", office_code="A")]
    assert [shown for _, shown in people(found)] == ["安然", "周明华"]


def test_the_proposal_offers_every_reader_with_what_finds_him(browser: Browsers, cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    page = browser("chen").opens(f"/documents/{letter.id}")
    shown = page[page.index('id="proposal-readers"') :]
    shown = shown[: shown.index("</fieldset>")]
    assert shown.index("何平（") < shown.index("李梅（") < shown.index("周明华（")
    assert 'data-typed="limei lm">李梅' in shown
    assert shown.count('data-typed="limei lm">李梅') == 1, (
        "what finds a name is sent once, not once for each place"
    )
