"""在案: what came of a proposal counts while the proposal stands; once it is dropped, that is history."""

from typing import Any

from sqlalchemy import ColumnElement, column, exists, table

PROPOSAL = table("proposal", column("id"), column("dropped_at"))  # a stage does not know another stage


def stands(proposal_id: Any) -> ColumnElement[bool]:
    """For a query: the proposal that this column names was not dropped.  The few that were have an index."""
    return ~exists().where(PROPOSAL.c.id == proposal_id, PROPOSAL.c.dropped_at.is_not(None))
