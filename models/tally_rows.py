"""结存的行: read, held and written in the driver's own words; every act does, and said so they cost half."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, CursorResult

from models.tallies import Sums, Tampered, added, mac, read, written

FIND, FIRST, NEXT = "find", "first", "next"
ON_SQLITE = {
    FIND: "SELECT version, sums, mac FROM tally WHERE owner = :owner",
    FIRST: "INSERT INTO tally (owner, version, sums, mac, anchored) VALUES (:owner, :version, :sums, :mac, 0) "
    "ON CONFLICT (owner) DO NOTHING",
    NEXT: "UPDATE tally SET version = :version, sums = :sums, mac = :mac WHERE owner = :owner",
}
ON_POSTGRESQL = {
    FIND: "SELECT version, sums, mac FROM tally WHERE owner = %(owner)s FOR UPDATE",
    FIRST: "INSERT INTO tally (owner, version, sums, mac, anchored) "
    "VALUES (%(owner)s, %(version)s, %(sums)s, %(mac)s, 0) ON CONFLICT (owner) DO NOTHING",
    NEXT: "UPDATE tally SET version = %(version)s, sums = %(sums)s, mac = %(mac)s WHERE owner = %(owner)s",
}


def add(connection: Connection, owner: UUID, more: Sums) -> None:
    """The owner's tally with ``more`` in it, held until the transaction ends.  Raises Tampered."""
    found = _say(connection, FIND, owner).one_or_none()
    if found is None:
        if _say(connection, FIRST, owner, **_row(owner, 1, more)).rowcount:
            return
        found = _say(connection, FIND, owner).one()  # somebody else was first, a moment ago
    if mac(owner, found.version, found.sums) != found.mac:
        raise Tampered()
    _say(connection, NEXT, owner, **_row(owner, found.version + 1, added(read(found.sums), more)))


def told(connection: Connection, owner: UUID) -> Sums:
    """What the tally says, held until the transaction ends.  Raises Tampered."""
    found = _say(connection, FIND, owner).one_or_none()
    if found is None:
        return {}
    if mac(owner, found.version, found.sums) != found.mac:
        raise Tampered()
    return read(found.sums)


def _row(owner: UUID, version: int, sums: Sums) -> dict[str, Any]:
    told = written(sums)
    return {"version": version, "sums": told, "mac": mac(owner, version, told)}


def _say(connection: Connection, what: str, owner: UUID, **told: Any) -> CursorResult[Any]:
    if connection.dialect.name == "sqlite":
        return connection.exec_driver_sql(ON_SQLITE[what], {"owner": owner.hex, **told})
    return connection.exec_driver_sql(ON_POSTGRESQL[what], {"owner": owner, **told})
