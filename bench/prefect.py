"""Prefect's part in an advance: the same hand-overs with and without its run around them, in turns."""

import base64
import http.client
import json
import statistics
import time
from collections.abc import Callable
from typing import Any

from bench.figures import record
from bench.place import QUICK, SEED, command, place
from bench.processes import running, wait_for_engine
from bench.stock import stock
from config.keys import keys
from config.settings import settings
from gateways.clock import now
from gateways.engine import environment, server_command

PAIRS = 15 if QUICK else 60
WARM = 3


def main() -> None:
    with place() as here:
        server = server_command(settings())[1:]
        with running(*server, quiet=True, **environment(settings())):
            wait_for_engine()
            stock(here.cast, 2 * (WARM + PAIRS), waiting=2 * (WARM + PAIRS), signed=True, at=now(), seed=SEED)
            compare()


def compare() -> None:
    """A B A B over hand-overs of one document each, with the letter that each of them causes."""
    from flows import errands  # imports Prefect, which must find the place
    from flows.advance import PARCEL, advance, ids_and_name
    from gateways.engine.runs import without_heartbeat
    from models.outbox import GRACE, HAND_OVERS, WORLD

    def bare() -> None:
        errands.do(errands.claim(HAND_OVERS, 1))
        errands.do(errands.claim(WORLD, PARCEL, ahead=GRACE))

    def run() -> None:
        advance(*ids_and_name(errands.claim(HAND_OVERS, 1)), return_state=True)

    with without_heartbeat():
        for _ in range(WARM):
            bare(), run()
        pairs = [(timed(bare), timed(run)) for _ in range(PAIRS)]
    without, whole = (statistics.median(side) * 1000 for side in zip(*pairs, strict=True))
    again = command("bench.prefect")
    record("prefect.share", round(100 * (1 - without / whole)), "% of an advance", "", True, SEED, again)
    record("prefect.advance", round(whole), f"ms ({without:.0f} without Prefect)", "", True, SEED, again)


def timed(act: Callable[[], Any]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def runs() -> int:
    """How many flow runs the server has on record."""
    line = http.client.HTTPConnection("127.0.0.1", settings().prefect_port, timeout=20)
    secret = base64.b64encode(keys().prefect_auth.encode()).decode()
    told = {"Authorization": f"Basic {secret}", "Content-Type": "application/json"}
    line.request("POST", "/api/flow_runs/count", json.dumps({}), told)
    return int(line.getresponse().read())


if __name__ == "__main__":
    main()
