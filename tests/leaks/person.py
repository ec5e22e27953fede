"""Somebody at work: a browser over real HTTP, signed in, who fills in forms."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from sqlmodel import select

from api.deps import COOKIE
from gateways.clock import now
from models import signins
from models.database import reading, unit_of_work
from models.tasks import Task, open_tasks
from tests.leaks.marks import Marks
from tests.personas import Cast


@dataclass
class People:
    """``people["lin"].posts(…)``; whoever is asked for the first time signs in."""

    url: str
    cast: Cast
    marks: Marks
    here: dict[str, "Worker"] = field(default_factory=dict)

    def __getitem__(self, uid: str) -> "Worker":
        if uid not in self.here:
            self.here[uid] = Worker(self.url, *self._signed_in(uid))
        return self.here[uid]

    def id(self, uid: str) -> str:
        return str(self.cast.id(uid))

    def stranger(self) -> httpx.Client:
        return httpx.Client(base_url=self.url, timeout=30, trust_env=False)

    def _signed_in(self, uid: str) -> tuple[str, str]:
        with unit_of_work() as session:
            secret = signins.begin(session, getattr(self.cast, uid).person, at=now())
            csrf = session.get_one(signins.SignIn, signins.digest(secret)).csrf
        self.marks.learns(f"session of {uid}", secret)
        self.marks.learns(f"csrf of {uid}", csrf)
        return secret, csrf


class Worker:
    def __init__(self, url: str, secret: str, csrf: str) -> None:
        self.http = httpx.Client(base_url=url, timeout=30, trust_env=False, cookies={COOKIE: secret})
        self.csrf = csrf

    def posts(self, path: str, expect: int = 303, files: Any = None, **said: Any) -> str:
        """Where it leads to, else the answer."""
        answer = self.http.post(path, data={"csrf": self.csrf} | said, files=files)
        assert answer.status_code == expect, (path, answer.status_code, answer.text[-3000:])
        return answer.headers.get("location", "").partition("?")[0] or answer.text

    def opens(self, path: str, expect: int = 200) -> str:
        answer = self.http.get(path)
        assert answer.status_code == expect, (path, answer.status_code)
        return answer.text


def waits(place: str, kind: str) -> Task:
    """The open task of this kind on the document."""
    with reading() as session:
        return next(one for one in open_tasks(session, UUID(place[-36:])) if one.kind.value == kind)


def newest(kind: Any, *where: Any) -> str:
    with reading() as session:
        return str(list(session.exec(select(kind.id).where(*where)))[-1])
