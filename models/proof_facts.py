"""核对事实: every row of every fact table, added up for its owner and compared with the tally."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, inspect

from models.fact_kinds import FACTS, HOUSE
from models.facts import columns_of
from models.proof import Report
from models.proof_rows import hexed, rows
from models.tables import metadata
from models.tallies import MODULUS, Sums, added, mac, read, row_code

PARENTS = {kind.via for kind in FACTS.values() if kind.via}
Owners = dict[str, dict[str, str]]  # table of a parent: its id → whose row it is
Label = Callable[[str], str]


def facts(connection: Connection, report: Report, label: Label) -> dict[str, tuple[int, str]]:
    """Says what does not add up; returns each owner's version and the tally's code."""
    left: dict[str, int] = defaultdict(int)
    kept: dict[str, tuple[int, str]] = {}
    forged: set[str] = set()
    for owner, version, sums, code in rows(connection, "tally", ("owner", "version", "sums", "mac")):
        kept[hexed(owner)] = version, code
        if _mac(hexed(owner), version, sums) != code:
            forged.add(hexed(owner))
            report.add(label(hexed(owner)), "结存与校验码不符")
        else:
            left[hexed(owner)] = sum(total for _, total in read(sums).values()) % MODULUS
    for _, owner, code in coded(connection):
        report.facts += 1
        left[owner] = (left[owner] - code) % MODULUS
    _explain(connection, report, label, {owner for owner, rest in left.items() if rest} - forged)
    return kept


def coded(connection: Connection) -> Iterator[tuple[str, str, int]]:
    """Every fact there is: its table, whose row it is, and its code.

    A database of an earlier release lacks tables and columns: what is not there is empty, and empty does not count.
    """
    parents: Owners = {}
    lying = inspect(connection)
    there = set(lying.get_table_names())
    for table in _parents_first(there):
        known_columns = {column["name"] for column in lying.get_columns(table)}
        columns = [column for column in columns_of(metadata.tables[table]) if column in known_columns]
        known = parents.setdefault(table, {}) if table in PARENTS else None
        for row in rows(connection, table, columns):
            values = dict(zip(columns, row, strict=True))
            owner = _owner(table, values, parents)
            if known is not None:
                known[hexed(values["id"])] = owner
            yield table, owner, _code(table, columns, values)


def _explain(connection: Connection, report: Report, label: Label, wrong: set[str]) -> None:
    """Which kinds do not fit.  Asked again of everything, for it is asked seldom."""
    if not wrong:
        return
    there: dict[str, Sums] = {owner: {} for owner in wrong}
    for table, owner, code in coded(connection):
        if owner in wrong:
            there[owner] = added(there[owner], {table: (1, code)})
    told = {hexed(owner): sums for owner, sums in rows(connection, "tally", ("owner", "sums"))}
    for owner in sorted(wrong):
        should = read(told[owner]) if owner in told else {}
        differ = sorted(kind for kind in FACTS if should.get(kind, (0, 0)) != there[owner].get(kind, (0, 0)))
        said = [
            _said(kind, should.get(kind, (0, 0))[0], there[owner].get(kind, (0, 0))[0]) for kind in differ
        ]
        report.add(label(owner), "；".join(said))


def _said(kind: str, should: int, there: int) -> str:
    word = FACTS[kind].label
    if should == there:
        return f"{word}有改动，或被换成了旧的"
    return f"{word}少了{should - there}条" if should > there else f"{word}多了{there - should}条"


def _owner(table: str, values: dict[str, Any], parents: Owners) -> str:
    kind = FACTS[table]
    if not kind.road:
        return HOUSE.hex
    value = hexed(values[kind.road])
    return parents[kind.via].get(value, value) if kind.via else value


def _code(table: str, columns: Sequence[str], values: dict[str, Any]) -> int:
    try:
        return row_code(table, columns, values)
    except TypeError:
        return 1  # no value of the product; it fits no tally


def _mac(owner: str, version: int, sums: str) -> str:
    try:
        return mac(UUID(owner), version, sums)
    except ValueError:
        return ""


def _parents_first(there: set[str]) -> list[str]:
    def depth(table: str) -> int:
        return 1 + depth(FACTS[table].via) if FACTS[table].via else 0

    return sorted((table for table in FACTS if table in metadata.tables and table in there), key=depth)
