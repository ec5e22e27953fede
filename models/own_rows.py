"""本人的记录: the rows that say who somebody is and may do, added up at sign-in as verify-audit adds up everybody's."""

from uuid import UUID

from sqlalchemy import Connection, select
from sqlmodel import Session, SQLModel

from config.language import _
from models import tally_rows
from models.errors import NotNow
from models.fact_kinds import FACTS
from models.facts import columns_of
from models.tallies import Sums, Tampered, added, row_code

KINDS = ("person", "capacity", "role_grant", "identity", "authenticator", "passkey")


class Altered(NotNow):
    def __init__(self) -> None:
        super().__init__(_("此账号的记录与校验码不符，不能登录。请安全审计员核对（jiyao verify-audit）。"))


def must_stand(session: Session, person_id: UUID) -> None:
    """Raises Altered.  Ask last: the tally's row is held, and every act takes it when everything else is done."""
    session.flush()
    try:
        should = tally_rows.told(session.connection(), person_id)
    except Tampered:
        raise Altered() from None
    there = _there(session.connection(), person_id)
    if any(should.get(kind, (0, 0)) != there.get(kind, (0, 0)) for kind in KINDS):
        raise Altered()


def _there(connection: Connection, person_id: UUID) -> Sums:
    found: Sums = {}
    for kind in KINDS:
        table = SQLModel.metadata.tables[kind]
        for row in connection.execute(select(table).where(table.c[FACTS[kind].road] == person_id)).mappings():
            found = added(found, {kind: (1, row_code(kind, columns_of(table), dict(row)))})
    return found
