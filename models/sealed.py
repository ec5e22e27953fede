"""密封栏: ``words: str = sealed()`` is plain in Python and ciphertext in the database, under its document's key.

An attribute holds what the database keeps (Kept) and is opened when somebody reads it; a flush seals what was
written.  Text that was not sealed cannot reach such a column: its type refuses it.
"""

import json
import logging
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, cast
from uuid import UUID

from sqlalchemy import Dialect, String, Text, TypeDecorator, event
from sqlalchemy.orm import InstrumentedAttribute, Mapper, object_session
from sqlalchemy.orm import Session as AnySession
from sqlalchemy.orm.attributes import set_attribute
from sqlmodel import Field, Session

from config.language import _
from models import sealing
from models.database import Table, reading
from models.errors import NotNow
from models.sealing import Kept

if TYPE_CHECKING:
    from models.field_keys import FieldKeys

GONE = _("（内容已销毁）")
LOST = _("（此处内容无法核验，已报系统管理员）")

NEVER = datetime.min.replace(tzinfo=UTC)  # a row that tells no moment; its key was made before it

log = logging.getLogger("jiyao.sealed")


class Spelling(NamedTuple):
    """How a kind of value is spelled as text; ``without`` is what is shown in its place, with the reason."""

    write: Callable[[Any], str]
    read: Callable[[str], Any]
    nothing: str
    without: Callable[[str], Any]


_json = partial(json.dumps, ensure_ascii=False)
SPELLINGS: dict[type, Spelling] = {
    str: Spelling(str, str, "", lambda why: why),
    list: Spelling(_json, json.loads, "[]", lambda why: [why]),
    dict: Spelling(_json, json.loads, "{}", lambda _why: {}),
}


class NotSealed(TypeError):
    """Plain text on its way into a sealed column."""


class CannotBeKept(NotNow):
    def __init__(self) -> None:
        super().__init__(_("此处原有内容无法核验或已销毁，不能改存。请系统管理员从备份恢复。"))


class Ciphertext(TypeDecorator[Any]):
    """A sealed column; what is empty hides nothing and stays empty."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type = str) -> None:
        super().__init__()
        self.kind = kind
        self.impl = String() if kind is str else Text()  # type: ignore[assignment]

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        if isinstance(value, Kept):
            return value.raw
        if value:
            raise NotSealed("this column takes no plain text, and cannot be compared with any")
        return SPELLINGS[self.kind].nothing

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return Kept(value) if value and value != SPELLINGS[self.kind].nothing else self.kind()


def sealed(kind: type = str, **options: Any) -> Any:
    """A column of sealed text, or of a sealed list of words."""
    return Field(sa_type=Ciphertext(kind), **options)


class Sealed(Table):
    """A table with sealed columns.  ``sealed_under`` names the column that says whose key seals a row."""

    sealed_under: ClassVar[str] = "document_id"
    sealed_columns: ClassVar[dict[str, type]] = {}

    def stays_clear(self) -> bool:
        """Whether this row has nothing to hide, for instance the title of a public document."""
        return False

    def told(self, names: Iterable[str]) -> dict[str, Any]:
        """These columns in clear; model_dump() gives what the database keeps."""
        return {name: getattr(self, name) for name in names}


class Opened:
    """The attribute as Python sees it."""

    def __init__(self, inside: InstrumentedAttribute[Any]) -> None:
        self.inside = inside

    def __get__(self, row: Any, owner: type) -> Any:
        held = self.inside.__get__(row, owner)
        return opened(row, self.inside.key, held) if isinstance(held, Kept) else held

    def __set__(self, row: Any, value: Any) -> None:
        self.inside.__set__(row, value)

    def __delete__(self, row: Any) -> None:
        self.inside.__delete__(row)


def opened(row: Sealed, name: str, held: Kept) -> Any:
    """In clear; GONE or LOST where it cannot be: a page that shows ten other things is shown."""
    if held.clear is None:
        held.clear = _opened(row, name, held.raw)
    return held.clear


def raw_of(row: Sealed, name: str) -> str:
    """What stands in the database, or will: keep() comes first."""
    held = vars(row)[name]
    return held.raw if isinstance(held, Kept) else SPELLINGS[row.sealed_columns[name]].nothing


def keep(session: Session, row: Sealed) -> None:
    """Seal what was written into a row since it was loaded; what it now may say openly is opened."""
    clear = row.stays_clear()
    for name, kind in row.sealed_columns.items():
        held = vars(row).get(name)
        if isinstance(held, Kept):
            if sealing.is_sealed(held.raw) is not clear:
                continue
            held = opened(row, name, held)
        if held:
            spelled = SPELLINGS[kind].write(held)
            raw = spelled if clear else _sealed(session, row, name, spelled)
            set_attribute(row, name, Kept(raw, held))


def forget_key(session: Session, owner: UUID) -> None:
    """It was erased in this session."""
    _keys(session).forget(owner)


def owner_of(row: Sealed) -> UUID:
    owner: UUID = getattr(row, row.sealed_under)
    return owner


def place_of(row: Sealed, name: str) -> str:
    table = row.__table__  # type: ignore[attr-defined]
    key = [getattr(row, column.name) for column in table.primary_key]
    return sealing.place_of(f"{table.name}.{name}", key, owner_of(row))


def _sealed(session: Session, row: Sealed, name: str, spelled: str) -> str:
    """Raises CannotBeKept for what stands where something could not be read: it must not take its place."""
    if GONE in spelled or LOST in spelled:
        raise CannotBeKept()
    moments = [value for value in vars(row).values() if isinstance(value, datetime)]
    secret = _keys(session).to_seal(session, owner_of(row), at=min(moments, default=NEVER))
    return sealing.seal(secret, place_of(row, name), spelled)


def _opened(row: Sealed, name: str, raw: str) -> Any:
    spelling = SPELLINGS[row.sealed_columns[name]]
    if not sealing.is_sealed(raw):
        return spelling.read(raw)
    try:
        return spelling.read(sealing.unseal(_secret(row), place_of(row, name), raw))
    except sealing.Gone:
        return spelling.without(GONE)
    except sealing.Unopened:
        log.error("unreadable: %s", place_of(row, name))
        return spelling.without(LOST)


def _secret(row: Sealed) -> bytes:
    """A row that has left its session looks for its key by itself."""
    if session := cast(Session | None, object_session(row)):
        return _keys(session).to_open(session, owner_of(row))
    with reading() as alone:
        return _keys(alone).to_open(alone, owner_of(row))


def _keys(session: Session) -> "FieldKeys":
    from models.field_keys import FieldKeys  # here, for keys lie beside files, whose names are sealed too

    keys: FieldKeys = session.info.setdefault("field keys", FieldKeys())
    return keys


@event.listens_for(Sealed, "after_mapper_constructed", propagate=True)
def _declare(mapper: Mapper[Any], table: type[Sealed]) -> None:
    """Put the opening attribute in the place of the mapped one."""
    kinds = {c.name: c.type.kind for c in mapper.columns if isinstance(c.type, Ciphertext)}
    table.sealed_columns = kinds
    for name in kinds:
        type.__setattr__(table, name, Opened(getattr(table, name)))


@event.listens_for(AnySession, "before_flush")
def _seal_all(session: Session, _context: Any, _instances: Any) -> None:
    for row in (*session.new, *session.dirty):
        if isinstance(row, Sealed):
            keep(session, row)
