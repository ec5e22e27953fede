"""规则 as programs see them: one draft or version, and what it changes."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Session

from config.language import _
from gateways.clock import now
from models import rulebooks
from models.dry_run import DryRun, dry_run
from models.outcomes import Called
from models.people import Me, Person
from models.rule_changes import Change, changes
from models.rulebooks import Rulebook
from models.values import local_day


class BookOut(BaseModel):
    """One draft or version.  ``number`` is the version; a draft has none."""

    id: UUID
    label: str
    number: int | None
    state: str
    why: str
    based_on: int
    drafted_by: str
    drafted_at: datetime
    released_by: str
    released_at: datetime | None
    effective_from: date | None
    text: str


class ChangeOut(BaseModel):
    """``how``: for each field what it was and what it becomes."""

    kind: str
    what: str
    how: list[str]


class MovedOut(BaseModel):
    """One paper that would go elsewhere."""

    number: str
    before: str
    after: str


class PreviewOut(BaseModel):
    """What a text changes, and which of the ``seen`` papers of the past year it sends elsewhere."""

    changes: list[ChangeOut]
    seen: int
    moved: list[MovedOut]


def book_out(session: Session, book: Rulebook) -> BookOut:
    return BookOut(
        **book.model_dump(include=set(BookOut.model_fields) - {"drafted_by", "released_by"}),
        label=book.label,
        state=state(session, book),
        drafted_by=named(session, book.drafted_by),
        released_by=named(session, book.released_by),
    )


def preview_out(session: Session, book: Rulebook, me: Me) -> PreviewOut:
    tried = trial(session, book, me)
    return PreviewOut(
        changes=[ChangeOut(**vars(change)) for change in changed(session, book)],
        seen=tried.seen,
        moved=[MovedOut(**vars(moved)) for moved in tried.moved],
    )


def changed(session: Session, book: Rulebook) -> list[Change]:
    """Against the version it was written on; the first was written on none."""
    before = rulebooks.numbered(session, book.based_on)
    return changes(before.rules, book.rules, Called(session, before.rules, book.rules)) if before else []


def trial(session: Session, book: Rulebook, me: Me) -> DryRun:
    """The papers of the past year, by the version it was written on and by this one."""
    before = rulebooks.numbered(session, book.based_on)
    if before is None:
        return DryRun(0)
    called = Called(session, before.rules, book.rules)
    return dry_run(session, before.rules, book.rules, called, me, at=now())


def state(session: Session, book: Rulebook) -> str:
    """The word a page prints."""
    if book.number is None:
        return _("待发布") if book.is_open else _("已撤回")
    if book.number == rulebooks.in_force(session, at=now()).number:
        return _("现行")
    waits = book.effective_from is not None and book.effective_from > local_day(now())
    return _("待生效") if waits else _("历史版本")


def named(session: Session, person_id: UUID | None) -> str:
    """Empty for what came with the product."""
    return session.get_one(Person, person_id).name if person_id else ""
