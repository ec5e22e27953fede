"""Words for a form: who, when and how many, as they are printed.  What is not known is left blank."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session

from models import paper_opinions
from models.booklets import Signature
from models.errors import NotNow
from models.paper_opinions import PaperOpinion
from models.papers import KINDS, Opinion
from models.people import Office, Person
from models.rounds import Decision, Seat
from models.values import local_day, on_paper, to_the_minute

MARKED = {
    Decision.INSTRUCTED: "",
    Decision.NOTED: "圈阅",
    Decision.AGREED: "会签同意",
    Decision.AGAINST: "会签不同意",
    Decision.SENT_BACK: "退回",
}


class NotPrinted(NotNow):
    """``why`` is half a sentence: 此件没有传阅."""

    def __init__(self, why: str, word: str) -> None:
        super().__init__(f"{why}，无{KINDS[word].title}。")


def person(session: Session, person_id: UUID | None, behalf_of: UUID | None = None) -> str:
    """周强, or 周强（代王建国） where he signed in another's place."""
    name = session.get_one(Person, person_id).name if person_id else ""
    other = behalf_of if behalf_of != person_id else None
    return f"{name}（代{session.get_one(Person, other).name}）" if other else name


def office(session: Session, code: str) -> str:
    return session.get_one(Office, code).name


def day(when: date | datetime | None) -> str:
    """``2026年11月22日``."""
    return on_paper(when) if when else ""


def minute(moment: datetime | None) -> str:
    """``2026年11月22日 10:31``."""
    return to_the_minute(moment) if moment else ""


def narrow(when: date | datetime | None) -> str:
    """``2026-11-22``, for the narrow columns of a booklet."""
    shown = local_day(when) if isinstance(when, datetime) else when
    return shown.isoformat() if shown else ""


def count(number: int, unit: str = "") -> str:
    """Nothing for 0, which here means that nobody counted, or that there is none."""
    return f"{number}{unit}" if number else ""


def numbered(names: list[str]) -> str:
    """One name as it is, several with their numbers, a line each."""
    return "\n".join([f"{place}.{name}" for place, name in enumerate(names, 1)] if names[1:] else names)


def paragraphs(*parts: str) -> str:
    """A line each for those that say something."""
    return "\n".join(part for part in parts if part)


def opinion(
    session: Session, by: UUID, words: str, at: datetime, *, behalf_of: UUID | None = None
) -> Opinion:
    post = session.get_one(Person, by).post
    return Opinion(who=person(session, by, behalf_of), post=post, words=words, at=day(at))


def signature(session: Session, person_id: UUID, at: datetime | None) -> Signature:
    """Blank until it is given."""
    return Signature(who=person(session, person_id), at=minute(at)) if at else Signature()


def instruction(session: Session, seat: Seat) -> Opinion | None:
    """What one signer wrote; None before it is given (条例第22条: 圈阅视为同意)."""
    if seat.signed_at is None or seat.signer_id is None or seat.decision is None:
        return None
    added = paper_opinions.amendments(session, [seat.id])[seat.id]
    words = "：".join(filter(None, [MARKED[seat.decision], seat.words]))
    words = paragraphs(words, *(f"补充：{one.words}" for one in added))
    told = opinion(session, seat.signer_id, words, seat.signed_at, behalf_of=seat.behalf_of)
    on_paper_day = session.get(PaperOpinion, seat.id)
    return replace(told, at=day(on_paper_day.signed_on)) if on_paper_day else told
