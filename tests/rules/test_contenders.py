"""At the same moment: sign, return and recall on one task; thirty-five signatures on one step."""

import asyncio
from collections import Counter, deque
from functools import partial
from typing import Any
from uuid import UUID

import httpx
import pytest

from api.app import build
from api.deps import COOKIE
from bench.stock import stock
from flows import lifecycle
from gateways.clock import now
from models import access, approve, ledger, recall, signins
from models.database import reading, unit_of_work
from models.document import Document
from models.errors import NotNow, NotYours
from models.people import Me, Person, to_person
from models.rounds import Decision, PlannedStep, Purpose
from models.stages import Move, Stage
from tests.office import Letter, engine_runs
from tests.personas import Cast
from tests.sizes import size
from tests.together import together

TASKS, SIGNERS, SEED = size(400, 2_000), 35, 7
WINNERS = {Move.SIGN, Move.SEND_BACK, Move.RECALL}


def contends(letter: UUID, by: Me, verb: Any) -> bool:
    """Whether this one came first."""
    try:
        with unit_of_work() as session:
            document = access.find(session, letter, by, to_change=True)
            verb(session, document, by)
    except (NotNow, NotYours):
        return False
    return True


def signs(session: Any, document: Document, by: Me) -> None:
    approve.sign(session, document, Decision.NOTED, "", by=by, at=now())


def returns(session: Any, document: Document, by: Me) -> None:
    approve.send_back(session, document, "请重拟。", by=by, at=now())


def recalls(session: Any, document: Document, by: Me) -> None:
    recall.recall(session, document, by=by, at=now())


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_of_sign_return_and_recall_exactly_one_wins_each_time(cast: Cast, database: str) -> None:
    wang, chen, won = cast.wang, cast.chen, Counter[str]()
    acts = deque([(wang, signs), (wang, returns), (chen, recalls)])
    tasks = TASKS if database == "postgresql" else TASKS // 4  # SQLite lets one write at a time anyway
    for letter in stock(cast, tasks, waiting=tasks, at=now(), seed=SEED):
        acts.rotate()  # whoever begins last often comes first
        came = together(*(partial(contends, letter.id, by, verb) for by, verb in acts))
        assert sum(came) == 1, came
        won[acts[came.index(True)][1].__name__] += 1
        lifecycle.carry(letter.id)
        with reading() as session:
            ledger.verify(session, session.get_one(Document, letter.id))
            told = [line.move for line in ledger.lines_of(session, letter.id)]
        assert len([move for move in told if move in WINNERS]) == 1
    assert len(won) == 3, won


@pytest.fixture
def signers(cast: Cast) -> list[UUID]:
    with unit_of_work() as session:
        people = [
            Person(uid=f"signer{n}", name=f"会签{n}", office_code="YWB", mail=f"s{n}@jz1y.example")
            for n in range(SIGNERS)
        ]
        session.add_all(people)
        return [person.id for person in people]


def test_thirty_five_sign_one_step_at_once_and_it_closes_once(cast: Cast, signers: list[UUID]) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    step = PlannedStep([to_person(one) for one in signers], Purpose.COUNTERSIGN)
    letter.is_proposed(countersigns=[step], leaders=[cast.id("wang")])
    version = letter.now.line
    doors = [_sign_in(one) for one in signers]
    answers = asyncio.run(_all_sign(letter.id, version, doors))
    assert answers == {303: SIGNERS}, "nobody is refused because a colleague was quicker"
    engine_runs()
    assert letter.told.count("会签") == SIGNERS
    assert letter.waits_for == [("sign", "wang")]
    letter.is_signed("wang")
    assert (letter.stage, letter.told.count("批示完毕")) == (Stage.CIRCULATED, 1)


def _sign_in(person_id: UUID) -> tuple[str, str]:
    with unit_of_work() as session:
        secret = signins.begin(session, session.get_one(Person, person_id), at=now())
        return secret, session.get_one(signins.SignIn, signins.digest(secret)).csrf


async def _all_sign(letter: UUID, version: int, doors: list[tuple[str, str]]) -> Counter[int]:
    """Everybody from a connection of his own."""

    async def sign(secret: str, csrf: str) -> int:
        door = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(
            transport=door, base_url="http://127.0.0.1", cookies={COOKIE: secret}
        ) as client:
            sent = {"csrf": csrf, "version": version, "decision": "agree", "words": "同意。"}
            return (await client.post(f"/documents/{letter}/countersignature", data=sent)).status_code

    app = build()
    return Counter(await asyncio.gather(*(sign(*door) for door in doors)))
