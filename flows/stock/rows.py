"""What a letter leaves behind, table by table: rows as the verbs would have written them."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import cache
from uuid import UUID

from flows.stock.ledgers import Row, lines, told
from flows.stock.letters import House, Letter
from flows.stock.sealed import key, sealed
from flows.stock.signing import proposal, seats, steps
from models.access import Knower
from models.approve import Proposal
from models.content_keys import ContentKey
from models.database import Table
from models.document import Document
from models.holdings import ArchiveEntry, term_end
from models.inbox import Task, TaskKind
from models.ledger import Entry
from models.outbox import Errand, Topic
from models.people import Role, to_person, to_role
from models.receive import Receipt
from models.register import Registration
from models.rounds import Seat, Step
from models.values import ActionKind, ArchiveCode, Book, DocKind, Level, Retention, Urgency

FONDS, SERIES, OFFICE, KEPT = "Z109", "WS", "YWB", Retention.YEARS30
SPREAD = 9  # days: of the letters that wait some are late, some are not
NTH = {kind: n for n, kind in enumerate(TaskKind)}


def _document(house: House, letter: Letter) -> Iterator[Row]:
    story = told(house, letter)
    yield {
        "id": letter.id,
        "serial": letter.serial,
        "stage": story[-1]["stage"],
        "line": len(story),
        "seal": story[-1]["mac"],
        "rules_version": 1,
        "number": letter.number,
        "title": sealed(letter, "document.title", letter.id, letter.title),
        "issuer": letter.issuer,
        "doc_number": letter.doc_number,
        "doc_kind": DocKind.NOTICE,
        "addressees": [],
        "attachments": [],
        "level": Level.INTERNAL,
        "term": "",
        "urgency": Urgency.ROUTINE,
        "action": ActionKind.ACT if letter.waits else ActionKind.READ,
        "copies": 1,
        "copy_numbers": "",
        "pages": 4,
        "on_paper": True,
        "received_at": letter.came,
    }


def _receipt(house: House, letter: Letter) -> Iterator[Row]:
    yield {
        "document_id": letter.id,
        "received_from": letter.issuer,
        "carrier": "机要交通",
        "location": "",
        "remarks": "",
        "by": house.lin,
        "at": letter.came,
    }


def _registration(house: House, letter: Letter) -> Iterator[Row]:
    yield {
        "document_id": letter.id,
        "number": letter.number,
        "book": Book.GENERAL,
        "year": letter.year,
        "sequence": letter.sequence,
        "by": house.lin,
        "at": letter.came,
        "reasons": [],
        "why": "",
    }


def _filed(house: House, letter: Letter) -> Iterator[Row]:
    if not letter.waits:
        yield {
            "document_id": letter.id,
            "code": f"{_first(letter.year)[:-4]}{letter.sequence:04d}",
            "year": letter.year,
            "retention": KEPT,
            "category": "superior-short",
            "office_code": OFFICE,
            "item": letter.sequence,
            "keep_until": term_end(letter.year, KEPT),
            "checks": [],
            "remarks": "",
            "by": house.lin,
            "at": letter.came + timedelta(days=1),
        }


@cache
def _first(year: int) -> str:
    """The 档号 of the first paper of a year."""
    return str(ArchiveCode(FONDS, SERIES, year, KEPT, OFFICE, 1))


def _tasks(house: House, letter: Letter) -> Iterator[Row]:
    registry = to_role(Role.SECRETARY)
    yield _task(house, letter, TaskKind.REGISTER, registry, letter.id)
    if letter.waits:
        yield _task(house, letter, TaskKind.PROPOSE, registry, letter.id)
    else:
        yield _task(house, letter, TaskKind.ARCHIVE, registry, letter.id)
    if letter.known:
        asks = _task(house, letter, TaskKind.SIGN, to_person(house.wang), letter.ids[2])
        waits = letter.waits and not letter.signed
        yield asks | ({"closed_at": None, "closed_by": None} if waits else {"closed_by": house.wang})


def _task(house: House, letter: Letter, kind: TaskKind, hat: str, about: UUID) -> Row:
    done = letter.came - timedelta(days=1) if letter.waits else letter.came + timedelta(hours=2)
    return {
        "id": UUID(int=letter.ids[4].int + NTH[kind]),
        "subject": letter.id,
        "document_id": letter.id,
        "kind": kind,
        "hat": hat,
        "about": about,
        "opened_at": letter.came,
        "due_at": letter.came + timedelta(days=letter.serial % SPREAD - 2),
        "closed_at": done,
        "closed_by": house.lin,
    }


def _knowers(house: House, letter: Letter) -> Iterator[Row]:
    hats = [to_role(Role.SECRETARY), to_role(Role.OFFICE_HEAD), to_person(house.zhou), "office:YWB"]
    for hat in [*hats, to_person(house.wang)] if letter.known else hats:
        yield {"document_id": letter.id, "hat": hat, "since": letter.came}


def _errand(house: House, letter: Letter) -> Iterator[Row]:
    if letter.signed:
        yield {
            "id": letter.ids[4],
            "topic": Topic.ADVANCE,
            "subject": letter.id,
            "due_at": house.at,
            "attempts": 0,
            "error": "",
        }


ROWS: dict[type[Table], Callable[[House, Letter], Iterator[Row]]] = {
    Document: _document,
    ContentKey: key,
    Receipt: _receipt,
    Registration: _registration,
    Proposal: proposal,
    Step: steps,
    Seat: seats,
    Entry: lines,
    Knower: _knowers,
    Task: _tasks,
    Errand: _errand,
    ArchiveEntry: _filed,
}
