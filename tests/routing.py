"""How a letter moves between people, as verbs: mixed into tests.office.Letter."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlmodel import Session

from gateways.clock import now
from models import approve, inbox, paper_opinions, recall, relocate, rounds, signers
from models.database import reading, unit_of_work
from models.document import Document
from models.files import FileRole, StoredFile
from models.people import Me
from models.rounds import Decision, Seat
from models.signers import Where
from models.values import local_day
from tests.personas import Cast


class Routing:
    """Everything here is one act in its own transaction, after which the engine runs."""

    cast: Cast
    id: UUID
    act: Callable[[Any], Any]
    who: Callable[[str], Me]
    _called: Callable[[Session, str], str]

    def is_signed_by(self, by: Me, words: str = "同意拟办意见。") -> None:
        """By whoever stands in for the one who is asked."""
        self.act(lambda s, d: approve.sign(s, d, Decision.INSTRUCTED, words, by=by, at=now()))

    def is_countersigned(self, by: str, words: str = "同意。", decision: Decision = Decision.AGREED) -> None:
        self.act(lambda s, d: approve.countersign(s, d, decision, words, by=self.who(by), at=now()))

    def goes_back(self, by: str, why: str = "请先核对。", to_rank: int | None = None) -> None:
        self.act(lambda s, d: approve.send_back(s, d, why, by=self.who(by), at=now(), to_rank=to_rank))

    def gets_signers(
        self, by: str, *uids: str, where: Where = Where.BESIDE, why: str = "请一并审核。"
    ) -> None:
        people = [self.cast.id(uid) for uid in uids]
        self.act(lambda s, d: signers.add(s, d, people, where, why, by=self.who(by), at=now()))

    def loses_signer(self, by: str, uid: str, why: str = "已当面征求意见。") -> None:
        self.act(lambda s, d: signers.drop(s, d, self.seat_of(uid), why, by=self.who(by), at=now()))

    def is_handed_over(self, by: str, to: str, why: str = "分管领导为该同志。") -> None:
        self.act(lambda s, d: signers.hand_over(s, d, self.cast.id(to), why, by=self.who(by), at=now()))

    def is_claimed(self, by: str) -> None:
        self.act(lambda s, d: signers.claim(s, d, by=self.who(by), at=now()))

    def is_put_back(self, by: str) -> None:
        self.act(lambda s, d: signers.put_back(s, d, by=self.who(by), at=now()))

    def is_recalled(self, by: str) -> None:
        self.act(lambda s, d: recall.recall(s, d, by=self.who(by), at=now()))

    def is_relocated(self, place: str, by: str = "chen", why: str = "原定次序有误。") -> None:
        self.act(lambda s, d: relocate.relocate(s, d, place, why, by=self.who(by), at=now()))

    def is_keyed_in(self, uid: str, decision: Decision = Decision.NOTED, seat: UUID | None = None) -> None:
        """The secretary keys in what ``uid`` decided on paper."""
        seat_id = seat or self.seat_of(uid)

        def enter(session: Session, document: Document) -> None:
            said = seat_id, decision, "", local_day(now()), lambda: scan(session, document.id)
            paper_opinions.enter(session, document, *said, by=self.who("lin"), at=now())

        self.act(enter)

    def is_confirmed(self, by: str) -> None:
        self.act(lambda s, d: paper_opinions.confirm(s, d, True, "", by=self.who(by), at=now()))

    def is_opened(self, by: str) -> None:
        """Somebody looks at the page."""
        with unit_of_work() as session:
            inbox.see(session, self.id, self.who(by), at=now())

    def seat_of(self, uid: str) -> UUID:
        with reading() as session:
            proposal = approve.in_force(session, self.id)
            seats = rounds.all_seats(session, proposal.id) if proposal else []
            return next(one.id for one in seats if one.waits and one.hat == f"person:{self.cast.id(uid)}")

    @property
    def seats(self) -> list[str]:
        """Every signature of the proposal in force: who, and what became of it."""
        with reading() as session:
            proposal = approve.in_force(session, self.id)
            found = rounds.all_seats(session, proposal.id) if proposal else []
            return [self._seat(session, one) for one in found]

    def _seat(self, session: Session, seat: Seat) -> str:
        became = seat.dropped_why or seat.skipped_why or (seat.decision.label if seat.decision else "待签")
        return f"{self._called(session, seat.hat)} {became}"


def scan(session: Session, owner: UUID) -> UUID:
    """The row of a scan; nobody here opens it."""
    kept = StoredFile(
        owner=owner,
        role=FileRole.EVIDENCE,
        name="批示.png",
        media_type="image/png",
        size=1,
        digest="0",
        blob="0",
        sealed_at=now(),
    )
    session.add(kept)
    session.flush()
    return kept.id
