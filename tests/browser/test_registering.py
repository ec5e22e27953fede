"""登记 in Chromium: a letter is dropped and registered by keys alone; people are found by pinyin."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from gateways.clock import now
from tests.browser.keys import Keys, drop
from tests.browser.moves import IN_CHROMIUM, PHONE, Open, fits, paper, scan
from tests.running import House

pytestmark = IN_CHROMIUM

ENGINE_STARTS = 90_000  # ms, on two cores that are busy with other tests


@pytest.fixture
def house(lasting_house: House) -> House:
    return lasting_house


def test_letters_are_registered_by_keys_alone(opens: Open, tmp_path: Path) -> None:
    lin = opens("lin")
    is_dropped_and_read(lin, paper(tmp_path))
    is_scanned_and_typed(lin, scan(tmp_path))


def is_dropped_and_read(lin: Page, file: Path) -> None:
    lin.goto("/documents/new")
    keys = Keys(lin)
    drop(lin, file)
    keys.press("Enter")  # a scanner's Enter sends nothing
    expect(lin.locator("[data-files] li")).to_have_count(1)
    keys.press("Control+Enter")
    expect(lin.locator("#registration-title")).to_be_focused(timeout=ENGINE_STARTS)
    expect(lin.locator("#registration-title-hint")).to_have_text("识别自第1页 标题区")
    keys.registers()


def is_scanned_and_typed(lin: Page, file: Path) -> None:
    """Nothing can be read off a picture: the title is typed, the number begins by itself."""
    lin.on(
        "filechooser", lambda _: None
    )  # from now on Chromium asks us; told in the same breath it may ask nobody
    lin.goto("/documents/new")
    keys = Keys(lin)
    expect(lin.locator("[name=file]")).to_be_focused()
    with lin.expect_file_chooser() as asked:
        keys.press("Space")
    asked.value.set_files(str(file))
    keys.walk_to("received_from")
    lin.keyboard.type("江州市卫生健康委员会")
    keys.press("Control+Enter")
    expect(lin.locator("#registration-title")).to_be_focused()
    expect(lin.locator(".act .lead")).to_contain_text("扫描件")
    lin.keyboard.type("关于报送床位数的通知")
    keys.walk_to("doc_number")
    expect(lin.locator("#registration-doc_number")).to_have_value(f"江卫〔{now().year}〕")
    keys.press("Tab", "Shift+Tab")  # left as it is, it is no number
    whole = f"江卫联〔{now().year}〕9号"
    lin.keyboard.insert_text(whole)  # pasted behind the beginning
    expect(lin.locator("#registration-doc_number")).to_have_value(whole)
    lin.locator("#registration-doc_number").clear()
    keys.press("Tab", "Shift+Tab")
    lin.keyboard.type("18号")
    keys.registers()
    expect(lin.locator("main")).to_contain_text(f"江卫〔{now().year}〕18号")


def test_files_are_listed_taken_off_and_refused_in_place(opens: Open, tmp_path: Path) -> None:
    lin = opens("lin")
    lin.goto("/documents/new")
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(b"%PDF-1.7 nothing of the kind")
    lin.set_input_files("[name=file]", [str(paper(tmp_path)), str(bad)])
    expect(lin.locator("[data-several]")).to_be_visible()
    lin.check("[name=together][value=each]")
    lin.fill("[name=paper_location]", "3号柜")
    lin.keyboard.press("Control+Enter")
    expect(lin.locator(".summary")).to_be_focused()
    expect(lin.locator("[data-files] li")).to_have_count(1)  # the good one is in
    expect(lin.locator("[data-files] li")).to_contain_text("bad.pdf")
    expect(lin.locator("[name=paper_location]")).to_have_value("3号柜")
    lin.set_viewport_size(PHONE)
    fits(lin)
    lin.locator("[data-files] button").click()
    expect(lin.locator("[data-files] li")).to_have_count(0)


def test_people_are_found_by_the_initials_of_their_pinyin(opens: Open) -> None:
    chen = opens("chen")
    chen.goto("/delegations")
    place = chen.locator("[data-picker]", has=chen.locator("select[name=substitute]")).last
    box = place.locator("[role=combobox]")
    box.fill("wjg")
    expect(place.locator("[role=option]")).to_have_text("王建国（院领导）")
    box.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    expect(place.locator("select")).to_have_value("")  # the IME's Enter is not ours
    box.press("Enter")
    expect(place.locator("select option:checked")).to_have_text("王建国（院领导）")
    box.fill("不在的人")
    expect(place.locator("[role=option]")).to_have_text("没有这个人")
    chen.set_viewport_size(PHONE)
    fits(chen)
