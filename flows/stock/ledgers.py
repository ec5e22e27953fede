"""A letter's ledger, every line chained to the last."""

from collections.abc import Iterator
from datetime import timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from flows.stock.letters import House, Letter
from models import codes
from models.stages import Move, Stage

Row = dict[str, Any]

WAITING = [
    (Move.RECEIVE, Stage.RECEIVED, "lin", "林晓梅"),
    (Move.REGISTER, Stage.REGISTERED, "lin", "林晓梅"),
    (Move.PROPOSE, Stage.REGISTERED, "chen", "陈志远"),
]
SIGNED = [(Move.SIGN, Stage.REGISTERED, "wang", "王建国")]
FILED = [
    (Move.APPROVE, Stage.APPROVED, "", "系统"),
    (Move.CIRCULATE, Stage.CIRCULATED, "", "系统"),
    (Move.SUPERVISE, Stage.SUPERVISED, "", "系统"),
    (Move.ARCHIVE, Stage.ARCHIVED, "lin", "林晓梅"),
]


def lines(house: House, letter: Letter) -> Iterator[Row]:
    yield from told(house, letter)


@lru_cache(maxsize=1)
def told(house: House, letter: Letter) -> list[Row]:
    """Asked twice for each letter: by its ledger, and by the document, which ends where the ledger ends."""
    rows: list[Row] = []
    mac = ""
    for line, (move, stage, uid, name) in enumerate(_story(letter), start=1):
        by: UUID | None = getattr(house, uid) if uid else None
        at = letter.came + timedelta(minutes=0 if letter.waits else line)
        said = (str(letter.id), str(line), move.value, stage.value, str(by or ""), name, codes.iso(at), "")
        mac = codes.chained(mac, *said)
        row = {"document_id": letter.id, "line": line, "move": move, "stage": stage, "by": by}
        rows.append(row | {"by_name": name, "at": at, "why": "", "mac": mac})
    return rows


def _story(letter: Letter) -> list[tuple[Move, Stage, str, str]]:
    signed = SIGNED if letter.signed or (letter.known and not letter.waits) else []
    return [*WAITING, *signed, *([] if letter.waits else FILED)]
