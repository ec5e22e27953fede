"""Ways back: parts of an older copy of the database put in the place of the newer, each with codes that were right once."""

import sqlite3
from random import Random

from models.fact_kinds import FACTS
from tests.proof.tampers import called

ANCHORS = {"anchor_line": "anchor", "anchor": "number"}


def everything(db: sqlite3.Connection, _chance: Random) -> str:
    """Yesterday's copy."""
    for table in _tables(db):
        db.execute(f'DELETE FROM main."{table}"')
        _take(db, table, "1", ())
    return "号存证"


def all_but_the_anchors(db: sqlite3.Connection, _chance: Random) -> str:
    """Yesterday's copy, and today's anchors kept."""
    for table in _tables(db) - ANCHORS.keys():
        db.execute(f'DELETE FROM main."{table}"')
        _take(db, table, "1", ())
    return ""


def one_owner(db: sqlite3.Connection, chance: Random) -> str:
    """A whole document or person, with ledger and tally, as it stood then."""
    older = db.execute(
        "SELECT a.owner FROM old.tally a JOIN main.tally b USING (owner) WHERE a.version < b.version"
    )
    owner = chance.choice(sorted(row[0] for row in older))
    where = called(db, owner)
    for table in (*FACTS, "entry", "tally"):
        condition = _of(table)
        db.execute(f'DELETE FROM main."{table}" WHERE {condition}', (owner,))
    for table in (*FACTS, "entry", "tally"):
        _take(db, table, _of(table), (owner,))
    return where


def the_end_of_a_ledger(db: sqlite3.Connection, chance: Random) -> str:
    """The last lines, and the document set to where it would have stood."""
    documents = db.execute("SELECT id, line FROM document ORDER BY serial").fetchall()
    document, lines = chance.choice(documents)
    left = chance.randrange(1, lines)
    db.execute("DELETE FROM entry WHERE document_id = ? AND line > ?", (document, left))
    stage, seal = db.execute(
        "SELECT stage, mac FROM entry WHERE document_id = ? AND line = ?", (document, left)
    ).fetchone()
    db.execute(
        "UPDATE document SET line = ?, stage = ?, seal = ? WHERE id = ?", (left, stage, seal, document)
    )
    return called(db, document)


def the_end_of_the_journal(db: sqlite3.Connection, chance: Random) -> str:
    """The last lines, and the counter set back."""
    last = db.execute("SELECT max(line) FROM event").fetchone()[0]
    left = chance.randrange(last)
    db.execute("DELETE FROM event WHERE line > ?", (left,))
    db.execute("UPDATE counter SET value = ? WHERE name = 'event'", (left,))
    return f"日志第{left + 1}行"


def the_end_of_the_anchors(db: sqlite3.Connection, chance: Random) -> str:
    """What was signed, as if it had never been."""
    last = db.execute("SELECT max(number) FROM anchor").fetchone()[0]
    left = chance.randrange(last)
    for table, number in ANCHORS.items():
        db.execute(f'DELETE FROM "{table}" WHERE "{number}" > ?', (left,))
    return f"第{left + 1}号存证"


WAYS = (
    everything,
    all_but_the_anchors,
    one_owner,
    the_end_of_a_ledger,
    the_end_of_the_journal,
    the_end_of_the_anchors,
)


def _take(db: sqlite3.Connection, table: str, condition: str, values: tuple[str, ...]) -> None:
    plain = [row[1] for row in db.execute(f'PRAGMA main.table_xinfo("{table}")') if row[6] == 0]
    columns = ", ".join(f'"{one}"' for one in plain)
    taken = condition.replace("main.", "old.")
    db.execute(
        f'INSERT INTO main."{table}" ({columns}) SELECT {columns} FROM old."{table}" WHERE {taken}', values
    )


def _of(table: str) -> str:
    """Whose rows: by their road, from the top down."""
    if table in ("entry", "tally"):
        return f"{'document_id' if table == 'entry' else 'owner'} = ?"
    kind = FACTS[table]
    if not kind.road:
        return "? = '00000000000000000000000000000000'"
    return (
        f'"{kind.road}" IN (SELECT id FROM main."{kind.via}" WHERE {_of(kind.via)})'
        if kind.via
        else f'"{kind.road}" = ?'
    )


def _tables(db: sqlite3.Connection) -> set[str]:
    found = db.execute("SELECT name FROM main.sqlite_master WHERE type = 'table'")
    return {row[0] for row in found if not row[0].startswith("sqlite_")}
