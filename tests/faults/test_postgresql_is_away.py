"""A server that is gone: whatever is asked is refused in a sentence that is true, and the house comes back by itself."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import Any

import psycopg
import pytest
from sqlalchemy import event

from config.settings import settings
from models.database import engine
from tests.faults.killing.postmaster import Postmaster
from tests.held import everything_holds
from tests.office import Letter
from tests.page_client import Browser
from tests.personas import Cast

pytestmark = pytest.mark.faults
ON_POSTGRESQL = pytest.mark.parametrize(
    "database", [pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)
NEEDS_IT = ("/", "/account", "/health/ready", "/api/v1/tasks")


@ON_POSTGRESQL
def test_while_it_is_away_everything_is_refused_in_a_sentence(
    cast: Cast, browser: Callable[[str | None], Browser]
) -> None:
    lin, letter = browser("lin"), Letter(cast).arrives()
    postmaster = Postmaster()
    postmaster.deaths["everybody"]()
    try:
        answers = {path: lin.client.get(path) for path in NEEDS_IT}
        sign_in = lin.client.get("/sign-in")
        act = lin.client.post(f"/documents/{letter.id}/registration", data={"csrf": lin.csrf, "version": 1})
    finally:
        postmaster.comes_back()
    for path, answer in (answers | {"act": act}).items():
        assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE, path
        assert "没能记入台账或日志" in answer.text, path
    assert "数据库没有应答" in answers["/"].text
    assert "数据库没有应答" in sign_in.text
    assert lin.client.get("/").status_code == HTTPStatus.OK
    letter.is_registered()
    everything_holds()


@ON_POSTGRESQL
def test_who_was_cut_off_over_the_commit_is_told_that_nobody_knows(
    cast: Cast, browser: Callable[[str | None], Browser]
) -> None:
    lin = browser("lin")
    with the_line_breaks_over_a_commit():
        sent: dict[str, Any] = {
            "received_from": "江州市卫生健康委",
            "received_at": "2026-01-05T09:00",
            "carrier": "专人",
        }
        answer = lin.client.post("/api/v1/documents", files={"none": ("", b"")}, data=sent)
    assert answer.status_code == HTTPStatus.GATEWAY_TIMEOUT
    assert answer.json()["code"] == "Unsure"
    assert "不能确定" in answer.json()["title"]


@contextmanager
def the_line_breaks_over_a_commit() -> Iterator[None]:
    """The server ends the connection in the moment in which it is asked to commit."""

    def breaks(connection: Any) -> None:
        backend = connection.connection.dbapi_connection.info.backend_pid
        with psycopg.connect(settings().database_url.replace("+psycopg", ""), autocommit=True) as another:
            another.execute("SELECT pg_terminate_backend(%s, 5000)", (backend,))

    event.listen(engine(), "commit", breaks)
    try:
        yield
    finally:
        event.remove(engine(), "commit", breaks)
