"""编号: what a counter gave stands on a record, once; what stands on a record was given."""

from collections.abc import Iterator

from sqlalchemy import func
from sqlmodel import Session, col

from config.language import _, listed
from models.document import Counter
from models.invariants.finding import Broken, ask
from models.number_books import SERIES, Parts, Series
from models.register import Registration

NAMED = 5  # of many, the first


def look(session: Session) -> Iterator[Broken]:
    for counter in session.scalars(ask(Counter).order_by(col(Counter.name))):
        kind, *parts = counter.name.split(":")
        if series := SERIES.get(kind):
            yield from _compare(session, series, parts, counter.value)
    yield from _twice(session)


def _compare(session: Session, series: Series, parts: Parts, last: int) -> Iterator[Broken]:
    borne, given = series.borne(session, parts), set(range(1, last + 1))
    where = f"{series.word(session, parts)} {parts[0]}"
    if gaps := sorted(given - borne):
        yield Broken(where, _("缺{numbers}，编号簿已发到第{last}号。", numbers=_some(gaps), last=last))
    if strays := sorted(borne - given):
        yield Broken(
            where, _("{numbers}不是编号簿发出的，编号簿只发到第{last}号。", numbers=_some(strays), last=last)
        )


def _twice(session: Session) -> Iterator[Broken]:
    column = col(Registration.year), col(Registration.book), col(Registration.sequence)
    doubled = ask(*column).group_by(*column).having(func.count() > 1)
    for year, book, sequence in session.execute(doubled):
        yield Broken(f"{book.cover} {year}", _("第{number}号登记了不止一件。", number=sequence))


def _some(numbers: list[int]) -> str:
    named = listed(_("第{number}号", number=n) for n in numbers[:NAMED])
    return named if len(numbers) <= NAMED else _("{named}等{many}个号", named=named, many=len(numbers))
