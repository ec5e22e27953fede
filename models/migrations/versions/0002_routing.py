"""Routing

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("document") as table:
        table.add_column(sa.Column("seal", sa.String(64), nullable=False, server_default=""))
    op.execute(
        "UPDATE document SET seal = COALESCE((SELECT mac FROM entry "
        "WHERE entry.document_id = document.id AND entry.line = document.line), '')"
    )
    with op.batch_alter_table("document") as table:
        table.alter_column("seal", server_default=None)
    if op.get_bind().dialect.name == "postgresql":
        # the planner must know of each piece how rare it is
        op.execute("ALTER TABLE gram ALTER COLUMN piece SET STATISTICS 2000")


def downgrade() -> None:
    with op.batch_alter_table("document") as table:
        table.drop_column("seal")
