"""旧文: what an earlier release left in clear is sealed, batch by batch; broken off anywhere, it goes on from there.

Written for migration 0004 and for no other: it names the columns as they were then.  The ledger's old lines stay
as they are, for their codes were made over them and nobody may write the past anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Session

from models import keyring, sealing
from models.database import Moment
from models.document import WITHOUT_TITLE
from models.keyring import Damaged, Shredded
from models.sealing import MARK
from models.search import code, pieces_of

BATCH = 500
NOTHING = ("", "[]", "{}")
DOCUMENT = sa.table(
    "document",
    *(sa.column(name, kind) for name, kind in (("id", sa.Uuid()), ("serial", sa.Integer()))),
    *map(
        sa.column, ("title", "addressees", "attachments", "level", "stage", "issuer", "doc_number", "number")
    ),
)
LINE = sa.table(
    "order_line", *(sa.column(one, sa.Uuid()) for one in ("order_id", "document_id")), sa.column("title")
)
ORDER = sa.table(
    "destruction_order", sa.column("id", sa.Uuid()), sa.column("number"), sa.column("refused_at")
)
GRAM = sa.table("gram", sa.column("piece"), sa.column("serial"))
GONE = DOCUMENT.c.stage == "destroyed"


class Columns(NamedTuple):
    """Which columns of a table are sealed under whose key."""

    table: str
    names: tuple[str, ...]
    owner: str = "document_id"
    key: tuple[str, ...] = ("id",)


WORDS = (
    Columns("proposal", ("words",)),
    Columns("seat", ("words",)),
    Columns("amendment", ("words",)),
    Columns("reading", ("words",)),
    Columns("remark", ("words",)),
    Columns("copy", ("words",)),
    Columns("delivery", ("words", "answer")),
    Columns("assignment", ("result", "without", "review", "points")),
    Columns("progress", ("words",)),
    Columns("extension", ("words", "answer")),
    Columns("sub_case", ("matter", "why")),
    Columns("answer", ("words",)),
    Columns("hand_over", ("why",)),
    Columns("special_closing", ("why",)),
    Columns("reopening", ("why",)),
    Columns("suspension", ("why",)),
    Columns("urging", ("words",)),
    Columns("receipt", ("remarks",), key=("document_id",)),
    Columns("suggestion", ("found",), key=("document_id",)),
    Columns("registration", ("why",), key=("document_id",)),
    Columns("archive_entry", ("remarks",), key=("document_id",)),
    Columns("keeping_on", ("words",), key=("document_id", "at")),
    Columns("stored_file", ("name",), owner="owner"),
    Columns("destruction_order", ("words", "refusal"), owner="id"),
    Columns("document", ("title", "addressees", "attachments"), owner="id"),
)


DOCUMENT_OF = {
    "amendment": "SELECT proposal.document_id FROM seat JOIN step ON step.id = seat.step_id "
    "JOIN proposal ON proposal.id = step.proposal_id WHERE seat.id = amendment.seat_id",
    "answer": "SELECT sub_case.document_id FROM sub_case WHERE sub_case.id = answer.sub_case_id",
    "extension": "SELECT assignment.document_id FROM assignment WHERE assignment.id = extension.assignment_id",
    "progress": "SELECT assignment.document_id FROM assignment WHERE assignment.id = progress.assignment_id",
    "seat": "SELECT proposal.document_id FROM step JOIN proposal ON proposal.id = step.proposal_id "
    "WHERE step.id = seat.step_id",
    "urging": "SELECT task.document_id FROM task WHERE task.id = urging.task_id",
}


def sealed(session: Session) -> Iterator[int]:
    """Yields how many rows each batch wrote; whoever asks may commit in between."""
    for table, document in DOCUMENT_OF.items():
        fill = f"UPDATE {table} SET document_id = ({document}) WHERE document_id IS NULL"  # noqa: S608
        yield max(session.connection().exec_driver_sql(fill).rowcount, 0)
    newest = sa.select(sa.func.max(sa.column("at", Moment()))).select_from(sa.table("entry"))
    if at := session.execute(newest).scalar():
        gone = set(session.execute(sa.select(DOCUMENT.c.id).where(GONE)).scalars())
        yield from _Past(session, at, gone).batches()
    yield from _pieces(session)


@dataclass
class _Past:
    """``at``: when the house last did something, for the keys that must be made."""

    session: Session
    at: datetime
    gone: set[UUID]
    secrets: dict[UUID, bytes | None] = field(default_factory=dict, repr=False)

    def batches(self) -> Iterator[int]:
        yield from self._lines()
        yield from _destroyed(self.session)
        for columns in WORDS:
            for name in columns.names:
                yield from self._column(columns, name)

    def _column(self, columns: Columns, name: str) -> Iterator[int]:
        table = _table(columns, name)
        clear, left = _clear(columns, table, name), 0
        while rows := self.session.execute(clear.offset(left).limit(BATCH)).mappings().all():
            for row in rows:
                key = [row[one] for one in columns.key]
                raw = self._raw(row[columns.owner], f"{columns.table}.{name}", key, row[name])
                left += raw is None
                here = [table.c[one] == row[one] for one in columns.key]
                self.session.execute(sa.update(table).where(*here).values({name: raw or row[name]}))
            yield len(rows)

    def _lines(self) -> Iterator[int]:
        """The lists keep what their documents are called."""
        listed = sa.select(LINE.c.order_id, LINE.c.document_id, DOCUMENT.c.title)
        listed = listed.join_from(LINE, DOCUMENT, DOCUMENT.c.id == LINE.c.document_id)
        clear = listed.where(LINE.c.title == "", DOCUMENT.c.title != "", ~DOCUMENT.c.title.startswith(MARK))
        while rows := self.session.execute(clear.limit(BATCH)).all():
            for order, document, title in rows:
                raw = self._raw(order, "order_line.title", [order, document], title)
                here = (LINE.c.order_id == order, LINE.c.document_id == document)
                self.session.execute(sa.update(LINE).where(*here).values(title=raw or MARK))
            yield len(rows)

    def _raw(self, owner: UUID, column: str, key: list[Any], clear: str) -> str | None:
        """Of a destroyed document is kept what opens with no key; None where the key is damaged."""
        if owner in self.gone:
            return MARK
        secret = self._secret(owner)
        return sealing.seal(secret, sealing.place_of(column, key, owner), clear) if secret else None

    def _secret(self, owner: UUID) -> bytes | None:
        if owner not in self.secrets:
            try:
                self.secrets[owner] = keyring.key_to_seal(self.session, owner, at=self.at)
            except (Shredded, Damaged):
                self.secrets[owner] = None
        return self.secrets[owner]


def _table(columns: Columns, name: str) -> sa.TableClause:
    names = dict.fromkeys((columns.owner, *columns.key))
    places = [sa.column(one, Moment() if one == "at" else sa.Uuid()) for one in names]
    return sa.table(columns.table, *places, sa.column(name, sa.String()))


def _clear(columns: Columns, table: sa.TableClause, name: str) -> sa.Select[Any]:
    value = table.c[name]
    query = sa.select(table).where(value.not_in(NOTHING), ~value.startswith(MARK))
    if columns.table == "document":
        query = query.where(sa.column("level") != "public", sa.column("stage").is_distinct_from("destroyed"))
    return query.order_by(*(table.c[one] for one in columns.key))


def _destroyed(session: Session) -> Iterator[int]:
    """A restricted title that outlived its document under an earlier release does so no longer."""
    numbered = sa.select(DOCUMENT, ORDER.c.number.label("order_number"))
    numbered = numbered.join_from(DOCUMENT, LINE, LINE.c.document_id == DOCUMENT.c.id)
    numbered = numbered.join(ORDER, ORDER.c.id == LINE.c.order_id).where(ORDER.c.refused_at.is_(None))
    still = numbered.where(DOCUMENT.c.level != "public", GONE, ~DOCUMENT.c.title.startswith(WITHOUT_TITLE))
    while rows := session.execute(still.limit(BATCH)).all():
        for row in rows:
            named = {"title": f"{WITHOUT_TITLE}{row.order_number}", "addressees": "[]", "attachments": "[]"}
            session.execute(sa.update(DOCUMENT).where(DOCUMENT.c.id == row.id).values(named))
            session.execute(sa.delete(GRAM).where(GRAM.c.serial == row.serial))
            kept = (row.issuer, row.doc_number, row.number or "")
            codes = {code(piece) for text in kept for piece in pieces_of(text, single=True)}
            session.execute(sa.insert(GRAM), [{"piece": one, "serial": row.serial} for one in sorted(codes)])
        yield len(rows)


def _pieces(session: Session) -> Iterator[int]:
    """The index is entered under codes: piece by piece, whatever bears it."""
    clear = sa.select(GRAM.c.piece).where(sa.func.length(GRAM.c.piece) <= 2).distinct().limit(BATCH)
    while pieces := session.execute(clear).scalars().all():
        for piece in pieces:
            session.execute(sa.update(GRAM).where(GRAM.c.piece == piece).values(piece=code(piece)))
        yield len(pieces)
