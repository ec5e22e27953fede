"""What a letter leaves behind, table by table: rows as the verbs would have written them."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from bench.letters import House, Letter
from models.access import Knower
from models.approve import Proposal
from models.database import Table
from models.document import Document
from models.ledger import Entry, seal
from models.outbox import Errand, Topic
from models.people import Role, to_person, to_role
from models.receive import Receipt
from models.register import Registration
from models.rounds import Decision, Mode, Purpose, Seat, Step
from models.stages import Move, Stage
from models.tasks import Task, TaskKind
from models.values import ActionKind, Book, DocKind, Level, Urgency

Row = dict[str, Any]


def _document(house: House, letter: Letter) -> Iterator[Row]:
    *_, last = ({"mac": ""}, *_lines(house, letter))
    yield {
        "id": letter.id,
        "serial": letter.serial,
        "stage": Stage.REGISTERED if letter.waits else Stage.ARCHIVED,
        "line": 3 + letter.signed if letter.waits else 9,
        "seal": last["mac"],
        "rules_version": 1,
        "number": letter.number,
        "title": letter.title,
        "issuer": letter.issuer,
        "doc_number": letter.doc_number,
        "doc_kind": DocKind.NOTICE,
        "addressees": [],
        "attachments": [],
        "level": Level.INTERNAL,
        "urgency": Urgency.ROUTINE,
        "action": ActionKind.ACT,
        "copies": 1,
        "copy_numbers": "",
        "pages": 4,
        "on_paper": True,
        "received_at": house.at,
    }


def _receipt(house: House, letter: Letter) -> Iterator[Row]:
    yield {
        "document_id": letter.id,
        "received_from": letter.issuer,
        "carrier": "机要交通",
        "location": "",
        "remarks": "",
        "by": house.lin,
        "at": house.at,
    }


def _registration(house: House, letter: Letter) -> Iterator[Row]:
    yield {
        "document_id": letter.id,
        "number": letter.number,
        "book": Book.GENERAL,
        "year": letter.year,
        "sequence": letter.sequence,
        "by": house.lin,
        "at": house.at,
        "reasons": [],
        "why": "",
    }


def _proposal(house: House, letter: Letter) -> Iterator[Row]:
    if letter.waits:
        yield {
            "id": letter.ids[1],
            "document_id": letter.id,
            "words": "拟请王副院长、周院长批示，医务部主办。",
            "lead": "YWB",
            "assistants": [],
            "readers": [],
            "by": house.chen,
            "at": house.at,
        }


def _steps(_house: House, letter: Letter) -> Iterator[Row]:
    for rank in (1, 2) if letter.waits else ():
        yield {
            "id": letter.ids[1 + rank],
            "proposal_id": letter.ids[1],
            "rank": rank,
            "purpose": Purpose.INSTRUCT,
            "mode": Mode.EACH,
            "threshold": 0,
        }


def _seats(house: House, letter: Letter) -> Iterator[Row]:
    for rank, signer in enumerate((house.wang, house.zhou) if letter.waits else (), start=1):
        signed = letter.signed and rank == 1
        yield {
            "id": letter.ids[1 + rank],
            "step_id": letter.ids[1 + rank],
            "place": 1,
            "hat": to_person(signer),
            "weight": 1,
            "asked_at": house.at,
            "decision": Decision.NOTED if signed else None,
            "words": "",
            "signer_id": signer if signed else None,
            "signed_at": house.at if signed else None,
            "skipped_why": "",
            "dropped_why": "",
        }


def _lines(house: House, letter: Letter) -> Iterator[Row]:
    told = [
        (Move.RECEIVE, Stage.RECEIVED, house.lin, "林晓梅"),
        (Move.REGISTER, Stage.REGISTERED, house.lin, "林晓梅"),
        (Move.PROPOSE, Stage.REGISTERED, house.chen, "陈志远"),
        (Move.SIGN, Stage.REGISTERED, house.wang, "王建国"),
    ]
    mac = ""
    for line, (move, stage, by, name) in enumerate(
        told[: 3 + letter.signed] if letter.waits else (), start=1
    ):
        entry = Entry(
            document_id=letter.id, line=line, move=move, stage=stage, by=by, by_name=name, at=house.at, mac=""
        )
        entry.mac = mac = seal(entry, mac)
        yield entry.model_dump()


def _tasks(house: House, letter: Letter) -> Iterator[Row]:
    done = (TaskKind.REGISTER, TaskKind.PROPOSE) if letter.waits else (TaskKind.REGISTER, TaskKind.ARCHIVE)
    for n, kind in enumerate((*done, TaskKind.SIGN) if letter.waits or letter.known else done):
        asks = kind is TaskKind.SIGN
        open_ = asks and letter.waits and not letter.signed
        yield {
            "id": UUID(int=(letter.ids[4].int + n) % 2**128),
            "subject": letter.id,
            "document_id": letter.id,
            "kind": kind,
            "hat": to_person(house.wang) if asks else to_role(Role.SECRETARY),
            "about": letter.ids[2] if asks else letter.id,
            "opened_at": house.at,
            "due_at": house.at + timedelta(days=letter.serial % 9 - 2),
            "closed_at": None if open_ else house.at - timedelta(days=1),
            "closed_by": None if open_ else house.lin,
        }


def _knowers(house: House, letter: Letter) -> Iterator[Row]:
    hats = [to_role(Role.SECRETARY), to_role(Role.OFFICE_HEAD), to_person(house.zhou), "office:YWB"]
    for hat in [*hats, to_person(house.wang)] if letter.known else hats:
        yield {"document_id": letter.id, "hat": hat, "since": house.at}


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
    Receipt: _receipt,
    Registration: _registration,
    Proposal: _proposal,
    Step: _steps,
    Seat: _seats,
    Entry: _lines,
    Knower: _knowers,
    Task: _tasks,
    Errand: _errand,
}
