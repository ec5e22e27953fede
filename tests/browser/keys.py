"""By keys alone: what is pressed at a page, counted; a file is dropped, for no key can choose one."""

import base64
import time
from pathlib import Path

from playwright.sync_api import Page, expect

DROP = """([words, name]) => {
  const bytes = Uint8Array.from(atob(words), (one) => one.charCodeAt(0));
  const held = new DataTransfer();
  held.items.add(new File([bytes], name));
  document.dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
}"""
MOST_KEYS = 45  # from the first key to the number, each field and choice walked through with Tab
FOCUSED = "document.activeElement.name"


class Keys:
    """What is pressed at one page; nothing is clicked.  ``pace``: seconds from one key to the next."""

    def __init__(self, page: Page, pace: float = 0) -> None:
        self.page, self.pressed, self.pace = page, 0, pace

    def press(self, *keys: str) -> None:
        for key in keys:
            self.pressed += 1
            self.page.keyboard.press(key)
            time.sleep(self.pace)

    def walk_to(self, name: str) -> None:
        while self.page.evaluate(FOCUSED) != name:
            self.press("Tab")
            assert self.pressed <= MOST_KEYS, f"{name} is too far away"

    def registers(self) -> None:
        self.walk_to("checks")
        self.press(*["Space", "Tab"] * 3, "Space", "Control+Enter")
        expect(self.page.locator(".said")).to_contain_text("已登记编号")
        assert self.pressed <= MOST_KEYS


def drop(page: Page, file: Path) -> None:
    page.evaluate(DROP, [base64.b64encode(file.read_bytes()).decode(), file.name])
    expect(page.locator("[data-files] li")).to_have_count(1)
