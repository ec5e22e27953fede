"""A small house with a rich past: what a database administrator without the keys would tamper with."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from gateways import anchor_file
from gateways.clock import now
from models import anchors, audit
from models.audit_words import Act
from models.database import unit_of_work
from models.errors import DomainError
from models.people import Role, grant
from models.proof import Report, looking_at
from models.rounds import Decision
from models.verify import verify
from tests.office import Letter
from tests.personas import Cast


@dataclass
class World:
    """``kept``: copies of the database, each as it was just after an anchor; the last is the newest."""

    cast: Cast
    file: Path
    letters: list[Letter] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)

    @property
    def heads(self) -> list[str]:
        return anchor_file.lines()

    def look(self, file: Path | None = None) -> Report:
        with looking_at(str(file or self.file)) as connection:
            return verify(connection, self.heads)

    def anchors(self) -> None:
        with unit_of_work() as session:
            made = anchors.make(session, at=now())
        if made:
            anchor_file.add([made.head])
            self.keeps()

    def keeps(self) -> None:
        """A copy, as a backup takes it."""
        copy = self.file.with_name(f"kept-{len(self.kept)}.db")
        with closing(sqlite3.connect(self.file)) as here, closing(sqlite3.connect(copy)) as there:
            here.backup(there)
        self.kept.append(copy)

    def notes(self, what: str) -> None:
        """Something beside the documents: one line of the journal."""
        with unit_of_work() as session:
            audit.record(session, Act.SIGNED_IN, by=self.cast.lin, at=now(), about=what)


@pytest.fixture
def world(cast: Cast, data_dir: Path) -> World:
    """Six letters at six stages, an anchor after each step of the way."""
    here = World(cast, data_dir / "jiyao.db")
    for number, told in enumerate(STORIES):
        letter = Letter(cast).arrives()
        here.letters.append(letter)
        letter.is_registered(doc_number=f"江卫〔2026〕{number + 1}号")
        here.notes(f"station-{number}")
        here.anchors()
        for step in told:
            step(letter)
        here.notes(f"desk-{number}")
        here.anchors()
    with unit_of_work() as session:
        grant(session, cast.sun.person, Role.HANDLER)
        audit.record(session, Act.ACCOUNT_CHANGED, by=None, at=now(), about="sun")
    here.anchors()
    return here


def asked(letter: Letter) -> None:
    letter.is_proposed(readers=[letter.cast.id("sun")])


def signed(letter: Letter) -> None:
    letter.is_signed("wang", "", Decision.NOTED)
    letter.is_signed("zhou", "请医务部落实。")


def returned(letter: Letter) -> None:
    letter.is_sent_back("wang")
    letter.is_proposed()


def read(letter: Letter) -> None:
    letter.is_handed_out()
    letter.is_read("sun")
    letter.is_taken_back()


def done(letter: Letter) -> None:
    letter.is_accepted()
    letter.is_reported()
    letter.is_completed()


STORIES = (
    (asked, signed, read, done),
    (asked, signed, read),
    (asked, signed),
    (asked, returned),
    (asked,),
    (),
)


def wanders(world: World, chance: Random) -> None:
    """One real act of somebody, if it is the moment for it."""
    letter = chance.choice(world.letters)
    act = chance.choice(ACTS)
    try:
        act(letter)
    except (DomainError, StopIteration):
        world.notes("tried")


ACTS = (
    lambda letter: letter.is_proposed(readers=[letter.cast.id("sun")]),
    lambda letter: letter.is_signed("wang"),
    lambda letter: letter.is_signed("zhou"),
    lambda letter: letter.is_sent_back("wang"),
    lambda letter: letter.is_handed_out(),
    lambda letter: letter.is_read("sun"),
    lambda letter: letter.is_taken_back(),
    lambda letter: letter.is_accepted(),
    lambda letter: letter.is_reported(),
    lambda letter: letter.is_completed(),
    lambda letter: letter.is_redone(),
    lambda letter: letter.is_closed(),
    lambda letter: letter.is_acknowledged(),
    lambda letter: letter.is_filed(),
    lambda letter: Letter(letter.cast).arrives(),
)
