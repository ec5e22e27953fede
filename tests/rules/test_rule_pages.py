"""规则的页面和接口: the same acts at both doors, with the same rights and the same sentences."""

from datetime import timedelta
from uuid import uuid4

import pytest

from models.rulebooks import SHIPPED
from tests.office import Letter
from tests.page_client import Browser
from tests.personas import Cast
from tests.rules.rulebooks import TEXT, drafted, released, today, with_changes
from tests.test_a_secretarys_day import People
from tests.untouched import untouched


def is_drafted(browser: Browser, text: str = TEXT) -> str:
    """The address of the draft."""
    return browser.posts("/rules", text=text, why="医务部分工调整。").partition("?")[0]


def test_the_rules_from_the_policy_to_the_second_version(browser: People, cast: Cast) -> None:
    chen, zhou = browser("chen"), browser("zhou")
    letter = Letter(cast).arrives()
    letter.is_registered()
    first = chen.opens("/rules")
    assert "第1版" in first
    assert "现行" in first
    assert "出自 policy.toml" in first
    assert "[[routes]]" in chen.opens("/rules/new")
    draft = is_drafted(chen)
    mine = chen.opens(f"{draft}?done=drafted")
    assert "草案已提交" in mine
    assert "待发布" in mine
    assert f'action="{draft}/release"' not in mine  # the author does not release
    second = zhou.opens(draft)
    assert "规则“医政来文”" in second
    assert "您知悉范围内最近一年的0件公文中" in second
    assert f'value="{today()}"' in second
    assert zhou.posts(f"{draft}/release", effective_from=str(today())) == f"{draft}?done=released"
    after = " ".join(zhou.opens(draft).split())
    assert "拟办规则第2版" in after
    assert "现行" in after
    assert "周明华" in after
    assert "历史版本" in zhou.opens("/rules")


def test_the_dry_run_names_the_papers_that_would_go_elsewhere(browser: People, cast: Cast) -> None:
    released(cast)
    letter = Letter(cast).arrives()
    letter.is_registered()
    draft = is_drafted(browser("lin"), with_changes(('lead = "YWB"', 'lead = "XXZ"')))
    page = browser("lin").opens(draft)
    assert "您知悉范围内最近一年的1件公文中，这1件会改送他处。" in page
    for words in (
        letter.now.label,
        "主办医务部，协办院感科",
        "主办信息中心，协办院感科",
        "主办：医务部 → 信息中心",
    ):
        assert words in page
    assert letter.now.title not in page


def test_a_draft_with_slips_comes_back_with_its_lines_and_what_was_typed(browser: People, cast: Cast) -> None:
    text = "\n\n" + with_changes(('lead = "YWB"', 'lead = "XYZ"'), ("days = 5", "day = 5"))
    chen = browser("chen")
    with untouched():
        page = chen.posts("/rules", expect=422, text=text, why="调整。")
    assert "第10行 routes.1.day：不认识这个键。" in page
    assert ">\n[[routes]]" in page  # the blank lines above are gone, so that the lines count as told
    assert "lead = &#34;XYZ&#34;" in page
    assert 'value="调整。"' in page
    with untouched():
        page = chen.posts("/rules", expect=422, text=TEXT)
    assert "请填写修改理由。" in page


def test_what_is_refused_on_a_draft_is_told_on_its_page(browser: People, cast: Cast) -> None:
    draft = f"/rules/{drafted(cast)}"
    zhou, chen, lin, xu = (browser(uid) for uid in ("zhou", "chen", "lin", "xu"))
    with untouched():
        page = zhou.posts(f"{draft}/release", expect=422, effective_from=str(today() - timedelta(days=1)))
        assert "生效日期不能早于" in page
        assert "拟办规则草案2" in page
        assert "请填写生效日期。" in zhou.posts(f"{draft}/release", expect=422)
        assert "起草人不得发布自己的草案" in chen.posts(
            f"{draft}/release", expect=403, effective_from=str(today())
        )
        assert "草案由起草人或办公室主任撤回" in xu.posts(f"{draft}/withdrawal", expect=403)
        assert "草案2还没有发布" in lin.posts("/rules", expect=409, text=TEXT + "#", why="调整。")
    assert chen.posts(f"{draft}/withdrawal") == f"{draft}?done=rules-withdrawn"
    with untouched():
        assert "草案2已经撤回" in zhou.posts(f"{draft}/release", expect=409, effective_from=str(today()))


def test_a_draft_is_written_on_from_where_it_stands(browser: People, cast: Cast) -> None:
    draft = drafted(cast)
    page = browser("chen").opens(f"/rules/new?on={draft}")
    assert "分管医疗副院长" in page
    assert 'value="按新的分工调整。"' in page
    again = is_drafted(browser("chen"), with_changes(("days = 5", "days = 4")))
    assert "已撤回" in browser("chen").opens(f"/rules/{draft}")
    assert "待发布" in browser("chen").opens(again)


@pytest.mark.parametrize("uid", ["zhao", "he", "sun", "gu"])
def test_whoever_has_nothing_to_do_with_the_rules_finds_no_page(
    browser: People, cast: Cast, uid: str
) -> None:
    draft, person = drafted(cast), browser(uid)
    assert 'href="/rules"' not in person.opens("/")
    for place in ("/rules", f"/rules/{draft}"):
        person.opens(place, expect=404)
    person.opens("/rules/new", expect=403)
    with untouched():
        person.posts(f"/rules/{draft}/release", expect=404, effective_from=str(today()))
        person.posts(f"/rules/{draft}/withdrawal", expect=404)
        person.posts("/rules", expect=403, text=TEXT, why="调整。")


def test_the_rules_are_in_the_navigation_of_those_who_read_them(browser: People, cast: Cast) -> None:
    for uid in ("lin", "chen", "zhou"):
        assert '<a href="/rules"' in browser(uid).opens("/")
    leader = browser("zhou").opens("/rules")
    assert 'href="/rules/new"' not in leader
    assert "医务部" in browser("zhou").opens(f"/rules/{SHIPPED}")
    browser("zhou").opens(f"/rules/{uuid4()}", expect=404)


def test_the_same_acts_as_json(browser: People, cast: Cast) -> None:
    lin, wang = browser("lin"), browser("wang")
    [first] = lin.calls("GET", "/rules")
    assert (first["number"], first["state"], first["drafted_by"]) == (1, "现行", "")
    sent = {"text": TEXT, "why": "调整。"}
    draft = lin.calls("POST", "/rules", 201, json=sent)
    assert (draft["label"], draft["state"], draft["based_on"]) == ("草案2", "待发布", 1)
    place = f"/rules/{draft['id']}"
    preview = wang.calls("GET", f"{place}/preview")
    assert {"kind": "新增", "what": "规则“医政来文”"}.items() <= preview["changes"][0].items()
    assert (preview["seen"], preview["moved"]) == (0, [])
    refused = lin.calls("POST", "/rules", 422, json=sent | {"text": "x = 1"})
    assert refused["errors"] == {"text": "第1行 x：不认识这个键。"}
    lin.calls("POST", f"{place}/release", 403, json={"effective_from": str(today())})
    tomorrow = str(today() + timedelta(days=1))
    done = wang.calls("POST", f"{place}/release", json={"effective_from": tomorrow})
    assert (done["number"], done["state"], done["released_by"]) == (2, "待生效", "王建国")
    assert wang.calls("POST", f"{place}/withdrawal", 409)["code"] == "NotOpen"
    assert lin.calls("GET", place)["text"] == TEXT.strip()
    browser("zhao").calls("GET", "/rules", 404)
    browser("zhao").calls("GET", f"{place}/preview", 404)


def test_a_draft_is_withdrawn_by_a_program_too(browser: People, cast: Cast) -> None:
    draft = browser("lin").calls("POST", "/rules", 201, json={"text": TEXT, "why": "调整。"})
    done = browser("chen").calls("POST", f"/rules/{draft['id']}/withdrawal")
    assert done["state"] == "已撤回"


def test_a_case_is_moved_to_the_newest_version_on_its_page(browser: People, cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    place, chen = f"/documents/{letter.id}", browser("chen")
    assert f'action="{place}/rules-version"' not in chen.opens(place)
    released(cast)
    page = chen.opens(place)
    assert "此件按第1版规则拟办，现行第2版" in page
    assert "依据第1版规则" in page
    assert f'action="{place}/rules-version"' not in browser("lin").opens(place)
    chen.posts(f"{place}/rules-version", words="分工变了。")
    page = chen.opens(place)
    assert "改用第2版规则：分工变了。" in page
    assert "依据第2版规则“医政来文”" in page
    browser("lin").calls("POST", f"{place}/rules-version", 403, json={"words": "再改。"})


def test_the_proposal_form_is_filled_from_the_rules(browser: People, cast: Cast) -> None:
    released(cast)
    letter = Letter(cast).arrives()
    letter.is_registered(title="关于开展优质护理服务的通知")
    page = browser("chen").opens(f"/documents/{letter.id}")
    assert "建议：护理 → 王建国（分管医疗）；主办护理部；传阅孙丽。" in page
    for chosen in (f'value="{cast.id("wang")}" selected', f'value="{cast.id("sun")}" selected'):
        assert chosen in page
    assert '<option value="HLB" selected>' in page
