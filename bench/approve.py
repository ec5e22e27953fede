"""批示: signing over HTTP against the bare endpoint, in turns on the same machine, every act on the disk when answered."""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bench import bare
from bench.figures import record
from bench.place import KINDS, QUICK, SEED, Place, command, place
from bench.processes import Client, serving
from bench.stock import stock
from gateways.clock import now

GOAL = 0.5
CLIENTS = (1, 8)
ACTS, ROUNDS = (120, 3) if QUICK else (240, 7)
WARM = 40
Act = Callable[[Client], int]


def main() -> None:
    for kind in KINDS:
        with place(kind) as here:
            measure(here)


def measure(here: Place) -> None:
    needed = WARM + ACTS * ROUNDS * len(CLIENTS)
    papers = iter(bare.furnish(here.bare_url, needed))
    letters = iter(stock(here.cast, needed, waiting=needed, at=now(), seed=SEED))

    def sign(client: Client) -> int:
        sent = {"csrf": client.csrf, "version": 3, "decision": "instruct", "words": "同意拟办意见。"}
        return client.post(f"/documents/{next(letters).id}/opinion", **sent)

    def write(client: Client) -> int:
        return client.post(f"/papers/{next(papers)}/opinion", words="同意拟办意见。")

    with (
        serving("api.app:build", here.port),
        serving("bench.bare:build", here.bare_port, **{bare.URL: here.bare_url}),
    ):
        for count in CLIENTS:
            ours = [Client(here.port, here.cast.wang) for _ in range(count)]
            theirs = [Client(here.bare_port) for _ in range(count)]
            compare(here.kind, (ours, sign), (theirs, write))


def compare(kind: str, ours: tuple[list[Client], Act], theirs: tuple[list[Client], Act]) -> None:
    """A B A B: the ratio is the median of the rounds' ratios, so that a busy minute spoils both alike."""
    for side in (ours, theirs):
        rate(*side, WARM // len(CLIENTS))
    rounds = [(rate(*ours, ACTS), rate(*theirs, ACTS)) for _ in range(ROUNDS)]
    ratio = statistics.median(mine / bare for mine, bare in rounds)
    mine, bare_rate = (statistics.median(side) for side in zip(*rounds, strict=True))
    count, again = len(ours[0]), command("bench.approve")
    id = f"approve.{kind}.{count}_client{'s' if count > 1 else ''}"
    record(f"{id}", round(ratio, 2), "of the bare endpoint's rate", f"≥ {GOAL}", ratio >= GOAL, SEED, again)
    record(f"{id}.rate", round(mine, 1), f"acts/s (bare {bare_rate:.1f})", "", True, SEED, again)


def rate(clients: list[Client], act: Act, acts: int) -> float:
    """Acts a second, each client with its next as soon as the last was answered."""
    turns = iter(range(acts))

    def work(client: Client) -> None:
        for _ in turns:
            if (status := act(client)) != 303:
                raise RuntimeError(f"an act was answered with {status}")

    began = time.perf_counter()
    with ThreadPoolExecutor(len(clients)) as pool:
        list(pool.map(work, clients))
    return acts / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
