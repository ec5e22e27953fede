"""A browser for tests: signs people in, follows posts to their page, and checks every page it opens."""

import re
from html.parser import HTMLParser
from typing import Any

from starlette.testclient import TestClient

from api.deps import COOKIE
from gateways.clock import now
from models import signins
from models.database import unit_of_work
from tests.personas import Cast


class Seen(HTMLParser):
    """What a page check looks at."""

    def __init__(self) -> None:
        super().__init__()
        self.headings, self.ids, self.actions, self.inline = 0, [], [], []
        self.title, self._in_title, self.remembered = "", False, []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        self.headings += tag == "h1"
        self._in_title = tag == "title" and not self.title  # a picture may have titles of its own
        self.ids += [said["id"]] if said.get("id") else []
        self.actions += [said.get("action") or ""] if tag == "form" else []
        self.remembered += [said.get("action")] if tag == "form" and said.get("autocomplete") != "off" else []
        self.inline += [tag for name in said if name == "style" or name.startswith("on")]

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title, self._in_title = data.strip(), False


def check(html: str) -> None:
    """Every page: one h1, a title, no id twice, forms that say where they go, nothing inline, no bare Undefined."""
    seen = Seen()
    seen.feed(html)
    assert seen.headings == 1, f"{seen.headings} h1"
    assert seen.title.endswith(("机要", "Jiyao")), seen.title
    twice = {one for one in seen.ids if seen.ids.count(one) > 1}
    assert not twice, twice
    assert all(seen.actions), "a form without an action"
    assert not seen.remembered, f"{seen.remembered}: a browser would keep what is typed there"
    assert not seen.inline, seen.inline


class Browser:
    """One person's browser.  Without ``uid`` nobody is signed in."""

    def __init__(self, app: Any, cast: Cast, uid: str | None = None) -> None:
        self.client = TestClient(app, follow_redirects=False)
        self.csrf = ""
        if uid:
            self._sign_in(cast, uid)

    def _sign_in(self, cast: Cast, uid: str) -> None:
        with unit_of_work() as session:
            secret = signins.begin(session, getattr(cast, uid).person, at=now())
            self.csrf = session.get_one(signins.SignIn, signins.digest(secret)).csrf
        self.client.cookies.set(COOKIE, secret, domain="testserver.local")  # as if the app had given it

    def opens(self, url: str, expect: int = 200) -> str:
        answer = self.client.get(url)
        assert answer.status_code == expect, (answer.status_code, answer.text[:2000])
        if expect != 303:
            check(answer.text)
        return answer.text

    def posts(self, url: str, expect: int = 303, files: Any = None, **sent: Any) -> str:
        """Posts a form; on success answers with the place it leads to, else with the page."""
        answer = self.client.post(url, data={"csrf": self.csrf} | sent, files=files)
        assert answer.status_code == expect, (answer.status_code, _said(answer.text))
        if expect == 303:
            return answer.headers["location"]
        check(answer.text)
        return answer.text

    def calls(self, method: str, path: str, expect: int = 200, **said: Any) -> Any:
        """The same as a program: JSON under /api/v1."""
        answer = self.client.request(method, f"/api/v1{path}", **said)
        assert answer.status_code == expect, (answer.status_code, answer.text)
        return answer.json()


def _said(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())[:1500]
