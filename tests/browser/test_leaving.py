"""W4: on a shared computer nothing stays behind: not in the storage, not behind the back button."""

from playwright.sync_api import expect

from tests.browser.moves import IN_CHROMIUM, Open
from tests.office import Letter
from tests.personas import Cast

pytestmark = IN_CHROMIUM


def test_after_signing_out_back_shows_the_sign_in(opens: Open, cast: Cast) -> None:
    letter = Letter(cast).arrives()
    page = opens("lin")
    page.goto(f"/documents/{letter.id}")
    expect(page.locator("h1")).to_contain_text("办文档案")
    page.get_by_role("button", name="退出").click()
    expect(page.locator(".said")).to_contain_text("已退出")
    for _ in range(2):
        page.go_back()
        expect(page.locator("h1")).to_have_text("登录")
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert [one for one in page.context.cookies() if one["name"] == "jiyao"] == []
    page.goto(f"/documents/{letter.id}")
    expect(page.locator("h1")).to_have_text("登录")
