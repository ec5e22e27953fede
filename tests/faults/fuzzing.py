"""What nobody would ask, drawn from the OpenAPI document, and whether every answer stands in it."""

import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import Any

from httpx import InvalidURL, Response
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode, openapi
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks
from starlette.testclient import TestClient

from api.cookies import COOKIE
from tests.rights.house import House, signs_in
from tests.rights.premises import Premises

ASKERS = ("", "lin", "chen", "wang", "zhao", "li", "sun", "he", "gu", "an", "shen")
FRESH_SECONDS = 120
KNOWN = 0.7  # of the cases ask about something that is there
TRACES = ("Traceback", "sqlalchemy", "sqlite3", "psycopg", '.py"')
CHECKS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
]
QUIET = settings(
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.generate],
    print_blob=False,
)


@dataclass
class Fuzz:
    """``wrong``: what must not be, by operation; ``answers``: how many of each status."""

    house: House
    premises: Premises
    chance: Random
    answers: Counter[int] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    signed_in: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.client = TestClient(self.house.asker.app, raise_server_exceptions=False)
        self.schema = openapi.from_dict(self.house.asker.app.openapi())
        self.ids = self._ids()

    @property
    def cases(self) -> int:
        return self.answers.total()

    def all(self, many: int) -> None:
        """Every operation about as often as every other; after each the house is as it was."""
        operations = [found.ok() for found in self.schema.get_all_operations()]
        self.premises.keep()
        for number, operation in enumerate(operations):
            share = many * (number + 1) // len(operations) - many * number // len(operations)
            self._ask(operation, share)
            self.premises.put_back()
            self._stay_signed_in()

    def _stay_signed_in(self) -> None:
        """A session that nobody uses ends, and putting the house back makes it as old as the house."""
        if time.monotonic() - self.signed_in > FRESH_SECONDS:
            for uid in filter(None, ASKERS):
                signs_in(self.house, uid)
            self.premises.keep()
            self.signed_in = time.monotonic()

    def _ask(self, operation: Any, many: int) -> None:
        """Half of it as it may be asked, half as it may not, where there is such a thing."""
        as_told = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
        otherwise = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
        before = self.cases
        with suppress(Unsatisfiable):
            self._drawn(otherwise, many // 2)
        self._drawn(as_told, before + many - self.cases)

    def _drawn(self, cases: st.SearchStrategy[Case], many: int) -> None:
        @seed(self.chance.randrange(2**32))
        @settings(QUIET, max_examples=max(1, many))
        @given(cases)
        def drawn(case: Case) -> None:
            self._look(case, self.chance.choice(ASKERS))

        drawn()

    def _look(self, case: Case, asker: str) -> None:
        self._about_something(case)
        with suppress(InvalidURL):  # too long for the client that asks
            self._judge(case, f"{case.method} {case.path}", self._answer(case, asker))

    def _answer(self, case: Case, asker: str) -> Response:
        sent = case.as_transport_kwargs(base_url="http://testserver")
        cookies = dict(sent.pop("cookies", None) or {})
        if asker:
            cookies[COOKIE] = self.house.cookies[asker]
        return self.client.request(cookies=cookies, **sent)

    def _judge(self, case: Case, where: str, answer: Response) -> None:
        self.answers[answer.status_code] += 1
        if answer.status_code >= 500:
            self.wrong[f"{where}: {answer.status_code} {answer.text[:200]}"] += 1
        if any(one in answer.text for one in TRACES):
            self.wrong[f"{where}: a trace {answer.text[:200]}"] += 1
        try:
            case.validate_response(answer, checks=CHECKS)
        except FailureGroup as failed:
            for one in failed.exceptions:
                self.wrong[f"{where}: {answer.status_code} {one.title} {one.message[:200]!r}"] += 1

    def _about_something(self, case: Case) -> None:
        for name in list(case.path_parameters or {}):
            if self.chance.random() < KNOWN and name.endswith("_id"):
                case.path_parameters[name] = str(self.chance.choice(self.ids))

    def _ids(self) -> list[str]:
        house = self.house
        people = [house.cast.id(uid) for uid in ASKERS if uid]
        return [
            str(one)
            for one in (*house.papers.values(), *house.orders.values(), *house.files.values(), *people)
        ]


__all__ = ["ASKERS", "Fuzz"]
