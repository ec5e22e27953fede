"""What grows with the house: filling it, looking through all its records, copying it."""

import os
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.place import Place
from flows.stock.fill import fill
from flows.stock.letters import Plan
from gateways import anchor_file
from gateways.backup import make
from gateways.clock import now
from models import heads
from models.database import reading
from models.proof import looking_at
from models.verify import verify

ROOM = 2.5  # times the database: the copy in clear, and the sealed one
OFTEN, LITTLE = 5, 10_000  # what takes no time is taken several times


@dataclass(frozen=True)
class Linear:
    """Seconds of CPU, of this process and what it started, and bytes of the database.

    The time of a PostgreSQL server is not in it.  ``backup`` is None where the disk had no room for one.
    """

    count: int
    seed: float
    audit: float
    backup: float | None
    size: float

    @classmethod
    def of(cls, here: Place, count: int, seed: float) -> "Linear":
        turns = OFTEN if count < LITTLE else 1
        audit = median(spent(lambda: audited(here, count)) for _ in range(turns))
        room = shutil.disk_usage(here.folder).free > ROOM * size_of(here)
        backup = median(spent(copied) for _ in range(turns)) if room else None
        return cls(count, seed, audit, backup, size_of(here))

    def each(self, what: str) -> float | None:
        """Of one document."""
        total: float | None = getattr(self, what)
        return None if total is None else total / self.count


def filled(plan: Plan, at: datetime) -> float:
    return spent(lambda: fill(plan, at=at, told=_bar(plan.count)))


def spent(act: Callable[[], None]) -> float:
    before = sum(os.times()[:4])
    act()
    return sum(os.times()[:4]) - before


def audited(here: Place, documents: int) -> None:
    """Everything that verify-audit looks at.  Raises RuntimeError where something does not fit."""
    with looking_at(here.engine.url.render_as_string(hide_password=False)) as connection:
        report = verify(connection, anchor_file.lines(), heads.public_key())
    if report.findings or report.documents != documents:
        raise RuntimeError(f"{report.documents} documents, {report.findings[:3]}")


def copied() -> None:
    with TemporaryDirectory(prefix="jiyao-bench-") as folder:
        make.back_up(Path(folder), at=now(), begin=lambda _many: lambda: None)


def size_of(here: Place) -> float:
    asked = {
        "sqlite": "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()",
        "postgresql": "SELECT pg_database_size(current_database())",
    }
    with reading() as session:
        return float(session.connection().exec_driver_sql(asked[here.kind]).scalar_one())


def _bar(count: int) -> Callable[[int], None]:
    done, began = 0, time.monotonic()

    def told(many: int) -> None:
        nonlocal done
        done += many
        left = (time.monotonic() - began) * (count - done) / done / 60
        print(f"\r{done:>9,} / {count:,}  {left:.0f} min ", end="", flush=True, file=sys.stderr)

    return told
