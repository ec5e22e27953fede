"""窗口: a part of the day in a real Chromium, whose profile stays behind on the desk and is searched like every place."""

from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from api.cookies import COOKIE
from tests.browser.conftest import QUIET
from tests.browser.moves import CHROMIUM
from tests.leaks.papers import pdf_file
from tests.leaks.person import People
from tests.leaks.secrets import has_password, shows_zeros
from tests.stepping_up import has_phone

WAITS = 180_000  # ms: the engine starts while two cores are busy with the rest of the day


def spends_a_morning(people: People, profile: Path) -> None:
    """林晓梅 signs in, receives, registers and looks for a letter, and shuts the window without signing out."""
    with sync_playwright() as play:
        window = play.chromium.launch_persistent_context(
            str(profile), executable_path=CHROMIUM, args=[*QUIET], base_url=people.url, locale="zh-CN"
        )
        page = window.pages[0]
        page.set_default_timeout(WAITS)
        signs_in(page, people)
        people.marks.learns(
            "session in the browser", next(one["value"] for one in window.cookies() if one["name"] == COOKIE)
        )
        place = receives(page, people)
        registers(page, people)
        looks(page, people, place)
        window.close()


def signs_in(page: Page, people: People) -> None:
    page.goto("/sign-in")
    page.fill("[name=uid]", "lin")
    page.fill("[name=password]", has_password(people, "lin"))
    has_phone(people.cast, "lin")
    page.click("main button.btn-primary")
    page.wait_for_url("**/sign-in/code*")
    phone = shows_zeros(people, "lin")  # chosen this moment: its digits change
    page.fill("[name=code]", people.marks.codes.setdefault("code in the browser", phone.shows()))
    page.click("main button.btn-primary")
    page.wait_for_selector("h1:has-text('待办')")


def receives(page: Page, people: People) -> str:
    """The path of the paper."""
    page.goto("/documents/new")
    name, content, media = pdf_file(people.marks)["file"]
    page.set_input_files("[name=file]", {"name": name, "mimeType": media, "buffer": content})
    for field in ("received_from", "paper_location", "remarks"):
        page.fill(f"[name={field}]", people.marks.of(f"browser: {field}"))
    page.click("main button.btn-primary")
    page.wait_for_selector("#registration-title")
    return page.url.partition("?")[0]


def registers(page: Page, people: People) -> None:
    for field in ("title", "issuer", "doc_number", "addressees", "attachments"):
        page.fill(f"#registration-{field}", people.marks.of(f"browser: {field}"))
    for box in page.locator("[name=checks]").all():
        box.check()
    page.click("button:has-text('登记并编号')")
    page.wait_for_selector(".said")


def looks(page: Page, people: People, place: str) -> None:
    """At the list, through what is looked for, and at the paper, back and forth."""
    page.goto("/documents")
    page.fill("#search-q", people.marks.typed["browser: title"])
    page.press("#search-q", "Enter")
    page.wait_for_selector(f"#found :text('{people.marks.typed['browser: title']}')")
    page.goto(place)
    page.go_back()
    page.wait_for_load_state()
    page.goto("/")
    page.fill("#search-q", people.marks.of("browser: words looked for"))
    page.press("#search-q", "Enter")
    page.wait_for_timeout(1_000)  # Chromium writes its history a moment later
