"""The day: whoever is asked answers by HTTP; what the house acknowledged is written down outside of it."""

import http.client
import json
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sqlmodel import col, select

from api.cookies import COOKIE
from config.policy import policy
from gateways.clock import SHANGHAI, now
from models import outbox, signins
from models.database import reading, unit_of_work
from models.document import Document
from models.inbox import Task, TaskKind
from models.people import Person
from models.stages import Move, Stage
from tests.personas import Cast

BEHIND = {"role:secretary": "lin", "role:office-head": "chen", "role:archivist": "he", "office:YWB": "zhao"}
PATIENCE_SECONDS = 10
PILE = 50  # errands: with more of them owed nobody hurries; a whole hospital is slower than one crowd
BREATH_SECONDS = 1.0  # an act waits for them at most
Sent = Callable[["Day", Task], tuple[str, Move, dict[str, Any]]]


@dataclass(frozen=True)
class Acknowledged:
    """The house said: done."""

    document: UUID
    move: Move
    by: str
    task: UUID | None = None
    number: str = ""


@dataclass
class Day:
    """``tried``: everything that was sent, answered or not."""

    port: int
    cast: Cast
    chance: Random
    acknowledged: list[Acknowledged] = field(default_factory=list)
    tried: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    lost: int = 0
    cookies: dict[str, str] = field(default_factory=dict)
    names: dict[UUID, str] = field(default_factory=dict)

    def letter_comes(self, number: int) -> bool:
        """Whether the house said that it has it."""
        at = (now() - timedelta(minutes=1)).astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
        said = {"received_from": f"江州市第{number}医院", "received_at": at, "carrier": "专人送达"}
        answer = self._post("lin", "/documents", said)
        if answer:
            self.acknowledged.append(Acknowledged(UUID(answer["id"]), Move.RECEIVE, "lin"))
        return answer is not None

    def somebody_acts(self) -> bool:
        """One of those who are asked does it; False where nobody is."""
        self._takes_a_breath()
        with reading() as session:
            waiting = session.exec(select(Task).where(col(Task.closed_at).is_(None))).all()
            if not (mine := [one for one in waiting if one.kind in ACTS]):
                return False
            task = self.chance.choice(mine)
            version = session.get_one(Document, task.subject).line
        act, move, said = ACTS[task.kind](self, task)
        who = self.who(task.hat)
        answer = self._post(who, f"/documents/{task.subject}/{act}", said | {"version": version})
        if answer:
            told = Acknowledged(task.subject, move, who, task.id, answer.get("number") or "")
            self.acknowledged.append(told)
        return True

    def _takes_a_breath(self) -> None:
        until = time.monotonic() + BREATH_SECONDS
        while owed() > PILE and time.monotonic() < until:
            time.sleep(0.02)

    def archived(self) -> int:
        with reading() as session:
            return len(session.exec(select(Document.id).where(Document.stage == Stage.ARCHIVED)).all())

    def who(self, hat: str) -> str:
        if not self.names:
            with reading() as session:
                self.names = {one.id: one.uid for one in session.exec(select(Person))}
        return BEHIND.get(hat) or self.names[UUID(hat.removeprefix("person:"))]

    def _post(self, who: str, path: str, said: dict[str, Any]) -> dict[str, Any] | None:
        """What was answered; None for a refusal, and where no whole answer came."""
        self.tried += 1
        body, headers = _as_form(said) if path == "/documents" else _as_json(said)
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_SECONDS)
            connection.request("POST", f"/api/v1{path}", body, headers | {"Cookie": self._cookie(who)})
            answer = connection.getresponse()
            told = json.loads(answer.read())
            connection.close()
        except (TimeoutError, OSError, http.client.HTTPException, ValueError):
            self.lost += 1
            return None
        if answer.status < 400:
            return told  # type: ignore[no-any-return]
        self.is_refused(path, answer.status, told)
        return None

    def is_refused(self, path: str, status: int, told: dict[str, Any]) -> None:
        if status >= 500:
            raise AssertionError(f"{path}: {status} {told}")
        self.refused[f"{path.rpartition('/')[2]}: {told['title']}"] += 1

    def _cookie(self, who: str) -> str:
        if who not in self.cookies:
            with unit_of_work() as session:
                secret = signins.begin(session, getattr(self.cast, who).person, at=now())
            self.cookies[who] = f"{COOKIE}={secret}"
        return self.cookies[who]


def owed() -> int:
    """Errands that are not done, whenever they are due."""
    with reading() as session:
        return outbox.backlog(session, list(outbox.Topic), at=now() + timedelta(days=366))[0]


def _as_json(said: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    return json.dumps(said).encode(), {"Content-Type": "application/json"}


def _as_form(said: dict[str, Any]) -> tuple[bytes, dict[str, str]]:
    """受理 brings a file, so its door takes a form."""
    lines = [
        f'--edge\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in said.items()
    ]
    return ("".join(lines) + "--edge--\r\n").encode(), {"Content-Type": "multipart/form-data; boundary=edge"}


def _entry(day: Day, task: Task) -> dict[str, Any]:
    return {
        "title": f"关于第{day.tried}项工作的通知",
        "issuer": "江州市卫生健康委员会",
        "doc_number": f"江卫〔2026〕{day.tried}号",
        "action": "act",
        "checks": [point.id for point in policy().examination],
    }


def _proposal(day: Day, task: Task) -> dict[str, Any]:
    return {
        "words": "拟请王副院长批示，医务部主办。",
        "lead": "YWB",
        "leaders": [
            str(day.cast.id("wang")),
            *([str(day.cast.id("zhou"))] if day.chance.random() < 0.5 else []),
        ],
        "readers": [str(day.cast.id("sun"))] if day.chance.random() < 0.5 else [],
        "due_date": f"{datetime.now(UTC) + timedelta(days=20):%Y-%m-%d}",
    }


def _filing(day: Day, task: Task) -> dict[str, Any]:
    checks = [check.id for check in policy().archive.checks]
    return {"category": "superior-short", "retention": "years10", "office": "YZB", "checks": checks}


ACTS: dict[TaskKind, Sent] = {
    TaskKind.REGISTER: lambda d, t: ("registration", Move.REGISTER, _entry(d, t)),
    TaskKind.PROPOSE: lambda d, t: ("proposal", Move.PROPOSE, _proposal(d, t)),
    TaskKind.SIGN: lambda d, t: ("opinion", Move.SIGN, {"decision": "instruct", "words": "同意。"}),
    TaskKind.HAND_OUT: lambda d, t: ("handing-out", Move.HAND_OUT, {"reading_id": str(t.about)}),
    TaskKind.READ: lambda d, t: ("reading", Move.READ, {"words": "已阅。"}),
    TaskKind.TAKE_BACK: lambda d, t: ("taking-back", Move.TAKE_BACK, {"reading_id": str(t.about)}),
    TaskKind.ACCEPT: lambda d, t: ("acceptance", Move.ACCEPT, {"handler": str(d.cast.id("li"))}),
    TaskKind.COMPLETE: lambda d, t: ("completion", Move.COMPLETE, {"words": "已办结。"}),
    TaskKind.REVIEW: lambda d, t: ("closure", Move.SUPERVISE, {"checks": list(policy().review.points)}),
    TaskKind.ACKNOWLEDGE: lambda d, t: ("acknowledgement", Move.ACKNOWLEDGE, {}),
    TaskKind.ARCHIVE: lambda d, t: ("filing", Move.ARCHIVE, _filing(d, t)),
}
