"""三员 are pairwise exclusive and handle no papers: whoever writes past the product meets the database itself (A5)."""

from itertools import product

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.database import engine
from models.granted import kind_of
from models.people import Role, RoleConflict
from tests.administrators.rights import given
from tests.personas import Cast

PAIRS = [(one, other) for one, other in product(Role, Role) if one is not other]
CLASHING = [(one, other) for one, other in PAIRS if kind_of(one) != kind_of(other)]


def row(cast: Cast, uid: str) -> str:
    """The person's id as this database keeps it."""
    found = cast.id(uid)
    return found.hex if engine().dialect.name == "sqlite" else str(found)


def by_hand(sql: str, **said: str) -> None:
    """What whoever has the database's password types."""
    with engine().begin() as connection:
        connection.execute(text(sql), said)


INSERT = "INSERT INTO role_grant (person_id, role) VALUES (:who, :role)"


def test_every_pair_of_roles_was_thought_of() -> None:
    assert len(PAIRS) == 72
    assert len(CLASHING) == 72 - 6 * 5, "only the six that handle papers may meet"


def test_no_clashing_pair_can_be_written_by_hand(cast: Cast) -> None:
    sun = row(cast, "sun")
    for one, other in CLASHING:
        by_hand("INSERT INTO capacity (person_id, kind) VALUES (:who, :kind)", who=sun, kind=kind_of(one))
        by_hand(INSERT, who=sun, role=one.value)
        for attempt in (
            INSERT,
            "UPDATE role_grant SET role = :role WHERE person_id = :who",
            "UPDATE capacity SET kind = :kind WHERE person_id = :who",
            "INSERT INTO capacity (person_id, kind) VALUES (:who, :kind)",
            "DELETE FROM capacity WHERE person_id = :who",
        ):
            with pytest.raises(IntegrityError):
                by_hand(attempt, who=sun, **_said(attempt, other))
        by_hand("DELETE FROM role_grant WHERE person_id = :who", who=sun)
        by_hand("DELETE FROM capacity WHERE person_id = :who", who=sun)


def _said(attempt: str, role: Role) -> dict[str, str]:
    said = {"role": role.value, "kind": kind_of(role)}
    return {name: value for name, value in said.items() if f":{name}" in attempt}


def test_what_the_row_says_of_itself_cannot_be_forged(cast: Cast) -> None:
    lin = row(cast, "lin")
    for kind in ("papers", "auditor"):
        with pytest.raises(Exception, match="generated"):
            by_hand(
                "INSERT INTO role_grant (person_id, role, kind) VALUES (:who, 'auditor', :kind)",
                who=lin,
                kind=kind,
            )


def test_the_verbs_say_it_in_a_sentence(cast: Cast) -> None:
    for one, other in CLASHING:
        uid = {Role.SYSTEM_ADMIN: "gu", Role.SECURITY_ADMIN: "min", Role.AUDITOR: "yan"}.get(one)
        if uid:
            with pytest.raises(RoleConflict, match="三员分立"):
                given(cast, uid, other)
    with pytest.raises(RoleConflict, match="安全审计员与机要秘书不得由同一人担任"):
        given(cast, "lin", Role.AUDITOR)
