"""我的筛选: lists that somebody looks at again and again, under names of his or her own.

The words looked for are never kept: they may be a title's.  What is kept stands in the register's clear columns.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import parse_qsl, urlencode
from uuid import UUID, uuid4

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, Session, col, select

from config.language import _
from models.database import Table, moment
from models.desk import Folder
from models.errors import Malformed, NotFound, NotNow
from models.people import Me
from models.sought import Sought
from models.values import one_line

MOST = 12
LONGEST = 20
SECOND_THOUGHTS = timedelta(minutes=1)


class SavedFilter(Table, table=True):
    """One folder narrowed down.  A removed one lies for a moment, so that it can be had back."""

    __table_args__ = (UniqueConstraint("person_id", "name"),)
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id")
    name: str = Field(max_length=LONGEST)
    query: str = Field(max_length=600)
    saved_at: datetime = moment()
    removed_at: datetime | None = moment(default=None)

    @property
    def folder(self) -> Folder:
        return Folder(dict(parse_qsl(self.query)).get("folder", ""))

    @property
    def sought(self) -> Sought:
        return Sought(**{name: value for name, value in parse_qsl(self.query) if name != "folder"})


class TooMany(NotNow):
    def __init__(self) -> None:
        super().__init__(_("每人最多保存{most}个筛选，请先删除不用的。", most=MOST))


class NameTaken(Malformed):
    def __init__(self) -> None:
        super().__init__(_("已有同名的筛选，请换个名称。"), "name")


class NothingToSave(Malformed):
    def __init__(self) -> None:
        super().__init__(_("请先选好筛选条件再保存；查找的词不保存。"), "name")


def of_person(session: Session, me: Me) -> list[SavedFilter]:
    """In the order in which they were saved."""
    mine = select(SavedFilter).where(SavedFilter.person_id == me.id, col(SavedFilter.removed_at).is_(None))
    return list(session.exec(mine.order_by(col(SavedFilter.saved_at), col(SavedFilter.id))))


def save(session: Session, name: str, folder: Folder, sought: Sought, *, by: Me, at: datetime) -> SavedFilter:
    """Raises NothingToSave, TooMany, NameTaken, Malformed."""
    _forget_removed(session, by, at)
    clear = replace(sought, q="").told
    if not clear:
        raise NothingToSave()
    if len(of_person(session, by)) >= MOST:
        raise TooMany()
    query = urlencode(clear | ({"folder": folder.value} if folder else {}))
    called = _free(session, name, by)
    saved = SavedFilter(person_id=by.id, name=called, query=query, saved_at=at)
    session.add(saved)
    return saved


def rename(session: Session, filter_id: UUID, name: str, *, by: Me) -> SavedFilter:
    """Raises NotFound, NameTaken, Malformed."""
    saved = mine(session, filter_id, by)
    saved.name = _free(session, name, by, but=saved)
    session.add(saved)
    return saved


def remove(session: Session, filter_id: UUID, *, by: Me, at: datetime) -> SavedFilter:
    """Raises NotFound."""
    _forget_removed(session, by, at)
    saved = mine(session, filter_id, by)
    saved.removed_at = at
    session.add(saved)
    return saved


def restore(session: Session, filter_id: UUID, *, by: Me, at: datetime) -> SavedFilter:
    """撤销删除, while it still lies there.  Raises NotFound, TooMany."""
    _forget_removed(session, by, at)
    session.flush()
    saved = session.get(SavedFilter, filter_id)
    if saved is None or saved.person_id != by.id:
        raise NotFound()
    if saved.removed_at and len(of_person(session, by)) >= MOST:
        raise TooMany()
    saved.removed_at = None
    session.add(saved)
    return saved


def mine(session: Session, filter_id: UUID, me: Me) -> SavedFilter:
    saved = session.get(SavedFilter, filter_id)
    if saved is None or saved.person_id != me.id or saved.removed_at:
        raise NotFound()
    return saved


def _free(session: Session, name: str, me: Me, but: SavedFilter | None = None) -> str:
    """The name, if this person has nothing else under it."""
    called = one_line(name, LONGEST, _("筛选名称"), field="name")
    same = select(SavedFilter).where(SavedFilter.person_id == me.id, SavedFilter.name == called)
    for other in session.exec(same):
        if other.removed_at:
            session.delete(other)
            session.flush()
        elif other is not but:
            raise NameTaken()
    return called


def _forget_removed(session: Session, me: Me, at: datetime) -> None:
    over = col(SavedFilter.removed_at) < at - SECOND_THOUGHTS
    for one in session.exec(select(SavedFilter).where(SavedFilter.person_id == me.id, over)):
        session.delete(one)
