"""事实: whatever decides something is counted in its owner's tally, in the transaction that writes it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Connection, Table, Uuid, bindparam, event, inspect, select, text
from sqlalchemy.orm import Mapper, ORMExecuteState, Session, SessionTransaction, object_session
from sqlalchemy.orm.base import NO_VALUE

from models import tally_rows
from models.fact_kinds import FACTS, HOUSE
from models.tallies import Sums, added, row_code

NOTED = "facts"  # in session.info: (table, what its road says) → rows more, and how much more their codes add up to
MARKS = "facts at savepoints"
MOST_KNOWN = 100_000
Noted = dict[tuple[str, UUID], tuple[int, int]]

_known: dict[tuple[str, UUID], UUID] = {}


class ChangedInBulk(TypeError):
    """A programmer's mistake: what is changed past the objects would not be counted."""


def settle(session: Session) -> None:
    """What was noted goes into the tallies, in the order of their owners.  Raises Tampered."""
    session.flush()
    owed: dict[UUID, Sums] = {}
    noted: Noted = session.info.pop(NOTED, {})
    for (table, value), more in noted.items():
        if more != (0, 0):
            owner = _owner(session.connection(), table, value)
            owed[owner] = added(owed.get(owner, {}), {table: more})
    for owner in sorted(owed):
        tally_rows.add(session.connection(), owner, owed[owner])


def _owner(connection: Connection, table: str, value: UUID) -> UUID:
    """Follows the road up.  Whose row it is never changes, so it is remembered."""
    if not FACTS[table].via:
        return value
    if (table, value) not in _known:
        if len(_known) >= MOST_KNOWN:
            _known.clear()
        _known[table, value] = connection.execute(_way_up(table), {"value": value}).scalar_one()
    return _known[table, value]


@lru_cache
def _way_up(table: str) -> Any:
    asked, kind = ":value", FACTS[table]
    while kind.via:
        asked = f'(SELECT "{FACTS[kind.via].road}" FROM {kind.via} WHERE id = {asked})'  # noqa: S608
        kind = FACTS[kind.via]
    question = text(f"SELECT {asked} AS owner").bindparams(bindparam("value", type_=Uuid()))
    return question.columns(owner=Uuid())


def _inserted(mapper: Mapper[Any], _connection: Connection, row: Any) -> None:
    if _counts(mapper):
        _note(mapper, row, 1, _code(mapper, inspect(row).dict))


def _updated(mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    state = inspect(row)
    if _counts(mapper) and state.committed_state:
        was = _as_read(mapper, connection, state)
        _note(mapper, row, 0, _code(mapper, {**was, **state.dict}) - _code(mapper, was))


def _deleted(mapper: Mapper[Any], connection: Connection, row: Any) -> None:
    if _counts(mapper):
        _note(mapper, row, -1, -_code(mapper, _as_read(mapper, connection, inspect(row))))


def _counts(mapper: Mapper[Any]) -> bool:
    return _table(mapper).name in FACTS


def _table(mapper: Mapper[Any]) -> Table:
    return cast(Table, mapper.local_table)


def _as_read(mapper: Mapper[Any], connection: Connection, state: Any) -> Mapping[str, Any]:
    """The row as it was before this flush: as it was read, or, where that is forgotten, as it lies there."""
    was = {**state.dict, **state.committed_state}
    known = was.keys() >= set(columns_of(_table(mapper)))
    if known and NO_VALUE not in state.committed_state.values():
        return was
    key = zip(mapper.primary_key, state.identity, strict=True)
    lies = select(_table(mapper)).where(*(column == value for column, value in key))
    return dict(connection.execute(lies).one()._mapping)


def _code(mapper: Mapper[Any], values: Mapping[str, Any]) -> int:
    table = _table(mapper)
    return row_code(table.name, columns_of(table), values)


def _note(mapper: Mapper[Any], row: Any, many: int, code: int) -> None:
    session = object_session(row)
    assert session is not None
    noted: Noted = session.info.setdefault(NOTED, {})
    table = _table(mapper).name
    road = FACTS[table].road
    key = table, getattr(row, road) if road else HOUSE
    count, total = noted.get(key, (0, 0))
    noted[key] = count + many, total + code


@lru_cache
def columns_of(table: Table) -> tuple[str, ...]:
    """In the order of their names, which is the order of a row's code; what the database computes is left out."""
    return tuple(sorted(column.name for column in table.columns if column.computed is None))


def _no_bulk(asked: ORMExecuteState) -> None:
    changes = asked.is_update or asked.is_delete or asked.is_insert
    if changes and asked.bind_mapper is not None and _table(asked.bind_mapper).name in FACTS:
        raise ChangedInBulk(_table(asked.bind_mapper).name)


def _mark(session: Session, transaction: SessionTransaction) -> None:
    if transaction.nested:
        session.info.setdefault(MARKS, {})[transaction] = dict(session.info.get(NOTED, {}))


def _back_to_mark(session: Session, transaction: SessionTransaction) -> None:
    """What was noted within a savepoint that was rolled back did not happen."""
    session.info[NOTED] = session.info.get(MARKS, {}).pop(transaction, {}) if transaction.nested else {}


def install() -> None:
    """Every session of this process counts from now on."""
    event.listen(Mapper, "before_insert", _inserted)
    event.listen(Mapper, "before_update", _updated)
    event.listen(Mapper, "before_delete", _deleted)
    event.listen(Session, "before_commit", settle)
    event.listen(Session, "do_orm_execute", _no_bulk)
    event.listen(Session, "after_transaction_create", _mark)
    event.listen(Session, "after_soft_rollback", _back_to_mark)
