"""Supervision: evidence, feeds, and what the year adds."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backup_medium",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(40), nullable=False),
        sa.Column("keeper", sa.String(40), nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("why", sa.String(100), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_medium")),
        sa.UniqueConstraint("label", name=op.f("uq_backup_medium_label")),
    )
    op.create_table(
        "feed",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_from", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reads", sa.Integer(), nullable=False),
        sa.Column("mac", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feed_person_id_person")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_feed")),
    )
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_person_id"), ["person_id"], unique=False)

    op.create_table(
        "second_thought",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_second_thought_person_id_person")
        ),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_thought")),
    )
    op.create_table(
        "draft",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("typed", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_draft_document_id_document")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_draft_person_id_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_draft_task_id_task")),
        sa.PrimaryKeyConstraint("task_id", "person_id", name=op.f("pk_draft")),
    )
    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_document_id"), ["document_id"], unique=False)

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(
            "ix_assignment_begun",
            ["begun_at", "leads", "dropped_at", "document_id", "proposal_id", "office_code", "told_to"],
            unique=False,
        )
        batch_op.create_index(
            "ix_assignment_closed",
            [
                "closed_at",
                "leads",
                "dropped_at",
                "document_id",
                "proposal_id",
                "office_code",
                "told_to",
                "begun_at",
                "due_at",
                "completed_at",
            ],
            unique=False,
        )

    with op.batch_alter_table("clock_mark", schema=None) as batch_op:
        batch_op.add_column(sa.Column("held_by", sa.String(80), nullable=True))

    with op.batch_alter_table("destruction_order", schema=None) as batch_op:
        batch_op.add_column(sa.Column("called_off_by", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_destruction_order_called_off_by_person"), "person", ["called_off_by"], ["id"]
        )

    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(
            "ix_proposal_dropped",
            ["id"],
            unique=False,
            sqlite_where=sa.text("dropped_at IS NOT NULL"),
            postgresql_where=sa.text("dropped_at IS NOT NULL"),
        )

    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.add_column(sa.Column("about", sa.Uuid(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_column("about")

    with op.batch_alter_table("reminder", schema=None) as batch_op:
        batch_op.drop_column("due_at")

    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_proposal_dropped",
            sqlite_where=sa.text("dropped_at IS NOT NULL"),
            postgresql_where=sa.text("dropped_at IS NOT NULL"),
        )

    with op.batch_alter_table("destruction_order", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_destruction_order_called_off_by_person"), type_="foreignkey")
        batch_op.drop_column("called_off_by")

    with op.batch_alter_table("clock_mark", schema=None) as batch_op:
        batch_op.drop_column("held_by")

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index("ix_assignment_closed")
        batch_op.drop_index("ix_assignment_begun")

    with op.batch_alter_table("draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_document_id"))

    op.drop_table("draft")
    op.drop_table("second_thought")
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feed_person_id"))

    op.drop_table("feed")
    op.drop_table("backup_medium")
