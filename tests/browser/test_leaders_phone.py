"""The leader's phone in Chromium at 390 and 320 px, with JavaScript and without; and the 处理单 that a browser prints."""

from io import BytesIO

import pypdfium2
from playwright.sync_api import Browser, Page, expect

from models.database import reading
from models.document import Document
from tests.browser.conftest import PASSWORD
from tests.browser.moves import IN_CHROMIUM, PHONE, Open, comes_to, fits, shoot
from tests.office import Letter
from tests.personas import Cast
from tests.running import House

pytestmark = IN_CHROMIUM

LABELS = [
    "来文单位", "来文字号", "收文日期", "收文编号", "密级", "紧急程度", "份数/份号", "文件标题", "附件", "办理时限",
    "拟办意见", "领导批示", "传阅", "承办部门意见", "办理结果", "归档", "备注",
]  # fmt: skip
SMALL = "element => parseFloat(getComputedStyle(element).fontSize)"


def waiting(cast: Cast) -> Letter:
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    return letter


def test_a_leader_signs_with_one_thumb(house: House, opens: Open, chromium: Browser, cast: Cast) -> None:
    letter = waiting(cast)
    case = f"/documents/{letter.id}"
    wang = comes_to(opens("wang", phone=True), case, "批示")
    for width in (320, PHONE["width"]):
        wang.set_viewport_size({"width": width, "height": 640})
        fits(wang)
        for button in wang.locator(".within-reach .btn").all():
            box = button.bounding_box()
            assert box, button.inner_text()
            assert box["height"] >= 44, button.inner_text()
            assert 0 <= box["y"] <= 640 - box["height"], "under the thumb wherever one reads"
    assert wang.locator("#opinion-words").evaluate(SMALL) >= 16, "smaller, and the phone would zoom in"
    shoot(wang, "phone-leader")

    wang.locator(".chip", has_text="请抓好落实。").click()
    expect(wang.locator("#opinion-words")).to_have_value("请抓好落实。")
    expect(wang.locator(".drafting [role=status]")).to_contain_text("草稿存于")
    expect(wang.locator(".drafting button")).to_be_hidden()
    wang.reload()
    expect(wang.locator("#opinion-words")).to_have_value("请抓好落实。")
    expect(wang.locator(".then")).to_contain_text("将送：周明华批示")
    wang.click(".more-acts")
    expect(wang.locator(".others")).to_have_attribute("open", "")
    wang.click("button[value=instruct]")
    expect(wang.locator(".said")).to_have_text("已签署。")
    expect(wang.locator(".onward")).to_contain_text("没有别的待批了。")
    expect(wang.locator(".onward")).to_contain_text("下一位：周明华（批示）")
    fits(wang)
    shoot(wang, "phone-signed")

    signs_without_script(house, chromium, letter)
    prints_its_sheet(wang, letter)


def signs_without_script(house: House, chromium: Browser, letter: Letter) -> None:
    bare = chromium.new_context(
        viewport=PHONE, locale="zh-CN", base_url=house.url, java_script_enabled=False
    ).new_page()
    bare.goto(f"/documents/{letter.id}")
    bare.fill("[name=uid]", "zhou")
    bare.fill("[name=password]", PASSWORD)
    bare.click("button:has-text('登录')")
    expect(bare.locator(".earlier")).to_contain_text("请抓好落实。")
    fits_without_script(bare)
    bare.fill("#opinion-words", "同意。")
    bare.click("button:has-text('存草稿')")
    expect(bare.locator(".said")).to_contain_text("草稿已存")
    expect(bare.locator("#opinion-words")).to_have_value("同意。")
    bare.check("[name=keep]")
    bare.click("button[value=instruct]")
    expect(bare.locator(".said")).to_have_text("已签署。")
    bare.goto("/account")
    expect(bare.locator(".phrases li").first).to_contain_text("同意。")


def fits_without_script(page: Page) -> None:
    """A page without script cannot be asked how wide it is, but its parts can."""
    for part in page.locator(".panel").all():
        box = part.bounding_box()
        assert box is None or box["x"] + box["width"] <= PHONE["width"], part.inner_text()[:40]


def prints_its_sheet(page: Page, letter: Letter) -> None:
    """On one sheet of A4 what the office's form says, and nothing of the page's frame."""
    page.goto(f"/documents/{letter.id}")
    printed = pypdfium2.PdfDocument(BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(printed) == 1
    assert [round(side) for side in printed[0].get_size()] == [595, 842]
    text = "".join(printed[0].get_textpage().get_text_bounded().split())
    with reading() as session:
        document = session.get_one(Document, letter.id)
        known = [document.title, document.number or "", "文件处理单", "请抓好落实。", "同意。"]
    for said in [*LABELS, *known]:
        assert "".join(said.split()) in text, said
    for frame in ("待办", "退出", "流转图", "台账", "非涉密信息系统"):
        assert frame not in text, frame
