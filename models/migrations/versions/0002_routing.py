"""Routing: steps with seats, delegations, steering, copies, distribution, conversation, rules."""

from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "absence",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_absence_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_absence_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_person_id"), ["person_id"], unique=False)

    op.create_table(
        "copy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("hat", sa.String(60), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_copy_by_person")),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_copy_document_id_document")),
        sa.ForeignKeyConstraint(["seen_by"], ["person.id"], name=op.f("fk_copy_seen_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_copy")),
        sa.UniqueConstraint("document_id", "hat", name=op.f("uq_copy_document_id_hat")),
    )
    op.create_table(
        "delegation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("principal_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=False),
        sa.Column("hat", sa.String(60), nullable=True),
        sa.Column("starts", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_delegation_by_person")),
        sa.ForeignKeyConstraint(
            ["principal_id"], ["person.id"], name=op.f("fk_delegation_principal_id_person")
        ),
        sa.ForeignKeyConstraint(["revoked_by"], ["person.id"], name=op.f("fk_delegation_revoked_by_person")),
        sa.ForeignKeyConstraint(
            ["substitute_id"], ["person.id"], name=op.f("fk_delegation_substitute_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_delegation_principal_id"), ["principal_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_delegation_substitute_id"), ["substitute_id"], unique=False)

    op.create_table(
        "delivery",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("office_code", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wanted_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("chases", sa.Integer(), nullable=False),
        sa.Column("chased_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_delivery_by_person")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_delivery_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["office_code"], ["office.code"], name=op.f("fk_delivery_office_code_office")
        ),
        sa.ForeignKeyConstraint(["received_by"], ["person.id"], name=op.f("fk_delivery_received_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
        sa.UniqueConstraint("document_id", "office_code", name=op.f("uq_delivery_document_id_office_code")),
    )
    op.create_table(
        "hand_over",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Uuid(), nullable=False),
        sa.Column("heir", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("behalf_of", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["behalf_of"], ["person.id"], name=op.f("fk_hand_over_behalf_of_person")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_hand_over_by_person")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_hand_over_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand_over")),
    )
    with op.batch_alter_table("hand_over", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hand_over_document_id"), ["document_id"], unique=False)

    op.create_table(
        "look",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_look_document_id_document")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_look_person_id_person")),
        sa.PrimaryKeyConstraint("document_id", "person_id", name=op.f("pk_look")),
    )
    op.create_table(
        "relation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("pair", sa.String(73), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_relation_by_person")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_relation_document_id_document")
        ),
        sa.ForeignKeyConstraint(["undone_by"], ["person.id"], name=op.f("fk_relation_undone_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relation")),
    )
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_relation_document_id"), ["document_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_relation_other_id"), ["other_id"], unique=False)
        batch_op.create_index(
            "uq_relation_open",
            ["pair"],
            unique=True,
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )

    op.create_table(
        "remark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_remark_by_person")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_remark_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_remark")),
    )
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.create_index("ix_remark_said", ["document_id", "at"], unique=False)

    op.create_table(
        "reopening",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_reopening_by_person")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_reopening_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reopening")),
    )
    with op.batch_alter_table("reopening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_reopening_document_id"), ["document_id"], unique=False)

    op.create_table(
        "rulebook",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("draft", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("drafted_by", sa.Uuid(), nullable=True),
        sa.Column("drafted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["drafted_by"], ["person.id"], name=op.f("fk_rulebook_drafted_by_person")),
        sa.ForeignKeyConstraint(["released_by"], ["person.id"], name=op.f("fk_rulebook_released_by_person")),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["person.id"], name=op.f("fk_rulebook_withdrawn_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulebook")),
        sa.UniqueConstraint("draft", name=op.f("uq_rulebook_draft")),
        sa.UniqueConstraint("number", name=op.f("uq_rulebook_number")),
    )
    op.create_table(
        "special_closing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("authority_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["authority_id"], ["person.id"], name=op.f("fk_special_closing_authority_id_person")
        ),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_special_closing_by_person")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_special_closing_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_closing")),
    )
    with op.batch_alter_table("special_closing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_special_closing_document_id"), ["document_id"], unique=False)

    op.create_table(
        "suspension",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resumed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resumed_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_suspension_by_person")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_suspension_document_id_document")
        ),
        sa.ForeignKeyConstraint(["resumed_by"], ["person.id"], name=op.f("fk_suspension_resumed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suspension")),
    )
    with op.batch_alter_table("suspension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suspension_document_id"), ["document_id"], unique=False)

    op.create_table(
        "urging",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_urging_by_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=op.f("fk_urging_task_id_task")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_urging")),
    )
    with op.batch_alter_table("urging", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_urging_task_id"), ["task_id"], unique=False)

    op.create_table(
        "seat",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("hat", sa.String(60), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision", sa.String(32), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("back_to", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("signer_id", sa.Uuid(), nullable=True),
        sa.Column("behalf_of", sa.Uuid(), nullable=True),
        sa.Column("skipped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("skipped_why", sa.String(60), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_why", sa.String(60), nullable=False),
        sa.ForeignKeyConstraint(["added_by"], ["person.id"], name=op.f("fk_seat_added_by_person")),
        sa.ForeignKeyConstraint(["behalf_of"], ["person.id"], name=op.f("fk_seat_behalf_of_person")),
        sa.ForeignKeyConstraint(["signer_id"], ["person.id"], name=op.f("fk_seat_signer_id_person")),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name=op.f("fk_seat_step_id_step")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seat")),
    )
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seat_step_id"), ["step_id"], unique=False)

    op.create_table(
        "sub_case",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("in_order", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("behalf_of", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["assignment_id"], ["assignment.id"], name=op.f("fk_sub_case_assignment_id_assignment")
        ),
        sa.ForeignKeyConstraint(["behalf_of"], ["person.id"], name=op.f("fk_sub_case_behalf_of_person")),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_sub_case_by_person")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_sub_case_closed_by_person")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_sub_case_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_case")),
    )
    with op.batch_alter_table("sub_case", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sub_case_assignment_id"), ["assignment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_sub_case_document_id"), ["document_id"], unique=False)

    op.create_table(
        "amendment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_amendment_by_person")),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_amendment_seat_id_seat")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_amendment")),
    )
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_amendment_seat_id"), ["seat_id"], unique=False)

    op.create_table(
        "answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sub_case_id", sa.Uuid(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_answer_answered_by_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_answer_person_id_person")),
        sa.ForeignKeyConstraint(
            ["sub_case_id"], ["sub_case.id"], name=op.f("fk_answer_sub_case_id_sub_case")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
    )
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_answer_sub_case_id"), ["sub_case_id"], unique=False)

    op.create_table(
        "paper_opinion",
        sa.Column("seat_id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_paper_opinion_by_person")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_paper_opinion_document_id_document")
        ),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["stored_file.id"], name=op.f("fk_paper_opinion_evidence_id_stored_file")
        ),
        sa.ForeignKeyConstraint(["seat_id"], ["seat.id"], name=op.f("fk_paper_opinion_seat_id_seat")),
        sa.PrimaryKeyConstraint("seat_id", name=op.f("pk_paper_opinion")),
    )
    with op.batch_alter_table("paper_opinion", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_paper_opinion_document_id"), ["document_id"], unique=False)

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proposal_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("accepted_for", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("completed_for", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("without", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("closed_for", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("specially", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_assignment_accepted_for_person"), "person", ["accepted_for"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_assignment_closed_for_person"), "person", ["closed_for"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_assignment_completed_for_person"), "person", ["completed_for"], ["id"]
        )

    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seal", sa.String(64), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("rules_version", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("suspended_until", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.alter_column(
            "by_name", existing_type=sa.VARCHAR(length=40), type_=sa.String(90), existing_nullable=False
        )

    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.add_column(sa.Column("behalf_of", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_extension_behalf_of_person"), "person", ["behalf_of"], ["id"]
        )

    with op.batch_alter_table("progress", schema=None) as batch_op:
        batch_op.add_column(sa.Column("behalf_of", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_progress_behalf_of_person"), "person", ["behalf_of"], ["id"]
        )

    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("behalf_of", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_proposal_behalf_of_person"), "person", ["behalf_of"], ["id"]
        )

    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.add_column(sa.Column("proposal_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("out_for", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("read_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("back_for", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("dropped_why", sa.String(60), nullable=False, server_default=""))
        batch_op.create_foreign_key(batch_op.f("fk_reading_out_for_person"), "person", ["out_for"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_reading_read_by_person"), "person", ["read_by"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_reading_back_for_person"), "person", ["back_for"], ["id"])

    _fill_seals()
    _fill_proposals()
    _seats_from_steps()
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.add_column(sa.Column("purpose", sa.String(32), nullable=False, server_default="instruct"))
        batch_op.add_column(sa.Column("mode", sa.String(32), nullable=False, server_default="each"))
        batch_op.add_column(sa.Column("threshold", sa.Integer(), nullable=False, server_default="0"))
        batch_op.add_column(sa.Column("passed_over_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_constraint(batch_op.f("fk_step_signer_id_person"), type_="foreignkey")
        batch_op.drop_column("decision")
        batch_op.drop_column("signer_id")
        batch_op.drop_column("signed_at")
        batch_op.drop_column("words")

    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True))
    if op.get_bind().dialect.name == "postgresql":
        # the planner must know of each piece how rare it is
        op.execute("ALTER TABLE gram ALTER COLUMN piece SET STATISTICS 2000")


def _fill_seals() -> None:
    op.execute(
        "UPDATE document SET seal = COALESCE((SELECT mac FROM entry "
        "WHERE entry.document_id = document.id AND entry.line = document.line), '')"
    )


def _fill_proposals() -> None:
    """What was read and assigned before belongs to the newest proposal of its document."""
    for table in ("assignment", "reading"):
        owned = sa.table(table, *(sa.column(name, sa.Uuid()) for name in ("proposal_id", "document_id")))
        newest = sa.select(PROPOSAL.c.id).where(PROPOSAL.c.document_id == owned.c.document_id)
        newest = newest.order_by(PROPOSAL.c.at.desc()).limit(1)
        op.execute(sa.update(owned).values(proposal_id=newest.scalar_subquery()))
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column("proposal_id", existing_type=sa.Uuid(), nullable=False)
            batch_op.create_foreign_key(
                batch_op.f(f"fk_{table}_proposal_id_proposal"), "proposal", ["proposal_id"], ["id"]
            )


PROPOSAL = sa.table(
    "proposal",
    *(sa.column(name, sa.Uuid()) for name in ("id", "document_id")),
    sa.column("at", sa.DateTime(timezone=True)),
)
SEAT = sa.table(
    "seat",
    *(sa.column(name, sa.Uuid()) for name in ("id", "step_id", "signer_id")),
    *(sa.column(name, sa.Integer()) for name in ("place", "weight")),
    *(sa.column(name, sa.String()) for name in ("hat", "decision", "words", "skipped_why", "dropped_why")),
    sa.column("signed_at", sa.DateTime(timezone=True)),
)
OLD_STEP = sa.table(
    "step",
    *(sa.column(name, sa.Uuid()) for name in ("id", "signer_id")),
    *(sa.column(name, sa.String()) for name in ("decision", "words")),
    sa.column("signed_at", sa.DateTime(timezone=True)),
)


def _seats_from_steps() -> None:
    """A step of one leader becomes a step with one seat, under the same id: open tasks still point at it."""
    for step in op.get_bind().execute(sa.select(OLD_STEP)).mappings().all():
        op.execute(
            sa.insert(SEAT).values(
                id=step["id"],
                step_id=step["id"],
                place=1,
                hat=f"person:{step['signer_id']}",
                weight=1,
                decision=step["decision"],
                words=step["words"],
                signer_id=step["signer_id"] if step["decision"] else None,
                signed_at=step["signed_at"],
                skipped_why="",
                dropped_why="",
            )
        )


def downgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_column("seen_at")

    with op.batch_alter_table("step") as batch_op:
        batch_op.add_column(sa.Column("signer_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("decision", sa.String(32), nullable=True))
        batch_op.add_column(sa.Column("words", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True))
    _steps_from_seats()
    with op.batch_alter_table("step") as batch_op:
        batch_op.alter_column("signer_id", existing_type=sa.Uuid(), nullable=False)
        batch_op.create_foreign_key(batch_op.f("fk_step_signer_id_person"), "person", ["signer_id"], ["id"])
        for name in ("passed_over_at", "threshold", "mode", "purpose"):
            batch_op.drop_column(name)

    with op.batch_alter_table("reading", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_reading_proposal_id_proposal"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_reading_back_for_person"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_reading_read_by_person"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_reading_out_for_person"), type_="foreignkey")
        batch_op.drop_column("dropped_why")
        batch_op.drop_column("dropped_at")
        batch_op.drop_column("back_for")
        batch_op.drop_column("read_by")
        batch_op.drop_column("out_for")
        batch_op.drop_column("proposal_id")

    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_proposal_behalf_of_person"), type_="foreignkey")
        batch_op.drop_column("behalf_of")

    with op.batch_alter_table("progress", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_progress_behalf_of_person"), type_="foreignkey")
        batch_op.drop_column("behalf_of")

    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_extension_behalf_of_person"), type_="foreignkey")
        batch_op.drop_column("behalf_of")

    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.alter_column(
            "by_name", existing_type=sa.String(90), type_=sa.VARCHAR(length=40), existing_nullable=False
        )

    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_column("suspended_until")
        batch_op.drop_column("rules_version")
        batch_op.drop_column("seal")

    with op.batch_alter_table("assignment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_assignment_completed_for_person"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_assignment_proposal_id_proposal"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_assignment_closed_for_person"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_assignment_accepted_for_person"), type_="foreignkey")
        batch_op.drop_column("dropped_at")
        batch_op.drop_column("specially")
        batch_op.drop_column("closed_for")
        batch_op.drop_column("without")
        batch_op.drop_column("completed_for")
        batch_op.drop_column("accepted_for")
        batch_op.drop_column("proposal_id")

    with op.batch_alter_table("paper_opinion", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_paper_opinion_document_id"))

    op.drop_table("paper_opinion")
    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_answer_sub_case_id"))

    op.drop_table("answer")
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_amendment_seat_id"))

    op.drop_table("amendment")
    with op.batch_alter_table("sub_case", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sub_case_document_id"))
        batch_op.drop_index(batch_op.f("ix_sub_case_assignment_id"))

    op.drop_table("sub_case")
    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seat_step_id"))

    op.drop_table("seat")
    with op.batch_alter_table("urging", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_urging_task_id"))

    op.drop_table("urging")
    with op.batch_alter_table("suspension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suspension_document_id"))

    op.drop_table("suspension")
    with op.batch_alter_table("special_closing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_special_closing_document_id"))

    op.drop_table("special_closing")
    op.drop_table("rulebook")
    with op.batch_alter_table("reopening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_reopening_document_id"))

    op.drop_table("reopening")
    with op.batch_alter_table("remark", schema=None) as batch_op:
        batch_op.drop_index("ix_remark_said")

    op.drop_table("remark")
    with op.batch_alter_table("relation", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_relation_open",
            sqlite_where=sa.text("undone_at IS NULL"),
            postgresql_where=sa.text("undone_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_relation_other_id"))
        batch_op.drop_index(batch_op.f("ix_relation_document_id"))

    op.drop_table("relation")
    op.drop_table("look")
    with op.batch_alter_table("hand_over", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hand_over_document_id"))

    op.drop_table("hand_over")
    op.drop_table("delivery")
    with op.batch_alter_table("delegation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_delegation_substitute_id"))
        batch_op.drop_index(batch_op.f("ix_delegation_principal_id"))

    op.drop_table("delegation")
    op.drop_table("copy")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absence_person_id"))

    op.drop_table("absence")


def _steps_from_seats() -> None:
    """The first signer of each step; what only seats can say is lost, and so is a step that nobody signs by name."""
    op.execute("DELETE FROM paper_opinion")
    op.execute("DELETE FROM amendment")
    named = sa.select(SEAT).where(SEAT.c.hat.like("person:%")).order_by(SEAT.c.place.desc())
    for seat in op.get_bind().execute(named).mappings().all():
        op.execute(
            sa.update(OLD_STEP)
            .where(OLD_STEP.c.id == seat["step_id"])
            .values(
                signer_id=UUID(seat["hat"].removeprefix("person:")),
                decision=seat["decision"],
                words=seat["words"],
                signed_at=seat["signed_at"],
            )
        )
    op.execute("DELETE FROM seat")
    op.execute("DELETE FROM step WHERE signer_id IS NULL")
