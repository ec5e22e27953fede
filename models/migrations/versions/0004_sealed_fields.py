"""Sealed fields: what is said of a document lies under its key, what it is called is found by codes."""

import sqlalchemy as sa
from alembic import op
from sqlmodel import Session

from models import past

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """`jiyao migrate` has sealed nearly all before, in small transactions; here the rest, and the proof."""
    for _ in past.sealed(Session(bind=op.get_bind())):
        pass
    for table in past.DOCUMENT_OF:
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("document_id", existing_type=sa.Uuid(), nullable=False)
    op.execute("DELETE FROM sign_in")  # they bear no code: everybody signs in anew
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ANALYZE gram")


def downgrade() -> None:
    """Refused where there are documents: an earlier release would show ciphertext for their titles."""
    if op.get_bind().exec_driver_sql("SELECT count(*) FROM document").scalar_one():
        raise RuntimeError("库中已有密封的内容，旧版本无法读取，不能降级。请恢复升级前的备份。")
    for table in past.DOCUMENT_OF:
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("document_id", existing_type=sa.Uuid(), nullable=True)
