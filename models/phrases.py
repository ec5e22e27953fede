"""常用意见: what somebody likes to write, in an order of one's own.  Until a list is one's own, the policy's stands."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.language import _
from models.database import Table, moment
from models.errors import Malformed, NotFound
from models.people import Me
from models.values import words

LONGEST = 60  # longer is no phrase, but an opinion on one case, which belongs to that case alone
MOST = 20


class Phrase(Table, table=True):
    """``rank`` from 0; a list begins as a copy of the policy's."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    rank: int
    words: str = Field(max_length=LONGEST)
    at: datetime = moment()


class TooMany(Malformed):
    def __init__(self) -> None:
        super().__init__(_("常用意见最多{most}条，请先删去不用的。", most=MOST), "words")


def of_person(session: Session, person_id: UUID) -> list[Phrase]:
    mine = select(Phrase).where(Phrase.person_id == person_id)
    return list(session.exec(mine.order_by(col(Phrase.rank), col(Phrase.at).desc())))


def offered(session: Session, person_id: UUID, defaults: Sequence[str]) -> list[str]:
    """What the chips under an opinion say."""
    return [one.words for one in of_person(session, person_id)] or list(defaults)


def restore(session: Session, before: Sequence[str], *, by: Me, at: datetime) -> None:
    """As it was; empty: the policy's list stands again."""
    _write(session, before, by, at)


def keep(session: Session, said: str, defaults: Sequence[str], *, by: Me, at: datetime) -> None:
    """记为常用, at the top; one that is there already comes up.  Raises Malformed, TooMany."""
    phrase = words(said, LONGEST, _("常用意见"), field="words")
    others = [one for one in offered(session, by.id, defaults) if one != phrase]
    if len(others) >= MOST:
        raise TooMany()
    _write(session, [phrase, *others], by, at)


def drop(session: Session, said: str, defaults: Sequence[str], *, by: Me, at: datetime) -> None:
    """Raises NotFound.  Whoever drops the last one has the policy's again."""
    kept = _with(session, said, defaults, by)
    _write(session, [one for one in kept if one != said], by, at)


def lift(session: Session, said: str, defaults: Sequence[str], *, by: Me, at: datetime) -> None:
    """One place up.  Raises NotFound."""
    kept = _with(session, said, defaults, by)
    place = kept.index(said)
    kept.insert(max(place - 1, 0), kept.pop(place))
    _write(session, kept, by, at)


def _with(session: Session, said: str, defaults: Sequence[str], by: Me) -> list[str]:
    kept = offered(session, by.id, defaults)
    if said not in kept:
        raise NotFound(_("没有这条常用意见，可能已经删去。"))
    return kept


def _write(session: Session, said: Sequence[str], by: Me, at: datetime) -> None:
    for one in of_person(session, by.id):
        session.delete(one)
    session.flush()
    session.add_all(
        Phrase(person_id=by.id, rank=rank, words=phrase, at=at) for rank, phrase in enumerate(said)
    )
