"""检索·待办: the list, its search and the desk in a small register and in a large one, asked in turns."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from urllib.parse import quote

from sqlmodel import Session

from api import desk, documents
from api.documents import PER_PAGE
from bench.figures import record
from bench.place import KINDS, QUICK, SEED, Place, command, place
from bench.processes import Client, serving
from flows.stock.fill import fill
from flows.stock.letters import Letter, Plan
from flows.stock.titles import BODIES, CITIES, RARE
from gateways.clock import now
from models.database import LOOKING
from models.desk import Folder, count
from models.people import Me
from models.sought import Sought

SMALL, LARGE = 1_000, 20_000 if QUICK else 100_000
KNOWN, WAITING = 300, 40
TIMES = int(os.environ.get("TIMES", "40" if QUICK else "100"))
WARM = 3
MOST_MS, MOST_TIMES = 50, 1.5
READERS = {"secretary": "lin", "leader": "wang"}
WORDS = ("传染", "医保", "通知", "院感 督导", "档案", "价格", "护士 注册", *(title[:2] for title in RARE))
DESK = {
    "desk": Folder.ALL,
    "going": Folder.GOING,
    "done": Folder.DONE,
    "mine": Folder.MINE,
    "chased": Folder.CHASED,
}
QUESTIONS = ("number", "words", "issuer", *DESK)


@dataclass(frozen=True)
class Register:
    """One house with its pages open, whoever reads there, and the newest letters."""

    here: Place
    letters: list[Letter]
    readers: dict[str, tuple[Me, Client]]

    def answers(self, door: str, reader: str, what: str, random: Random) -> float:
        """Milliseconds for one question, through the query functions or over HTTP."""
        me, client = self.readers[reader]
        sought = self.sought(what, random)
        began = time.perf_counter()
        if door == "http":
            self.opens(client, path_to(what, sought))
        elif what in DESK:
            with self.looking() as session:
                desk.shown(session, me, DESK[what])
        else:
            self.searches(me, sought)
        return (time.perf_counter() - began) * 1000

    def sought(self, what: str, random: Random) -> str:
        letter = self.letters[random.randrange(KNOWN)]
        return {
            "number": random.choice((letter.number, letter.doc_number)),
            "words": random.choice(WORDS),
            "issuer": random.choice(CITIES) + random.choice(BODIES),
            "page": str(letter.id),
        }.get(what, "")

    def searches(self, me: Me, sought: str) -> None:
        with self.looking() as session:
            query = documents.found(session, Sought(q=sought), me)
            count(session, query)
            documents.list_rows(session, session.exec(query.limit(PER_PAGE)).all())

    def opens(self, client: Client, path: str) -> None:
        if (status := client.get(path)[0]) != 200:
            raise RuntimeError(f"{path} was answered with {status}")

    def looking(self) -> Session:
        return Session(self.here.engine.execution_options(**LOOKING[self.here.kind]), autoflush=False)


def main() -> None:
    for kind in KINDS[:1] if QUICK else KINDS:
        with opened(kind, SMALL) as small, opened(kind, LARGE) as large:
            for door in ("functions", "http"):
                for reader in READERS:
                    for what in QUESTIONS:
                        compare(door, reader, what, small, large)


def path_to(what: str, sought: str) -> str:
    if what in DESK:
        return f"/?folder={DESK[what]}"
    return f"/documents/{sought}" if what == "page" else f"/documents?q={quote(sought)}"


@contextmanager
def opened(kind: str, count: int) -> Iterator[Register]:
    with place(kind) as here:
        plan, at = Plan(count, SEED, WAITING, KNOWN), now()
        fill(plan, at=at)
        with served(here, plan.newest(KNOWN, at)) as register:
            yield register


@contextmanager
def served(here: Place, letters: list[Letter], who: Mapping[str, str] = READERS) -> Iterator[Register]:
    people = {reader: getattr(here.cast, uid) for reader, uid in who.items()}
    readers = {reader: (me, Client(here.port, me)) for reader, me in people.items()}
    with serving("api.app:build", here.port):
        yield Register(here, letters, readers)


def compare(door: str, reader: str, what: str, small: Register, large: Register) -> None:
    before, after = slowest_twentieth(door, reader, what, small, large)
    holds = after <= MOST_MS and after <= MOST_TIMES * before
    record(
        f"search.{large.here.kind}.{door}.{reader}.{what}",
        round(after, 1),
        f"ms p95 of {LARGE:,} ({before:.1f} of {SMALL:,})",
        f"≤ {MOST_MS}, ≤ {MOST_TIMES} ×",
        holds,
        SEED,
        command("bench.search"),
    )


def slowest_twentieth(
    door: str, reader: str, what: str, small: Register, large: Register
) -> tuple[float, float]:
    """p95 of the same questions in both, asked in turns; a busy moment slows both alike."""
    pairs = [
        [register.answers(door, reader, what, Random(turn)) for register in (small, large)]
        for turn in range(WARM + TIMES)
    ][WARM:]
    before, after = (sorted(side)[int(TIMES * 0.95)] for side in zip(*pairs, strict=True))
    return before, after


if __name__ == "__main__":
    main()
