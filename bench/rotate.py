"""换钥: 10,000 keys wrapped anew while somebody goes on sealing.  ``python -m bench.rotate``"""

import threading
import time
from uuid import uuid4

from bench.figures import record
from bench.place import KINDS, QUICK, place
from gateways.clock import now
from models import keyring, rotation
from models.database import reading, unit_of_work

KEYS = 1_000 if QUICK else 10_000
GOAL_SECONDS = 60
ACT_EVERY_SECONDS = 0.05


def main() -> None:
    for kind in KINDS:
        with place(kind):
            _make(KEYS)
            seconds, slowest = _rotated()
        command = "python -m bench.rotate"
        record(f"rotate.{kind}", round(seconds, 1), f"s for {KEYS} keys", f"≤ {GOAL_SECONDS} s for 10,000",
               seconds * 10_000 / KEYS <= GOAL_SECONDS, None, command)  # fmt: skip
        record(
            f"rotate.{kind}.act", round(slowest, 2), "s, the slowest act meanwhile", "", True, None, command
        )
        print(f"{kind}: {KEYS} keys in {seconds:.1f} s; the slowest act meanwhile took {slowest:.2f} s")


def _make(many: int) -> None:
    with unit_of_work() as session:
        for _ in range(many):
            keyring.key_to_seal(session, uuid4(), at=now())


def _rotated() -> tuple[float, float]:
    """How long it took, and the slowest of the acts that went on."""
    over, slowest = threading.Event(), [0.0]
    office = threading.Thread(target=_work, args=(over, slowest))
    office.start()
    began = time.monotonic()
    rotation.begin(at=now())
    rotation.finish(at=now())
    seconds = time.monotonic() - began
    over.set()
    office.join()
    with reading() as session:
        assert rotation.left(session) == 0
    return seconds, slowest[0]


def _work(over: threading.Event, slowest: list[float]) -> None:
    while not over.wait(ACT_EVERY_SECONDS):
        began = time.monotonic()
        with unit_of_work() as session:
            keyring.key_to_seal(session, uuid4(), at=now())
        slowest[0] = max(slowest[0], time.monotonic() - began)


if __name__ == "__main__":
    main()
