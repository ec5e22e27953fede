"""实时更新: an open desk hears that something changed for it, holds nothing meanwhile, and ends with its session."""

import asyncio
from typing import Any

import pytest

from api import bell as bells
from api import cookies, desk_events
from api.bell import Bell
from api.deps import SEATS
from models import signins
from models.database import engine, unit_of_work
from tests.office import Letter
from tests.page_client import Browser
from tests.personas import Cast
from tests.test_a_secretarys_day import People

LONG = 60  # seconds; two cores may be busy


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bells, "EVERY_SECONDS", 0.05)


def listener(bell: Bell, cast: Cast, browser: Browser, uid: str) -> Any:
    hats = frozenset(getattr(cast, uid).may_answer)
    return desk_events.stream(bell, hats, browser.client.cookies[cookies.COOKIE])


async def nothing_held(bell: Bell) -> None:
    """Whoever listens holds no seat and no connection, but for the moment of a look."""
    await asyncio.sleep(0.5)
    while bell.seats._value < SEATS or engine().pool.checkedout():  # type: ignore[attr-defined]
        await asyncio.sleep(0.01)


def test_whoever_is_asked_hears_of_it_and_nobody_else(cast: Cast, browser: People) -> None:
    lin, sun = browser("lin"), browser("sun")

    async def morning() -> None:
        bell = Bell(asyncio.Semaphore(SEATS))
        hers, others = listener(bell, cast, lin, "lin"), listener(bell, cast, sun, "sun")
        assert await anext(hers) == desk_events.STILL_HERE == await anext(others)
        heard, nothing = (asyncio.ensure_future(anext(one)) for one in (hers, others))
        await asyncio.wait_for(nothing_held(bell), LONG)
        await asyncio.to_thread(Letter(cast).arrives)
        assert await asyncio.wait_for(heard, LONG) == desk_events.CHANGED
        assert not nothing.done()
        nothing.cancel()
        await hers.aclose()

    asyncio.run(morning())


def test_the_stream_ends_with_the_session(
    cast: Cast, browser: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin = browser("lin")
    monkeypatch.setattr(desk_events, "CHECK_SECONDS", 0.05)

    async def evening() -> None:
        told = listener(Bell(asyncio.Semaphore(SEATS)), cast, lin, "lin")
        assert [await anext(told) for _ in range(3)] == [desk_events.STILL_HERE] * 3
        with unit_of_work() as session:
            signins.end(session, lin.client.cookies[cookies.COOKIE])
        with pytest.raises(StopAsyncIteration):
            await asyncio.wait_for(_last(told), LONG)

    asyncio.run(evening())


async def _last(told: Any) -> None:
    while True:
        await anext(told)


def test_a_browser_that_does_not_listen_or_is_one_too_many_goes_on_asking(
    app: Any, browser: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    lin, asks = browser("lin"), {"accept": desk_events.KIND}
    assert lin.client.get("/desk/events").status_code == 204
    monkeypatch.setattr(bells, "MOST", 0)
    assert lin.client.get("/desk/events", headers=asks).status_code == 204
    assert browser(None).client.get("/desk/events", headers=asks).status_code == 303
    assert 'data-events="/desk/events"' in lin.opens("/")
    assert 'data-events=""' in browser("gu").opens("/")


def test_listening_keeps_no_session_alive(browser: People, monkeypatch: pytest.MonkeyPatch) -> None:
    lin, renewed = browser("lin"), []
    monkeypatch.setattr("api.renewal.AFTER", -bells.LATELY)
    monkeypatch.setattr("api.deps.signins.renew", lambda *_, **__: renewed.append("renewed"))
    lin.client.get("/desk/events")
    lin.client.get("/", headers={"hx-trigger": "desk"})
    assert renewed == []
    lin.client.get("/")
    assert renewed == ["renewed"]
