"""Rights: who signs in how, who may see what, and what proves it."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "anchor",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_anchor")),
    )
    op.create_table(
        "asking",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("browser", sa.String(64), nullable=False),
        sa.Column("nonce", sa.String(), nullable=False),
        sa.Column("verifier", sa.String(), nullable=False),
        sa.Column("next", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_asking")),
    )
    with op.batch_alter_table("asking", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_asking_begun_at"), ["begun_at"], unique=False)

    op.create_table(
        "first_run_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_first_run_over")),
    )
    op.create_table(
        "master_key",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_master_key")),
    )
    op.create_table(
        "tally",
        sa.Column("owner", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sums", sa.String(), nullable=False),
        sa.Column("mac", sa.String(64), nullable=False),
        sa.Column("anchored", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("owner", name=op.f("pk_tally")),
    )
    with op.batch_alter_table("tally", schema=None) as batch_op:
        batch_op.create_index(
            "ix_tally_news",
            ["owner"],
            unique=False,
            sqlite_where=sa.text("version > anchored"),
            postgresql_where=sa.text("version > anchored"),
        )

    op.create_table(
        "anchor_line",
        sa.Column("anchor", sa.Integer(), nullable=False),
        sa.Column("owner", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("mac", sa.String(64), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("seal", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["anchor"], ["anchor.number"], name=op.f("fk_anchor_line_anchor_anchor")),
        sa.PrimaryKeyConstraint("anchor", "owner", name=op.f("pk_anchor_line")),
    )
    with op.batch_alter_table("anchor_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_anchor_line_owner"), ["owner"], unique=False)

    op.create_table(
        "authenticator",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("master_version", sa.Integer(), nullable=False),
        sa.Column("algorithm", sa.String(32), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proven_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_authenticator_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_authenticator")),
    )
    with op.batch_alter_table("authenticator", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_authenticator_master_version"), ["master_version"], unique=False)
        batch_op.create_index(batch_op.f("ix_authenticator_person_id"), ["person_id"], unique=False)

    op.create_table(
        "capacity",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_capacity_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_capacity")),
        sa.UniqueConstraint("person_id", "kind", name=op.f("uq_capacity_person_id_kind")),
    )
    op.execute(
        "INSERT INTO capacity (person_id, kind) SELECT DISTINCT person_id, CASE WHEN role IN "
        "('auditor', 'security-admin', 'system-admin') THEN role ELSE 'papers' END FROM role_grant"
    )
    op.create_table(
        "carrier",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(20), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("term", sa.String(20), nullable=False),
        sa.Column("issuer", sa.String(100), nullable=False),
        sa.Column("doc_number", sa.String(60), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("copy_numbers", sa.String(200), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("location", sa.String(60), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("return_by", sa.Date(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_carrier_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carrier")),
        sa.UniqueConstraint("number", name=op.f("uq_carrier_number")),
    )
    op.create_table(
        "classification",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("level_before", sa.String(32), nullable=False),
        sa.Column("term_before", sa.String(20), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("term", sa.String(20), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_classification_by_person")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_classification_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classification")),
    )
    with op.batch_alter_table("classification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_classification_document_id"), ["document_id"], unique=False)

    op.create_table(
        "consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("authority", sa.String(60), nullable=False),
        sa.Column("paper", sa.String(60), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_consent_by_person")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_consent_confirmed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_table(
        "event",
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("ok", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.Column("by_name", sa.String(90), nullable=False),
        sa.Column("about", sa.String(120), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("address", sa.String(45), nullable=False),
        sa.Column("mac", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_event_by_person")),
        sa.PrimaryKeyConstraint("line", name=op.f("pk_event")),
    )
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_event_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_by"), ["by"], unique=False)

    op.create_table(
        "factor_reset",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_factor_reset_decided_by_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_factor_reset_person_id_person")),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_factor_reset_proposed_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_reset")),
    )
    with op.batch_alter_table("factor_reset", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_factor_reset_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_factor_reset_proposed_at"), ["proposed_at"], unique=False)

    op.create_table(
        "form_release",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(500), nullable=False),
        sa.Column("proposed_by", sa.Uuid(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_by", sa.Uuid(), nullable=True),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_form_release_proposed_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["released_by"], ["person.id"], name=op.f("fk_form_release_released_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by"], ["person.id"], name=op.f("fk_form_release_withdrawn_by_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_release")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_form_release_kind_number")),
        sa.UniqueConstraint("serial", name=op.f("uq_form_release_serial")),
    )
    with op.batch_alter_table("form_release", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_form_release_kind"), ["kind"], unique=False)

    op.create_table(
        "half_way",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("csrf", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("coded", sa.Boolean(), nullable=False),
        sa.Column("vouched", sa.Boolean(), nullable=False),
        sa.Column("mac", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_half_way_person_id_person")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_half_way")),
    )
    with op.batch_alter_table("half_way", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_half_way_begun_at"), ["begun_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_half_way_person_id"), ["person_id"], unique=False)

    op.create_table(
        "identity",
        sa.Column("issuer", sa.String(200), nullable=False),
        sa.Column("subject", sa.String(255), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("bound_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_identity_person_id_person")),
        sa.PrimaryKeyConstraint("issuer", "subject", name=op.f("pk_identity")),
    )
    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_identity_person_id"), ["person_id"], unique=False)

    op.create_table(
        "opening",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_opening_document_id_document")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_opening_person_id_person")),
        sa.PrimaryKeyConstraint("document_id", "person_id", "way", "day", name=op.f("pk_opening")),
    )
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_opening_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_opening_person_id"), ["person_id"], unique=False)

    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("credential", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_passkey_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential", name=op.f("uq_passkey_credential")),
    )
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_passkey_person_id"), ["person_id"], unique=False)

    op.create_table(
        "password_set",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kept", sa.String(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_password_set_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_set")),
    )
    with op.batch_alter_table("password_set", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_password_set_person_id"), ["person_id"], unique=False)

    op.create_table(
        "recovery_code",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id_person")),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_recovery_code")),
    )
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recovery_code_person_id"), ["person_id"], unique=False)

    op.create_table(
        "rights_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("what", sa.String(32), nullable=False),
        sa.Column("was", sa.String(32), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("refusal", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_rights_change_by_person")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_rights_change_decided_by_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rights_change_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rights_change")),
    )
    with op.batch_alter_table("rights_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rights_change_person_id"), ["person_id"], unique=False)

    op.create_table(
        "scope_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("hat", sa.String(60), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_scope_request_by_person")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_scope_request_decided_by_person")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=op.f("fk_scope_request_document_id_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scope_request")),
    )
    with op.batch_alter_table("scope_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scope_request_document_id"), ["document_id"], unique=False)

    op.create_table(
        "upload_day",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_upload_day_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "day", name=op.f("pk_upload_day")),
    )
    op.create_table(
        "count",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("carrier_id", sa.Uuid(), nullable=False),
        sa.Column("found", sa.Boolean(), nullable=False),
        sa.Column("location", sa.String(60), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_count_by_person")),
        sa.ForeignKeyConstraint(["carrier_id"], ["carrier.id"], name=op.f("fk_count_carrier_id_carrier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_count")),
    )
    with op.batch_alter_table("count", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_count_carrier_id"), ["carrier_id"], unique=False)

    op.create_table(
        "handing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("carrier_id", sa.Uuid(), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("out_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("out_by", sa.Uuid(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("back_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["back_by"], ["person.id"], name=op.f("fk_handing_back_by_person")),
        sa.ForeignKeyConstraint(["carrier_id"], ["carrier.id"], name=op.f("fk_handing_carrier_id_carrier")),
        sa.ForeignKeyConstraint(["holder_id"], ["person.id"], name=op.f("fk_handing_holder_id_person")),
        sa.ForeignKeyConstraint(["out_by"], ["person.id"], name=op.f("fk_handing_out_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handing")),
    )
    with op.batch_alter_table("handing", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_handing_carrier_id"), ["carrier_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_handing_holder_id"), ["holder_id"], unique=False)

    op.create_table(
        "leaving",
        sa.Column("carrier_id", sa.Uuid(), nullable=False),
        sa.Column("way", sa.String(32), nullable=False),
        sa.Column("to_unit", sa.String(100), nullable=False),
        sa.Column("receipt", sa.String(60), nullable=False),
        sa.Column("escort_id", sa.Uuid(), nullable=True),
        sa.Column("second_escort_id", sa.Uuid(), nullable=True),
        sa.Column("by", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Uuid(), nullable=True),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by"], ["person.id"], name=op.f("fk_leaving_by_person")),
        sa.ForeignKeyConstraint(["carrier_id"], ["carrier.id"], name=op.f("fk_leaving_carrier_id_carrier")),
        sa.ForeignKeyConstraint(["confirmed_by"], ["person.id"], name=op.f("fk_leaving_confirmed_by_person")),
        sa.ForeignKeyConstraint(["escort_id"], ["person.id"], name=op.f("fk_leaving_escort_id_person")),
        sa.ForeignKeyConstraint(
            ["second_escort_id"], ["person.id"], name=op.f("fk_leaving_second_escort_id_person")
        ),
        sa.PrimaryKeyConstraint("carrier_id", name=op.f("pk_leaving")),
    )
    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.add_column(sa.Column("document_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_amendment_document_id_document"), "document", ["document_id"], ["id"]
        )

    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.add_column(sa.Column("document_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_answer_document_id_document"), "document", ["document_id"], ["id"]
        )

    with op.batch_alter_table("content_key", schema=None) as batch_op:
        batch_op.add_column(sa.Column("master_version", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(
            sa.Column("algorithm", sa.String(32), nullable=False, server_default="aes-256-gcm")
        )
        batch_op.add_column(sa.Column("bound", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_index(batch_op.f("ix_content_key_master_version"), ["master_version"], unique=False)

    with op.batch_alter_table("copy", schema=None) as batch_op:
        batch_op.add_column(sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.add_column(sa.Column("term", sa.String(20), nullable=False, server_default=""))

    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_entry_at"), ["at"], unique=False)

    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.add_column(sa.Column("document_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_extension_document_id_document"), "document", ["document_id"], ["id"]
        )

    with op.batch_alter_table("gram", schema=None) as batch_op:
        batch_op.alter_column(
            "piece", existing_type=sa.VARCHAR(length=2), type_=sa.String(12), existing_nullable=False
        )

    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.add_column(sa.Column("title", sa.String(), nullable=False, server_default=""))

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("directory_id", sa.String(36), nullable=True))
        batch_op.add_column(sa.Column("gone", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_unique_constraint(batch_op.f("uq_person_directory_id"), ["directory_id"])

    with op.batch_alter_table("progress", schema=None) as batch_op:
        batch_op.add_column(sa.Column("document_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_progress_document_id_document"), "document", ["document_id"], ["id"]
        )

    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column(
                "kind",
                sa.String(length=32),
                sa.Computed(
                    "CASE WHEN role IN ('auditor', 'security-admin', 'system-admin') THEN role ELSE 'papers' END",
                    persisted=True,
                ),
                nullable=False,
            )
        )
        batch_op.drop_constraint(batch_op.f("fk_role_grant_person_id_person"), type_="foreignkey")
        batch_op.create_foreign_key(
            batch_op.f("fk_role_grant_person_id_capacity"),
            "capacity",
            ["person_id", "kind"],
            ["person_id", "kind"],
        )

    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.add_column(sa.Column("document_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_seat_document_id_document"), "document", ["document_id"], ["id"]
        )

    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.add_column(sa.Column("password_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("factor_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("roles", sa.String(200), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("device", sa.String(60), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("address", sa.String(45), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("mac", sa.String(64), nullable=False, server_default=""))

    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.alter_column("found", existing_type=sa.JSON(), type_=sa.Text(), existing_nullable=False)

    with op.batch_alter_table("urging", schema=None) as batch_op:
        batch_op.add_column(sa.Column("document_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_urging_document_id_document"), "document", ["document_id"], ["id"]
        )

    for table, column in (
        ("receipt", "remarks"),
        ("registration", "why"),
        ("stored_file", "name"),
        ("urging", "words"),
    ):
        with op.batch_alter_table(table) as batch_op:
            batch_op.alter_column(column, type_=sa.String(), existing_nullable=False)  # ciphertext is longer


def downgrade() -> None:
    with op.batch_alter_table("urging", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_urging_document_id_document"), type_="foreignkey")
        batch_op.drop_column("document_id")

    with op.batch_alter_table("suggestion", schema=None) as batch_op:
        batch_op.alter_column(
            "found",
            existing_type=sa.Text(),
            type_=sa.JSON(),
            postgresql_using="found::json",
            existing_nullable=False,
        )

    with op.batch_alter_table("sign_in", schema=None) as batch_op:
        batch_op.drop_column("mac")
        batch_op.drop_column("address")
        batch_op.drop_column("device")
        batch_op.drop_column("roles")
        batch_op.drop_column("factor_at")
        batch_op.drop_column("password_at")

    with op.batch_alter_table("seat", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_seat_document_id_document"), type_="foreignkey")
        batch_op.drop_column("document_id")

    with op.batch_alter_table("role_grant", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_role_grant_person_id_capacity"), type_="foreignkey")
        batch_op.create_foreign_key(
            batch_op.f("fk_role_grant_person_id_person"), "person", ["person_id"], ["id"]
        )
        batch_op.drop_column("kind")

    with op.batch_alter_table("progress", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_progress_document_id_document"), type_="foreignkey")
        batch_op.drop_column("document_id")

    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_person_directory_id"), type_="unique")
        batch_op.drop_column("gone")
        batch_op.drop_column("directory_id")
        batch_op.drop_column("closed_at")

    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.drop_column("title")

    with op.batch_alter_table("gram", schema=None) as batch_op:
        batch_op.alter_column(
            "piece", existing_type=sa.String(12), type_=sa.VARCHAR(length=2), existing_nullable=False
        )

    with op.batch_alter_table("extension", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_extension_document_id_document"), type_="foreignkey")
        batch_op.drop_column("document_id")

    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_entry_at"))

    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_column("term")

    with op.batch_alter_table("copy", schema=None) as batch_op:
        batch_op.drop_column("taken_back_at")

    with op.batch_alter_table("content_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_content_key_master_version"))
        batch_op.drop_column("bound")
        batch_op.drop_column("algorithm")
        batch_op.drop_column("master_version")

    with op.batch_alter_table("answer", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_answer_document_id_document"), type_="foreignkey")
        batch_op.drop_column("document_id")

    with op.batch_alter_table("amendment", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_amendment_document_id_document"), type_="foreignkey")
        batch_op.drop_column("document_id")

    op.drop_table("leaving")
    with op.batch_alter_table("handing", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_handing_holder_id"))
        batch_op.drop_index(batch_op.f("ix_handing_carrier_id"))

    op.drop_table("handing")
    with op.batch_alter_table("count", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_count_carrier_id"))

    op.drop_table("count")
    op.drop_table("upload_day")
    with op.batch_alter_table("scope_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scope_request_document_id"))

    op.drop_table("scope_request")
    with op.batch_alter_table("rights_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rights_change_person_id"))

    op.drop_table("rights_change")
    with op.batch_alter_table("recovery_code", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recovery_code_person_id"))

    op.drop_table("recovery_code")
    with op.batch_alter_table("password_set", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_password_set_person_id"))

    op.drop_table("password_set")
    with op.batch_alter_table("passkey", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_passkey_person_id"))

    op.drop_table("passkey")
    with op.batch_alter_table("opening", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_opening_person_id"))
        batch_op.drop_index(batch_op.f("ix_opening_at"))

    op.drop_table("opening")
    with op.batch_alter_table("identity", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_identity_person_id"))

    op.drop_table("identity")
    with op.batch_alter_table("half_way", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_half_way_person_id"))
        batch_op.drop_index(batch_op.f("ix_half_way_begun_at"))

    op.drop_table("half_way")
    with op.batch_alter_table("form_release", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_form_release_kind"))

    op.drop_table("form_release")
    with op.batch_alter_table("factor_reset", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_factor_reset_proposed_at"))
        batch_op.drop_index(batch_op.f("ix_factor_reset_person_id"))

    op.drop_table("factor_reset")
    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_event_by"))
        batch_op.drop_index(batch_op.f("ix_event_at"))

    op.drop_table("event")
    op.drop_table("consent")
    with op.batch_alter_table("classification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_classification_document_id"))

    op.drop_table("classification")
    op.drop_table("carrier")
    op.drop_table("capacity")
    with op.batch_alter_table("authenticator", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_authenticator_person_id"))
        batch_op.drop_index(batch_op.f("ix_authenticator_master_version"))

    op.drop_table("authenticator")
    with op.batch_alter_table("anchor_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_anchor_line_owner"))

    op.drop_table("anchor_line")
    with op.batch_alter_table("tally", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_tally_news",
            sqlite_where=sa.text("version > anchored"),
            postgresql_where=sa.text("version > anchored"),
        )

    op.drop_table("tally")
    op.drop_table("master_key")
    op.drop_table("first_run_over")
    with op.batch_alter_table("asking", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_asking_begun_at"))

    op.drop_table("asking")
    op.drop_table("anchor")
