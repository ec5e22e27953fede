"""Twelve kinds of tampering, as somebody does it who owns the database and has no key.

Each returns where it must be found: a document's number, a person's account or a line of the journal.
"""

import sqlite3
from collections.abc import Callable
from random import Random
from typing import Any

from models.fact_kinds import FACTS
from models.facts import columns_of
from models.tables import metadata

Tamper = Callable[[sqlite3.Connection, Random], str]


def edits_a_ledger_line(db: sqlite3.Connection, chance: Random) -> str:
    column = chance.choice(["why", "by_name", "at", "by", "move", "stage", "mac"])
    return _edit(db, chance, "entry", column)


def deletes_a_ledger_line(db: sqlite3.Connection, chance: Random) -> str:
    return _delete(db, chance, "entry")


def inserts_a_ledger_line(db: sqlite3.Connection, chance: Random) -> str:
    row = _some(db, chance, "entry")
    last = _one(db, "SELECT max(line) FROM entry WHERE document_id = ?", row["document_id"])
    _insert(db, "entry", row | {"line": last + 1, "mac": f"{chance.getrandbits(256):064x}"})
    return _where(db, "entry", row)


def swaps_two_ledger_lines(db: sqlite3.Connection, chance: Random) -> str:
    row = _some(db, chance, "entry", "document_id IN (SELECT document_id FROM entry WHERE line = 2)")
    other = 2 if row["line"] == 1 else row["line"] - 1
    for line, to in ((row["line"], -1), (other, row["line"]), (-1, other)):
        db.execute(
            "UPDATE entry SET line = ? WHERE document_id = ? AND line = ?", (to, row["document_id"], line)
        )
    return _where(db, "entry", row)


def moves_a_ledger_line(db: sqlite3.Connection, chance: Random) -> str:
    row = _some(db, chance, "entry")
    other = _one(db, "SELECT id FROM document WHERE id <> ? ORDER BY random() LIMIT 1", row["document_id"])
    last = _one(db, "SELECT max(line) FROM entry WHERE document_id = ?", other)
    db.execute("UPDATE entry SET document_id = ?, line = ? WHERE rowid = ?", (other, last + 1, row["rowid"]))
    return _where(db, "entry", row)


def edits_a_decision(db: sqlite3.Connection, chance: Random) -> str:
    return _edit(db, chance, "seat", chance.choice(["decision", "signer_id", "signed_at", "hat", "weight"]))


def edits_what_was_written(db: sqlite3.Connection, chance: Random) -> str:
    return _edit(db, chance, chance.choice(["seat", "proposal", "reading", "progress"]), "words")


def edits_a_document(db: sqlite3.Connection, chance: Random) -> str:
    return _edit(db, chance, "document", chance.choice(["stage", "level", "title", "line", "seal", "due_at"]))


def edits_rights(db: sqlite3.Connection, chance: Random) -> str:
    match chance.randrange(4):
        case 0:
            return _edit(db, chance, "person", chance.choice(["clearance", "active", "password", "mail"]))
        case 1:
            return _delete(db, chance, "role_grant")
        case 2:
            return _edit(db, chance, "role_grant", "role")
        case _:
            row = _some(db, chance, "knower")
            _insert(db, "knower", row | {"hat": f"office:{chance.randrange(1000)}"})
            return _where(db, "knower", row)


def tampers_with_the_journal(db: sqlite3.Connection, chance: Random) -> str:
    row = _some(db, chance, "event")
    match chance.randrange(3):
        case 0:
            return _edit(db, chance, "event", chance.choice(["at", "act", "ok", "by_name", "about", "why"]))
        case 1:
            db.execute("DELETE FROM event WHERE line = ?", (row["line"],))
            return f"日志第{row['line']}行"
        case _:
            last = _one(db, "SELECT max(line) FROM event", *())
            _insert(db, "event", row | {"line": last + 1})
            return f"日志第{last + 1}行"


def deletes_something_whole(db: sqlite3.Connection, chance: Random) -> str:
    if chance.random() < 0.5:
        table = chance.choice([name for name in FACTS if _one(db, f'SELECT count(*) FROM "{name}"')])
        where = _delete(db, chance, table)
        return where if not where.startswith("人员") or table != "person" else "编号"
    row = _some(db, chance, "document")
    for table in ("entry", "knower", "receipt", "registration", "task"):
        db.execute(f'DELETE FROM "{table}" WHERE document_id = ?', (row["id"],))
    db.execute("DELETE FROM document WHERE id = ?", (row["id"],))
    db.execute("DELETE FROM tally WHERE owner = ?", (row["id"],))
    return "签收序号"


def puts_an_older_row_back(db: sqlite3.Connection, chance: Random) -> str:
    """From an older copy, which lies beside as ``old``: what it says was right once."""
    changed = []
    for table in [name for name in (*FACTS, "tally") if name in metadata.tables]:
        same = " AND ".join(f'a."{key}" IS b."{key}"' for key in _keys(table))
        differs = " OR ".join(f'a."{one}" IS NOT b."{one}"' for one in columns_of(metadata.tables[table]))
        found = db.execute(
            f'SELECT b.rowid, a.rowid FROM old."{table}" a JOIN main."{table}" b ON {same} WHERE {differs}'
        )
        changed += [(table, *rowids) for rowids in found]
    table, here, there = chance.choice(sorted(changed))
    now = _row(db, table, here)
    was = db.execute(f'SELECT * FROM old."{table}" WHERE rowid = ?', (there,))
    _delete_row(db, table, here)
    _insert(db, table, dict(zip([c[0] for c in was.description], was.fetchone(), strict=True)))
    return _where(db, table, now)


KINDS: tuple[Tamper, ...] = (
    edits_a_ledger_line,
    deletes_a_ledger_line,
    inserts_a_ledger_line,
    swaps_two_ledger_lines,
    moves_a_ledger_line,
    edits_a_decision,
    edits_what_was_written,
    edits_a_document,
    edits_rights,
    tampers_with_the_journal,
    deletes_something_whole,
    puts_an_older_row_back,
)


def _some(db: sqlite3.Connection, chance: Random, table: str, which: str = "1") -> dict[str, Any]:
    ids = [row[0] for row in db.execute(f'SELECT rowid FROM "{table}" WHERE {which} ORDER BY rowid')]
    return _row(db, table, chance.choice(ids))


def _row(db: sqlite3.Connection, table: str, rowid: int) -> dict[str, Any]:
    found = db.execute(f'SELECT rowid AS rowid, * FROM "{table}" WHERE rowid = ?', (rowid,))
    return dict(zip([column[0] for column in found.description], found.fetchone(), strict=True))


def _edit(db: sqlite3.Connection, chance: Random, table: str, column: str) -> str:
    row = _some(db, chance, table)
    where = _where(db, table, row)
    new = _another(chance, row[column])
    db.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (new, row["rowid"]))
    return where


def _another(chance: Random, value: Any) -> Any:
    match value:
        case int():
            return value + chance.randrange(1, 5)
        case bytes():
            at = chance.randrange(len(value)) if value else 0
            return value[:at] + bytes([(value[at] ^ 1) if value else 1]) + value[at + 1 :]
        case str() if len(value) > 1 and chance.random() < 0.5:
            at = chance.randrange(len(value))
            return value[:at] + chr(ord(value[at]) ^ 1) + value[at + 1 :]
        case _:
            return f"{value or ''}{chance.randrange(10)}"


def _delete(db: sqlite3.Connection, chance: Random, table: str) -> str:
    row = _some(db, chance, table)
    where = _where(db, table, row)
    _delete_row(db, table, row["rowid"])
    return where


def _delete_row(db: sqlite3.Connection, table: str, rowid: int) -> None:
    db.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (rowid,))


def _insert(db: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    named = [one.name for one in metadata.tables[table].columns if one.computed is None]
    marks, words = ", ".join("?" * len(named)), ", ".join(f'"{one}"' for one in named)
    db.execute(f'INSERT INTO "{table}" ({words}) VALUES ({marks})', [row[one] for one in named])


def _where(db: sqlite3.Connection, table: str, row: dict[str, Any]) -> str:
    """How a finding calls whose row it is."""
    if table == "event":
        return f"日志第{row['line']}行"
    return called(db, row["owner"] if table == "tally" else _owner(db, table, row))


def called(db: sqlite3.Connection, owner: str) -> str:
    """A document by its number, a person by account."""
    asked = (
        "SELECT coalesce(number, '未编号件（' || serial || '）') FROM document WHERE id = ?",
        "SELECT '人员 ' || uid FROM person WHERE id = ?",
        "SELECT '清册 ' || number FROM destruction_order WHERE id = ?",
    )
    if not owner or set(owner) == {"0"}:
        return "部门"
    named = [name for question in asked if (name := _one(db, question, owner))]
    return named[0] if named else f"编号 {owner}"


def _owner(db: sqlite3.Connection, table: str, row: dict[str, Any]) -> str:
    if table == "entry":
        return row["document_id"]
    kind = FACTS[table]
    value = row[kind.road] if kind.road else ""
    if not kind.via:
        return value
    above = db.execute(f'SELECT rowid FROM "{kind.via}" WHERE id = ?', (value,)).fetchone()
    return _owner(db, kind.via, _row(db, kind.via, above[0]))


def _one(db: sqlite3.Connection, question: str, *values: Any) -> Any:
    found = db.execute(question, values).fetchone()
    return found[0] if found else None


def _keys(table: str) -> list[str]:
    return [column.name for column in metadata.tables[table].primary_key]
