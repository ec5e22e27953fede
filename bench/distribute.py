"""分发: one document to sixty departments over HTTP, and what the engine then does until sixty people are asked."""

import time

from bench.figures import record
from bench.place import KINDS, QUICK, SEED, Place, command, place
from bench.processes import Client, serving
from bench.stock import stock
from flows import lifecycle
from flows.stock.letters import Letter
from gateways.clock import now
from models.database import reading
from models.inbox import TaskKind, open_tasks
from tests.sending import many_departments

DEPARTMENTS, HOUSE = 60, 3  # of which so many are in the house already
MOST_MS = 1000
TIMES, WARM = 10 if QUICK else 40, 3


def main() -> None:
    for kind in KINDS:
        with place(kind) as here:
            many_departments(DEPARTMENTS - HOUSE)
            letters = stock(here.cast, WARM + TIMES, waiting=WARM + TIMES, at=now(), seed=SEED)
            with serving("api.app:build", here.port):
                client = Client(here.port, here.cast.lin)
                measured = [send(client, letter) for letter in letters][WARM:]
            tell(here, *(sorted(side) for side in zip(*measured, strict=True)))


def send(client: Client, letter: Letter) -> tuple[float, float]:
    """Milliseconds until the click was answered, and for the engine's transaction that came of it."""
    began = time.perf_counter()
    sent = {"csrf": client.csrf, "everybody": "yes", "words": "请及时传达，按时回执。"}
    if (status := client.post(f"/documents/{letter.id}/distribution", **sent)) != 303:
        raise RuntimeError(f"a distribution was answered with {status}")
    answered = time.perf_counter()
    lifecycle.carry(letter.id)
    opened = time.perf_counter()
    with reading() as session:
        asked = [task for task in open_tasks(session, letter.id) if task.kind is TaskKind.RECEIPT]
    if len(asked) != DEPARTMENTS:
        raise RuntimeError(f"{len(asked)} departments were asked")
    return (answered - began) * 1000, (opened - answered) * 1000


def tell(here: Place, commit: list[float], opening: list[float]) -> None:
    again, to = command("bench.distribute"), f"ms p95 for {DEPARTMENTS} departments"
    for what, times in (("commit", commit), ("tasks_open", opening)):
        p50, p95 = times[len(times) // 2], times[int(len(times) * 0.95)]
        holds = p95 <= MOST_MS
        id = f"distribute.{here.kind}.{what}"
        record(id, round(p95, 1), f"{to} (p50 {p50:.1f})", f"≤ {MOST_MS}", holds, SEED, again)


if __name__ == "__main__":
    main()
