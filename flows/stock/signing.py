"""What was proposed for a letter, and who was to sign it."""

from collections.abc import Iterator

from flows.stock.ledgers import Row
from flows.stock.letters import House, Letter
from flows.stock.sealed import sealed
from models.people import to_person
from models.rounds import Decision, Mode, Purpose

TO_SIGN, TO_READ = "拟请王副院长、周院长批示，医务部主办。", "拟存。"


def proposal(house: House, letter: Letter) -> Iterator[Row]:
    words = TO_SIGN if letter.waits else TO_READ
    yield {
        "id": letter.ids[1],
        "document_id": letter.id,
        "words": sealed(letter, "proposal.words", letter.ids[1], words),
        "lead": "YWB" if letter.waits else None,
        "assistants": [],
        "readers": [],
        "by": house.chen,
        "at": letter.came,
    }


def steps(_house: House, letter: Letter) -> Iterator[Row]:
    for rank in _ranks(letter):
        yield {
            "id": letter.ids[1 + rank],
            "proposal_id": letter.ids[1],
            "rank": rank,
            "purpose": Purpose.INSTRUCT,
            "mode": Mode.EACH,
            "threshold": 0,
        }


def seats(house: House, letter: Letter) -> Iterator[Row]:
    for rank in _ranks(letter):
        signer = (house.wang, house.zhou)[rank - 1]
        signed = rank == 1 and (letter.signed or not letter.waits)
        yield {
            "id": letter.ids[1 + rank],
            "step_id": letter.ids[1 + rank],
            "document_id": letter.id,
            "place": 1,
            "hat": to_person(signer),
            "weight": 1,
            "asked_at": letter.came,
            "decision": Decision.NOTED if signed else None,
            "words": "",
            "signer_id": signer if signed else None,
            "signed_at": letter.came if signed else None,
            "skipped_why": "",
            "dropped_why": "",
        }


def _ranks(letter: Letter) -> tuple[int, ...]:
    """Two leaders are asked about a letter that waits, one was asked about an old one that he knows."""
    return (1, 2) if letter.waits else (1,) if letter.known else ()
