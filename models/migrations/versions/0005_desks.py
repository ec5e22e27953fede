"""Desks: what each person likes to see and how, and what the office keeps beside the papers."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "backup",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("place", sa.String(400), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("files", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(32), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup")),
    )
    with op.batch_alter_table("backup", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_backup_made_at"), ["made_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_backup_name"), ["name"], unique=False)

    op.create_table(
        "organ",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("short_name", sa.String(40), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("area", sa.String(40), nullable=False),
        sa.Column("typed", sa.String(600), nullable=False),
        sa.Column("learnt", sa.Boolean(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("leads_to", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["leads_to"], ["organ.id"], name=op.f("fk_organ_leads_to_organ")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organ")),
        sa.UniqueConstraint("name", name=op.f("uq_organ_name")),
    )
    with op.batch_alter_table("organ", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organ_leads_to"), ["leads_to"], unique=False)

    op.create_table(
        "clock_mark",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("doubt", sa.String(32), nullable=True),
        sa.Column("held_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("first_by", sa.Uuid(), nullable=True),
        sa.Column("accepted", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["first_by"], ["person.id"], name=op.f("fk_clock_mark_first_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock_mark")),
    )
    op.create_table(
        "desk_habit",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("keys", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_desk_habit_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_desk_habit")),
    )
    op.create_table(
        "device",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("factor", sa.Boolean(), nullable=False),
        sa.Column("bound", sa.String(64), nullable=False),
        sa.Column("device", sa.String(60), nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("mac", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_device_person_id_person")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_device")),
    )
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_device_person_id"), ["person_id"], unique=False)

    op.create_table(
        "initiation",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_initiation_by_person")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_initiation_document_id_document")
        ),
        sa.PrimaryKeyConstraint("document_id", name=op.f("pk_initiation")),
    )
    op.create_table(
        "mail_wish",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("news", sa.Boolean(), nullable=False),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_mail_wish_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_mail_wish")),
    )
    op.create_table(
        "obligation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("lead", sa.String(), nullable=False),
        sa.Column("leader_id", sa.Uuid(), nullable=False),
        sa.Column("rhythm", sa.String(32), nullable=False),
        sa.Column("month", sa.Integer(), nullable=False),
        sa.Column("counted", sa.String(32), nullable=False),
        sa.Column("nth", sa.Integer(), nullable=False),
        sa.Column("ahead", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_obligation_by_person")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_obligation_ended_by_person")),
        sa.ForeignKeyConstraint(["lead"], ["office.code"], name=op.f("fk_obligation_lead_office")),
        sa.ForeignKeyConstraint(["leader_id"], ["person.id"], name=op.f("fk_obligation_leader_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_obligation")),
        sa.UniqueConstraint("serial", name=op.f("uq_obligation_serial")),
    )
    op.create_table(
        "phrase",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_phrase_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
    )
    with op.batch_alter_table("phrase", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_phrase_person_id"), ["person_id"], unique=False)

    op.create_table(
        "policy_release",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("back", sa.Text(), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_as", sa.String(32), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_policy_release_proposed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["released_by"], ["person.id"], name=op.f("fk_policy_release_released_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["person.id"], name=op.f("fk_policy_release_withdrawn_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_policy_release")),
        sa.UniqueConstraint("number", name=op.f("uq_policy_release_number")),
        sa.UniqueConstraint("serial", name=op.f("uq_policy_release_serial")),
    )
    op.create_table(
        "saved_filter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("query", sa.String(600), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_saved_filter_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_filter")),
        sa.UniqueConstraint("person_id", "name", name=op.f("uq_saved_filter_person_id_name")),
    )
    op.create_table(
        "occasion",
        sa.Column("obligation_id", sa.Uuid(), nullable=False),
        sa.Column("period", sa.Date(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_occasion_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["obligation_id"], ["obligation.id"], name=op.f("fk_occasion_obligation_id_obligation")
        ),
        sa.PrimaryKeyConstraint("obligation_id", "period", name=op.f("pk_occasion")),
    )
    with op.batch_alter_table("occasion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_occasion_document_id"), ["document_id"], unique=False)

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assignment_office_code"), ["office_code"], unique=False)

    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index("ix_document_stage", ["stage", "serial"], unique=False)
        batch_op.create_index("ix_document_urgency", ["urgency", "serial"], unique=False)

    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.add_column(sa.Column("waits", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("any_hour", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("digest_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("bounced_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("bounce", sa.String(20), nullable=False, server_default=""))
        batch_op.create_index(batch_op.f("ix_letter_digest_id"), ["digest_id"], unique=False)

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("language", sa.String(8), nullable=True))

    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("leader_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_proposal_by"), ["by"], unique=False)
        batch_op.create_foreign_key(
            batch_op.f("fk_proposal_leader_id_person"), "person", ["leader_id"], ["id"]
        )

    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_receipt_by"), ["by"], unique=False)

    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_registration_by"), ["by"], unique=False)

    with op.batch_alter_table("rights_change", schema=None) as batch_op:
        batch_op.alter_column("by", existing_type=sa.CHAR(length=32), nullable=True)

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index("ix_task_closed_at", ["closed_at"], unique=False)
        batch_op.create_index("ix_task_opened_at", ["opened_at"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index("ix_task_opened_at")
        batch_op.drop_index("ix_task_closed_at")

    with op.batch_alter_table("rights_change", schema=None) as batch_op:
        batch_op.alter_column("by", existing_type=sa.CHAR(length=32), nullable=False)

    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_registration_by"))

    with op.batch_alter_table("receipt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_receipt_by"))

    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_proposal_leader_id_person"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_proposal_by"))
        batch_op.drop_column("leader_id")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_column("language")

    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_letter_digest_id"))
        batch_op.drop_column("bounce")
        batch_op.drop_column("bounced_at")
        batch_op.drop_column("digest_id")
        batch_op.drop_column("any_hour")
        batch_op.drop_column("waits")

    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index("ix_document_urgency")
        batch_op.drop_index("ix_document_stage")

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assignment_office_code"))

    with op.batch_alter_table("occasion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_occasion_document_id"))

    op.drop_table("occasion")
    op.drop_table("saved_filter")
    op.drop_table("policy_release")
    with op.batch_alter_table("phrase", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_phrase_person_id"))

    op.drop_table("phrase")
    op.drop_table("obligation")
    op.drop_table("mail_wish")
    op.drop_table("initiation")
    with op.batch_alter_table("device", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_device_person_id"))

    op.drop_table("device")
    op.drop_table("desk_habit")
    op.drop_table("clock_mark")
    with op.batch_alter_table("organ", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organ_leads_to"))

    op.drop_table("organ")
    with op.batch_alter_table("backup", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_backup_name"))
        batch_op.drop_index(batch_op.f("ix_backup_made_at"))

    op.drop_table("backup")
