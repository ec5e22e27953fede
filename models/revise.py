"""修订规则: one person drafts, another releases with the day from which it applies; no release undoes another."""

from datetime import date, datetime

from sqlmodel import Session

from config.language import _
from models import rule_text, rulebooks
from models.document import next_number
from models.errors import Malformed, NotNow, NotYours
from models.people import Me, Role
from models.rulebooks import Rulebook
from models.values import local_day, on_paper, words

WRITERS = (Role.OFFICE_HEAD, Role.SECRETARY)
RELEASERS = (Role.OFFICE_HEAD, Role.LEADER)


class DraftOpen(NotNow):
    def __init__(self, other: Rulebook) -> None:
        super().__init__(_("{other}还没有发布，请先发布或撤回，再起草新的修改。", other=other.label))


class NotOpen(NotNow):
    def __init__(self, book: Rulebook) -> None:
        super().__init__(
            _(
                "{book}已经{which}，不能再改动。",
                book=book.label,
                which=_("发布") if book.number else _("撤回"),
            )
        )


class NotTheSecond(NotYours):
    def __init__(self) -> None:
        super().__init__(_("起草人不得发布自己的草案，请由另一人核对后发布。"))


class NotTheAuthor(NotYours):
    def __init__(self) -> None:
        super().__init__(_("草案由起草人或办公室主任撤回。"))


def draft(session: Session, text: str, why: str, *, by: Me, at: datetime) -> Rulebook:
    """起草.  Raises NotYourRole, DraftOpen, BadRules, Malformed.  The author's own open draft gives way to it."""
    by.must_be(*WRITERS)
    rulebooks.number_for(session, at=at)  # so that the first version is there to be changed
    serial = next_number(session, rulebooks.COUNTER)  # from here on nobody else drafts
    _make_room(session, by, at)
    newest = rulebooks.last(session, at=at)
    book = Rulebook(
        draft=serial,
        text=rule_text.checked(session, text),
        why=words(why, 500, "修改理由", field="why"),
        based_on=newest.number or rulebooks.FIRST,
        drafted_by=by.id,
        drafted_at=at,
    )
    if book.rules == newest.rules:
        raise Malformed(_("与{newest}相同，没有改动。", newest=newest.label), "text")
    session.add(book)
    return book


def release(session: Session, book: Rulebook, effective_from: date, *, by: Me, at: datetime) -> Rulebook:
    """发布, by a second person.  Raises NotYourRole, NotOpen, NotTheSecond, BadRules, Malformed."""
    by.must_be(*RELEASERS)
    if not book.is_open:
        raise NotOpen(book)
    if by.id == book.drafted_by:
        raise NotTheSecond()
    rule_text.checked(session, book.text)  # somebody may have left since it was drafted
    first = earliest(session, at=at)
    if effective_from < first:
        raise Malformed(_("生效日期不能早于{first}。", first=on_paper(first)), "effective_from")
    book.number, book.effective_from = book.based_on + 1, effective_from
    book.released_by, book.released_at = by.id, at
    session.add(book)
    return book


def withdraw(session: Session, book: Rulebook, *, by: Me, at: datetime) -> Rulebook:
    """撤回.  Raises NotOpen, NotTheAuthor."""
    if not book.is_open:
        raise NotOpen(book)
    if by.id != book.drafted_by and Role.OFFICE_HEAD not in by.roles:
        raise NotTheAuthor()
    book.withdrawn_by, book.withdrawn_at = by.id, at
    session.add(book)
    return book


def earliest(session: Session, *, at: datetime) -> date:
    """Neither in the past nor before the version that it follows."""
    today = local_day(at)
    return max(today, rulebooks.last(session, at=at).effective_from or today)


def _make_room(session: Session, by: Me, at: datetime) -> None:
    """One draft waits at a time, so that no release undoes what another changed."""
    waiting = rulebooks.open_draft(session, to_change=True)
    if waiting and waiting.drafted_by != by.id:
        raise DraftOpen(waiting)
    if waiting:
        withdraw(session, waiting, by=by, at=at)
