"""交接: from the answer to one leader's signature until the next leader's task can be seen, at two acts a second."""

import statistics
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from uuid import UUID

from bench.figures import record
from bench.place import QUICK, SEED, Place, command, place
from bench.prefect import runs
from bench.processes import Client, up, wait_for, wait_for_engine
from bench.stock import stock
from flows.stock.letters import Letter
from gateways.clock import now
from models.database import reading
from models.outbox import GRACE, Topic, backlog
from models.people import to_person
from models.tasks import open_tasks

ACTS_A_SECOND = 2
ACTS = 40 if QUICK else 200
WARM = 6
P50, P95 = 0.250, 1.0
LOOK_EVERY = 0.005


def main() -> None:
    with place() as here:
        letters = stock(here.cast, WARM + ACTS, waiting=WARM + ACTS, at=now(), seed=SEED)
        with up():
            wait_for(here.port)
            wait_for_engine()
            list(at_their_pace(here, letters[:WARM]))
            drain()
            before = runs()
            waits = sorted(at_their_pace(here, letters[WARM:]))
            drain()
            tell(waits, (runs() - before) / ACTS)


def tell(waits: list[float], runs_per_act: float) -> None:
    again = command("bench.handover")
    p50, p95 = statistics.median(waits), waits[int(len(waits) * 0.95)]
    record("handover.p50", round(p50 * 1000), "ms", f"≤ {P50 * 1000:.0f}", p50 <= P50, SEED, again)
    record("handover.p95", round(p95 * 1000), "ms", f"≤ {P95 * 1000:.0f}", p95 <= P95, SEED, again)
    record("prefect.runs_per_act", round(runs_per_act, 2), "runs", "≤ 1", runs_per_act <= 1, SEED, again)


def at_their_pace(here: Place, letters: list[Letter]) -> Iterator[float]:
    """Whoever is slow delays nobody: every act has its moment and a thread of its own."""
    random, hat = Random(SEED), to_person(here.cast.id("zhou"))
    moments = [(n + random.random() / 2) / ACTS_A_SECOND for n in range(len(letters))]
    clients = [Client(here.port, here.cast.wang) for _ in letters]
    began = time.perf_counter()

    def act(moment: float, client: Client, letter: Letter) -> float:
        time.sleep(max(0, began + moment - time.perf_counter()))
        sent = {"csrf": client.csrf, "version": 3, "decision": "noted"}
        if (status := client.post(f"/documents/{letter.id}/opinion", **sent)) != 303:
            raise RuntimeError(f"an act was answered with {status}")
        answered = time.perf_counter()
        while not asked(letter.id, hat):
            time.sleep(LOOK_EVERY)
        return time.perf_counter() - answered

    with ThreadPoolExecutor(len(letters)) as pool:
        yield from pool.map(act, moments, clients, letters)


def asked(letter: UUID, hat: str) -> bool:
    with reading() as session:
        return any(task.hat == hat for task in open_tasks(session, letter))


def drain() -> None:
    """Until nothing is owed, the mails included."""
    while True:
        with reading() as session:
            if backlog(session, list(Topic), at=now() + GRACE)[0] == 0:
                return
        time.sleep(0.2)


if __name__ == "__main__":
    main()
