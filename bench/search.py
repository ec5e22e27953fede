"""检索·待办: the list, its search and the desk in a small register and in a large one, asked in turns."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from urllib.parse import quote

from sqlmodel import Session

from api import desk, documents
from api.documents import PER_PAGE, Sought
from bench.figures import record
from bench.letters import Letter
from bench.place import KINDS, QUICK, SEED, Place, command, place
from bench.processes import Client, serving
from bench.stock import stock
from bench.titles import BODIES, CITIES, RARE
from gateways.clock import now
from models.database import LOOKING
from models.people import Me

SMALL, LARGE = 1_000, 20_000 if QUICK else 100_000
KNOWN, WAITING = 300, 40
TIMES = 40 if QUICK else 100
WARM = 3
MOST_MS, MOST_TIMES = 50, 1.5
READERS = {"secretary": "lin", "leader": "wang"}
WORDS = ("传染", "医保", "通知", "院感 督导", "档案", "价格", "护士 注册", *(title[:2] for title in RARE))
QUESTIONS = ("number", "words", "issuer", "desk")


@dataclass(frozen=True)
class Register:
    """One house with its pages open, and whoever reads there."""

    here: Place
    letters: list[Letter]
    readers: dict[str, tuple[Me, Client]]

    def answers(self, door: str, reader: str, what: str, random: Random) -> float:
        """Milliseconds for one question, through the query functions or over HTTP."""
        me, client = self.readers[reader]
        sought = self.sought(what, random)
        began = time.perf_counter()
        if door == "http":
            self.opens(client, "/" if what == "desk" else f"/documents?q={quote(sought)}")
        elif what == "desk":
            with self.looking() as session:
                desk.shown(session, me)
        else:
            self.searches(me, sought)
        return (time.perf_counter() - began) * 1000

    def sought(self, what: str, random: Random) -> str:
        letter = self.letters[random.randrange(KNOWN)]
        return {
            "number": random.choice((letter.number, letter.doc_number)),
            "words": random.choice(WORDS),
            "issuer": random.choice(CITIES) + random.choice(BODIES),
            "desk": "",
        }[what]

    def searches(self, me: Me, sought: str) -> None:
        with self.looking() as session:
            query = documents.found(session, Sought(q=sought), me)
            documents.count(session, query)
            documents.list_rows(session, session.exec(query.limit(PER_PAGE)).all())

    def opens(self, client: Client, path: str) -> None:
        if (status := client.get(path)[0]) != 200:
            raise RuntimeError(f"a page was answered with {status}")

    def looking(self) -> Session:
        return Session(self.here.engine.execution_options(**LOOKING[self.here.kind]), autoflush=False)


def main() -> None:
    for kind in KINDS[:1] if QUICK else KINDS:
        with opened(kind, SMALL) as small, opened(kind, LARGE) as large:
            for door in ("functions", "http"):
                for reader in READERS:
                    for what in QUESTIONS:
                        compare(door, reader, what, small, large)


@contextmanager
def opened(kind: str, count: int) -> Iterator[Register]:
    with place(kind) as here:
        letters = stock(here.cast, count, waiting=WAITING, known=KNOWN, at=now(), seed=SEED)
        people = {reader: getattr(here.cast, uid) for reader, uid in READERS.items()}
        readers = {reader: (me, Client(here.port, me)) for reader, me in people.items()}
        with serving("api.app:build", here.port):
            yield Register(here, letters, readers)


def compare(door: str, reader: str, what: str, small: Register, large: Register) -> None:
    """The slowest twentieth of the same questions in both; a busy moment slows both alike."""
    pairs = [
        [register.answers(door, reader, what, Random(turn)) for register in (small, large)]
        for turn in range(WARM + TIMES)
    ][WARM:]
    before, after = (sorted(side)[int(TIMES * 0.95)] for side in zip(*pairs, strict=True))
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


if __name__ == "__main__":
    main()
