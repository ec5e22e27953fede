"""Copies, distributions and receipts as verbs: what is done to a letter beside its stage, and the engine after it."""

from datetime import timedelta

from gateways.clock import now
from models import chase, copies, distribute
from models.database import reading, unit_of_work
from models.distribute import Delivery, Lot
from models.letters import Letter as Mail
from models.letters import LetterKind
from models.people import Office, Person, Role, grant
from tests.letterbox import owed_to
from tests.office import Letter
from tests.personas import Cast


def copied(letter: Letter, by: str, *uids: str, offices: tuple[str, ...] = (), words: str = "请阅。") -> None:
    hats = [*(f"person:{letter.cast.id(uid)}" for uid in uids), *(f"office:{code}" for code in offices)]
    letter.act(lambda s, d: copies.copy(s, d, hats, words, by=letter.who(by), at=now()))


def seen(letter: Letter, by: str) -> None:
    letter.act(lambda s, d: copies.see(s, d, by=letter.who(by), at=now()))


def distributed(letter: Letter, *codes: str, by: str = "lin", hours: float = 4) -> Lot:
    """To every department that can be reached, when none is named."""
    until = now() + timedelta(hours=hours)
    return letter.act(
        lambda s, d: distribute.distribute(
            s, d, codes or None, until, "请传达。", by=letter.who(by), at=now()
        )
    )


def answered(letter: Letter, by: str, words: str = "") -> None:
    letter.act(lambda s, d: distribute.receipt(s, d, words, by=letter.who(by), at=now()))


def chased(letter: Letter, by: str = "lin", minutes: int = 0) -> list[str]:
    """Which departments were written to, ``minutes`` from now."""
    at = now() + timedelta(minutes=minutes)
    done = letter.act(lambda s, d: chase.chase(s, d, by=letter.who(by), at=at))
    return [one.office_code for one in done]


def board(letter: Letter) -> dict[str, Delivery]:
    with reading() as session:
        return {one.office_code: one for one in distribute.deliveries(session, letter.id)}


def many_departments(count: int) -> list[str]:
    """So many more of them, each with a head; their codes."""
    codes = [f"K{number:03}" for number in range(count)]
    with unit_of_work() as session:
        session.add_all([Office(code=code, name=f"{code}科") for code in codes])
        session.flush()
        heads = [
            Person(uid=code.lower(), name=f"{code}主任", office_code=code, mail=f"{code}@jz1y.example")
            for code in codes
        ]
        session.add_all(heads)
        session.flush()
        for head in heads:
            grant(session, head, Role.DEPARTMENT_HEAD)
    return codes


def reminded(uid: str, cast: Cast) -> list[Mail]:
    return [one for one in owed_to(uid, cast) if one.kind is LetterKind.REMIND]
