"""What people do in a browser: come to a page, fill in a form, press its button."""

import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document as Word
from PIL import Image, ImageDraw
from playwright.sync_api import Locator, Page, ViewportSize, expect

from api.notices import NOTICES

CHROMIUM = Path("/usr/bin/chromium")
SHOTS = Path("var/screenshots")
DESK: ViewportSize = {"width": 1366, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}

IN_CHROMIUM = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed"),
]

PAPER = [
    "江州市卫生健康委员会文件",
    "江卫〔2014〕17号",
    "关于做好冬春季呼吸道传染病防治工作的通知",
    "各县（区）卫生健康委，市直各医疗卫生单位：",
    "　　为做好冬春季呼吸道传染病防治工作，现将有关事项通知如下。",
    "　　一、请各单位高度重视，落实责任。",
    "附件：1.工作任务清单",
    "　　　2.联系人名单",
    "江州市卫生健康委员会",
    "2014年3月3日",
]

Open = Callable[..., Page]


def paper(folder: Path) -> Path:
    word = Word()
    for line in PAPER:
        word.add_paragraph(line)
    out = io.BytesIO()
    word.save(out)
    path = folder / "来文.docx"
    path.write_bytes(out.getvalue())
    return path


def scan(folder: Path) -> Path:
    """A page as a scanner makes it: a picture in a PDF, without a letter of text."""
    path = folder / "扫描件.pdf"
    sheet = Image.new("L", (1240, 1754), "white")
    ImageDraw.Draw(sheet).line((150, 400, 1090, 400), fill="black", width=6)
    sheet.save(path, resolution=150)
    return path


def comes_to(page: Page, place: str, act: str) -> Page:
    """Open the page until an act stands there under just this heading: 知悉办结 is not 申请扩大知悉范围."""
    _opens_until(
        page, place, page.locator(".act h2, .act summary", has_text=re.compile(rf"^\s*{act}\s*$")).first, act
    )
    return page


def presses(page: Page, word: str, said: str) -> None:
    page.locator(f".act-bar button:has-text('{word}')").first.click()
    expect(page.locator(".said")).to_contain_text(said)


def does(page: Page, place: str, act: str, /, *, press: str = "", says: str = "", **typed: object) -> None:
    """Fill in the form that goes to ``…/act``, look at it at a desk and on a phone, send it, and read the notice.

    Fields that are folded away are unfolded; choices are named by their words, ``press`` is the button's.
    """
    sheet = page.locator(f'main form[action$="/{act}"]').first
    _opens_until(page, place, sheet, act)
    button = sheet.locator("button:not([type], [hidden], [formaction])", has_text=press).first
    unfolds(button)
    for name, value in typed.items():
        types(sheet.locator(f"[name={name}]"), value)
    for size in (PHONE, DESK) if page.viewport_size == DESK else (DESK, PHONE):
        page.set_viewport_size(size)
        fits(page)
        shoot(page, f"{act}-{size['width']}")
    button.click()
    expect(page.locator(".said")).to_have_text(NOTICES[says or act])


def unfolds(thing: Locator) -> None:
    folded = thing.locator("xpath=ancestor::details[not(@open)]/summary")
    while folded.count():
        folded.first.click()


def types(field: Locator, value: object) -> None:
    """Words into a box; words of a choice, or several of them, into what is chosen from."""
    unfolds(field.first)
    words = value if isinstance(value, list) else [value]
    match field.first.get_attribute("type") or field.first.evaluate("field => field.tagName"):
        case "SELECT":
            for place, word in enumerate(words):
                option = field.nth(place).locator("option", has_text=str(word)).first
                field.nth(place).select_option(value=option.get_attribute("value"))
        case "radio" | "checkbox":
            for choice in field.all():
                label = choice.locator("xpath=ancestor::label").inner_text()
                choice.set_checked(any(str(word) in label for word in words))
        case "file":
            field.set_input_files(str(value))
        case _:
            field.fill(str(value))


def fits(page: Page) -> None:
    """Nothing sticks out to the right."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px too wide at {page.viewport_size}"


def shoot(page: Page, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png", full_page=True)


def _opens_until(page: Page, place: str, wanted: Locator, act: str) -> None:
    """Until the engine has brought the work here and rests: it takes a moment, never a hand."""
    for _ in range(60):
        page.goto(place)
        if wanted.count() and not page.locator("[aria-label=流转]").count():
            return
        page.wait_for_timeout(500)
    raise AssertionError(f"{act} was never offered at {place}: {page.locator('main').inner_text()[:800]}")
