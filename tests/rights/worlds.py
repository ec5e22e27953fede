"""Random worlds: the house, some days later; and a paper in it that one of them may not know of."""

from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Uuid, delete
from sqlmodel import select

from gateways.clock import now
from models.access import visible_to
from models.database import reading, unit_of_work
from models.document import Document
from models.errors import DomainError
from models.orders import visible_orders
from models.people import Me
from models.tables import metadata
from models.values import ActionKind, Book, Level, Urgency
from tests.office import Letter
from tests.rights.house import House

OFFICES, LEADERS, READERS = (
    ["YWB", "YGK", "HLB", "XXZ"],
    ["wang", "zhou"],
    ["sun", "ma", "qian", "zhao", "he"],
)
ISSUERS = ["江州市卫生健康委员会", "江州市医疗保障局", "江州市人民政府办公室"]
IN_PLACE_OF = {"tang": "wang"}  # while a paper waits for wang, tang knows of it and is written to
WORDS = ["呼吸道", "防治", "药品", "检查", "培训", "通知", "专项", "值班"]
STRAIGHT = ["is_proposed", "wang", "zhou", "is_handed_out", "is_accepted", "is_completed", "is_closed"]


@dataclass
class Hidden:
    """A paper that ``me`` may not know of."""

    letter: Letter
    me: Me

    def is_hidden(self) -> bool:
        with reading() as session:
            seen = session.exec(visible_to(self.me).where(Document.id == self.letter.id)).one_or_none()
            return seen is None


def some_days_pass(house: House, dice: Random) -> list[Letter]:
    """A few papers more, each carried on as far as chance has it."""
    return [arrives(house, dice) for _ in range(dice.randint(1, 3))]


def arrives(house: House, dice: Random, level: Level | None = None, not_for: str = "") -> Letter:
    """From the post room on; nobody named ``not_for`` is asked anything, nor is his department."""
    letter = Letter(house.cast).arrives(received_from=dice.choice(ISSUERS))
    if dice.random() < 0.15:
        return letter
    letter.is_registered(
        title="关于" + "".join(dice.sample(WORDS, 4)) + "的通知",
        issuer=dice.choice(ISSUERS),
        doc_number="" if dice.random() < 0.5 else f"江卫〔2026〕{dice.randint(1, 99)}号",
        book=dice.choice(list(Book)),
        action=ActionKind.ACT,
        level=level or dice.choice([Level.PUBLIC, Level.INTERNAL]),
        urgency=dice.choice([Urgency.ROUTINE, Urgency.URGENT, Urgency.VERY_URGENT]),
    )
    goes_on(house, dice, letter, not_for)
    return letter


def goes_on(house: House, dice: Random, letter: Letter, not_for: str = "") -> None:
    """Some steps of the straight road, for as long as they are possible."""
    office = house.me(not_for).person.office_code if not_for else ""
    leaders = [house.cast.id(uid) for uid in LEADERS if uid not in (not_for, IN_PLACE_OF.get(not_for))]
    readers = [house.cast.id(u) for u in READERS if u != not_for and house.me(u).person.office_code != office]
    plan = {
        "lead": dice.choice([one for one in OFFICES if one != office]),
        "leaders": leaders[: dice.randint(1, 2)],
        "readers": dice.sample(readers, dice.randint(0, 2)),
    }
    for step in STRAIGHT[: dice.randint(0, len(STRAIGHT))]:
        try:
            _step(letter, step, plan)
        except (DomainError, StopIteration):
            return


def _step(letter: Letter, step: str, plan: dict[str, object]) -> None:
    if step == "is_proposed":
        letter.is_proposed(**plan)
    elif step in LEADERS:
        letter.is_signed(step)
    else:
        getattr(letter, step)()


def hide(house: House, dice: Random, uid: str) -> Hidden | None:
    """A paper that comes in and that ``uid`` may not know of; None where he came to know of it."""
    level = Level.INTERNAL if uid in ("xu", "feng") else None
    hidden = Hidden(arrives(house, dice, level, not_for=uid), house.me(uid))
    return hidden if hidden.is_hidden() else None


def named(house: House, letter: Letter, title: str) -> None:
    """Another title, a number that another paper bears, another day and urgency."""
    with unit_of_work() as session:
        document = session.get_one(Document, letter.id)
        document.title, document.issuer, document.doc_number = title, ISSUERS[0], "江卫〔2026〕17号"
        document.urgency, document.due_at, document.copies = Urgency.FLASH, now(), 9
        session.add(document)


def removed(letter: Letter) -> None:
    """As if it had never come: every row that names it."""
    with unit_of_work() as session:
        on_sqlite = session.connection().dialect.name == "sqlite"
        later = (
            "PRAGMA defer_foreign_keys = ON" if on_sqlite else "SET LOCAL session_replication_role = replica"
        )
        session.connection().exec_driver_sql(later)
        mine: set[UUID] = {letter.id}
        tables = [*metadata.sorted_tables, *metadata.sorted_tables]
        for table in tables:  # twice: what hangs on what hangs on it
            for column in filter(_points, table.columns):
                found = session.connection().execute(select(table).where(column.in_(mine))).mappings()
                mine |= {row["id"] for row in found if "id" in row and isinstance(row["id"], UUID)}
        for table in reversed(metadata.sorted_tables):
            for column in table.columns:
                if _points(column) or (column.name == "id" and isinstance(column.type, Uuid)):
                    session.connection().execute(delete(table).where(column.in_(mine)))


def _points(column: Column[Any]) -> bool:
    """Whether it names a document, or something that belongs to one."""
    return isinstance(column.type, Uuid) and bool(
        column.foreign_keys or column.name in ("subject", "owner", "about")
    )


def papers_of(me: Me) -> list[UUID]:
    with reading() as session:
        return [one.id for one in session.exec(visible_to(me).order_by(Document.serial.desc()).limit(4))]


def lists_of(me: Me) -> list[UUID]:
    with reading() as session:
        return [one.id for one in visible_orders(session, me)][:2]
