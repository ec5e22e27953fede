"""浏览器: one signed-in person who opens pages, fills in their forms and sends them."""

import re
import time
from threading import Event
from typing import Any

import httpx

from api.cli.walk.sheets import Sheet, Sheets

PATIENCE_SECONDS = 60  # for the engine to ask the next person
GLANCE_SECONDS = 0.2
SUMMARY = re.compile(r'class="summary".*?</div>', re.DOTALL)
TAG = re.compile(r"<[^>]+>")


class Stuck(Exception):
    """A step did not come, or was refused: what, and where to look."""


class Browser:
    """``sign_in_at``: where the person was led to before being asked to sign in, such as the link in a mail."""

    def __init__(self, base: str, uid: str, password: str, stop: Event) -> None:
        self.uid, self._password, self._stop = uid, password, stop
        self.http = httpx.Client(base_url=base, timeout=30, trust_env=False)

    def signs_in(self, at: str = "/sign-in") -> str:
        """Where it leads to."""
        sheet = self.sheet(at, "sign-in")
        return self.sends(sheet, uid=self.uid, password=self._password)

    def opens(self, url: str, expect: int = 200) -> str:
        answer = self.http.get(url)
        if answer.status_code != expect:
            raise Stuck(f"{self.uid} 打不开 {url}：{answer.status_code} {_complaint(answer.text)}")
        return answer.text

    def sheet(self, url: str, act: str) -> Sheet:
        """The form of a page that sends this act."""
        offered = {sheet.act: sheet for sheet in Sheets.on(self.opens(url))}
        if act not in offered:
            raise Stuck(f"{url} 上没有“{act}”这张表单，只有 {'、'.join(offered) or '无'}")
        return offered[act]

    def sends(self, sheet: Sheet, files: Any = None, **typed: str) -> str:
        """Where the answer leads to; whoever is asked to confirm who he is does so, and goes on."""
        said = sheet.said | {name: [value] for name, value in typed.items()}
        answer = self.http.post(sheet.action, data=said, files=files)
        if asked := _sheet_on(answer.text, "/confirm"):
            confirmed = self.http.post(asked.action, data=asked.said | {"answer": [self._password]})
            again = _sheet_on(confirmed.text, sheet.action)
            answer = self.http.post(again.action, data=again.said) if again else confirmed
        if answer.status_code != httpx.codes.SEE_OTHER:
            raise Stuck(f"{self.uid} 办不成 {sheet.action}：{answer.status_code} {_complaint(answer.text)}")
        return answer.headers["location"]

    def reads(self, path: str) -> Any:
        """The same as a program: JSON under /api/v1."""
        answer = self.http.get(f"/api/v1{path}")
        answer.raise_for_status()
        return answer.json()

    def is_asked(self, kind: str, subject: str) -> None:
        """Waits until the task stands in the inbox.  Raises Stuck."""
        until = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < until and not self._stop.is_set():
            for task in self.reads("/tasks?limit=100"):
                if task["kind"] == kind and subject in (task["document_id"], task["order_id"]):
                    return
            self._stop.wait(GLANCE_SECONDS)
        raise Stuck(f"{PATIENCE_SECONDS} 秒内 {self.uid} 没有等到待办 {kind}，请看 logs/clerk.log")


def _sheet_on(html: str, action: str) -> Sheet | None:
    return next((one for one in Sheets.on(html) if one.action == action), None)


def _complaint(html: str) -> str:
    """What the page says was wrong."""
    summary = SUMMARY.search(html)
    return " ".join(TAG.sub(" ", summary.group() if summary else html).split())[:300]
