"""备份: copies under load restored and compared row by row; damaged ones told; a large house brought back.

``python -m bench.backups``; COPIES, CORRUPTIONS, DOCUMENTS and BACKUP_SEED make it smaller, or take one back.
"""

import os
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from threading import Event, Thread

from bench.figures import record
from bench.place import Place, place
from bench.stock import stock
from gateways import vault
from gateways.backup import restore
from gateways.clock import now
from models.database import unit_of_work
from models.errors import DomainError
from models.files import FileRole
from tests.backup.conftest import Copies
from tests.backup.test_copies import copied_at_work, rows
from tests.backup.test_damage import a_bit, a_bit_of_the_head, an_end, more, two_frames
from tests.office import Letter

COPIES, CORRUPTIONS = int(os.environ.get("COPIES", "10")), int(os.environ.get("CORRUPTIONS", "200"))
DOCUMENTS, PAGE_BYTES, LOT = int(os.environ.get("DOCUMENTS", "10000")), 40_000, 500
GOAL_SECONDS = 300
SAME = ("receipt", "entry", "event", "content_key", "stored_file", "registration")
DAMAGES = (a_bit, a_bit_of_the_head, an_end, two_frames, more)
COMMAND = "python -m bench.backups"


def main() -> int:
    seed = int(os.environ.get("BACKUP_SEED", secrets.randbelow(10**9)))
    print(f"seed {seed}", flush=True)
    with place() as here, _elsewhere() as apart:
        differing = _under_load(here, apart)
        silent = _damaged(here, apart / "damaged", Random(seed))
    with place() as here, _elsewhere() as apart:
        seconds = _brought_back(here, apart, seed)
    told = (
        ("backups.under_load", COPIES, "copies under load, restored and compared row by row", "", True),
        ("backups.under_load.differing", differing, "copies with another row", "0", differing == 0),
        ("backups.corruptions", CORRUPTIONS, "corruptions of a copy", "", True),
        ("backups.corruptions.silent", silent, "corruptions that nobody told", "0", silent == 0),
        ("backups.restore", round(seconds, 1), f"s to restore {DOCUMENTS} documents", f"≤ {GOAL_SECONDS} s for 10,000",
         seconds * 10_000 / DOCUMENTS <= GOAL_SECONDS),
    )  # fmt: skip
    for id, value, unit, goal, holds in told:
        record(id, value, unit, goal, holds, seed, COMMAND)
        print(f"{value:>8} {unit}{'' if holds else '  NO'}", flush=True)
    return 0 if all(one[-1] for one in told) else 1


@contextmanager
def _elsewhere() -> Iterator[Path]:
    with TemporaryDirectory(prefix="jiyao-bench-") as folder:
        yield Path(folder)


def _under_load(here: Place, apart: Path) -> int:
    house, acknowledged, over = Copies(apart / "copies", []), [], Event()

    def works() -> None:
        while not over.is_set():
            acknowledged.append(Letter(here.cast).arrives().is_registered())

    worker = Thread(target=works)
    worker.start()
    try:
        held = [copied_at_work(house, acknowledged) for _ in range(COPIES)]
    finally:
        over.set()
        worker.join()
    live = rows(f"sqlite:///{here.folder}/jiyao.db")
    print(f"{len(acknowledged)} letters meanwhile", flush=True)
    whole = [len(c["receipt"]) >= known and all(c[t] <= live[t] for t in SAME) for known, c in held]
    return whole.count(False)


def _damaged(here: Place, apart: Path, dice: Random) -> int:
    """Of several frames, for some damages need two."""
    _seal(here, [Letter(here.cast).arrives().id], bytes(3_000_000))
    copy = Copies(apart, []).made()
    whole, silent = copy.read_bytes(), 0
    for turn in range(CORRUPTIONS):
        copy.write_bytes(DAMAGES[turn % len(DAMAGES)](whole, dice))
        with suppress(DomainError):
            restore.tried(copy, lambda: None)
            silent += 1
    return silent


def _brought_back(here: Place, apart: Path, seed: int) -> float:
    letters = stock(here.cast, DOCUMENTS, at=now(), seed=seed)
    ids = [letter.ids[0] for letter in letters]
    for first in range(0, DOCUMENTS, LOT):
        _seal(here, ids[first : first + LOT], os.urandom(PAGE_BYTES))
    copy = Copies(apart / "copies", []).made()
    began = time.monotonic()
    manifest = restore.restored(copy, apart / "new", lambda: None)
    seconds = time.monotonic() - began
    assert manifest.tables["document"] == DOCUMENTS
    assert not manifest.missing
    print(f"{copy.stat().st_size / 1e6:.0f} MB, {len(manifest.parts)} parts", flush=True)
    return seconds


def _seal(here: Place, owners: list, content: bytes) -> None:
    with unit_of_work() as session:
        for owner in owners:
            vault.seal(session, owner, content, name="a.pdf", media_type="application/pdf",
                       role=FileRole.ORIGINAL, at=now())  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
