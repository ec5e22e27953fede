"""Many clicks in the same moment: everybody is answered, however few threads there are."""

import asyncio
from collections import Counter
from typing import Any

import httpx
import pytest

from api.app import build
from api.deps import COOKIE
from gateways.clock import now
from models import signins
from models.database import unit_of_work
from tests.office import Letter
from tests.personas import Cast

CROWD = 60  # more than the 40 threads that answer


@pytest.fixture
def cookie(cast: Cast) -> tuple[str, str]:
    """王建国 signed in: the secret, and the word for his forms."""
    with unit_of_work() as session:
        secret = signins.begin(session, cast.wang.person, at=now())
        return secret, session.get_one(signins.SignIn, signins.digest(secret)).csrf


def test_sixty_presses_at_once_sign_once_and_keep_nobody_waiting_for_a_thread(
    cast: Cast, cookie: tuple[str, str]
) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    sent = {"csrf": cookie[1], "decision": "noted"}
    answers = asyncio.run(_together("POST", f"/documents/{letter.id}/opinion", cookie[0], data=sent))
    assert answers == {303: 1, 409: CROWD - 1}
    assert letter.told.count("批示") == 1


def test_sixty_desks_are_opened_at_once(cast: Cast, cookie: tuple[str, str]) -> None:
    assert asyncio.run(_together("GET", "/", cookie[0])) == {200: CROWD}


async def _together(method: str, path: str, secret: str, **said: Any) -> Counter[int]:
    """What a crowd is answered, by status; an answer that is an exception is raised."""
    door = httpx.ASGITransport(app=build())
    async with httpx.AsyncClient(
        transport=door, base_url="http://127.0.0.1", cookies={COOKIE: secret}, follow_redirects=False
    ) as client:
        asked = [client.request(method, path, **said) for _ in range(CROWD)]
        return Counter(answer.status_code for answer in await asyncio.gather(*asked))
