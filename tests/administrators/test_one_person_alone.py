"""G23: ten thousand times six acts by one person alone; no way to a paper's content, to more rights, to another past."""

from datetime import datetime
from itertools import combinations
from math import prod
from random import Random
from uuid import UUID

import pytest
from sqlmodel import Session

from models import granted, grants, propose_rights
from models.database import engine, unit_of_work
from models.granted import RoleConflict, kind_of
from models.grants import Kind, RightsChange
from models.people import ADMINISTRATORS, Me, Person, Role
from tests.administrators.alone import MOVES, Alone
from tests.administrators.rights import proposed
from tests.databases import SQLITE_ONLY
from tests.office import Letter
from tests.personas import Cast

BRANCHES = (5, 3, 3, 2, 2, 2)  # how many acts are tried after those before: depth 6
EACH = prod(BRANCHES)
PAPERS = [role for role in Role if role not in ADMINISTRATORS]
ALONE = [(), *((role,) for role in Role), *combinations(PAPERS, 2)]
SOLE = ["gu", "min", "yan", "chen"]
SEED = 20261122


@pytest.fixture
def paper(cast: Cast) -> Letter:
    """Known to those who sign it; two changes of rights, made by 闵洁, wait for an answer."""
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    proposed(cast, "min", "sun", Kind.GRANT, "secretary")
    proposed(cast, "min", "chen", Kind.CLEAR, "secret")
    return letter


def tries(cast: Cast, paper: Letter, uid: str, roles: tuple[Role, ...]) -> int:
    """EACH sequences of one person, those that begin alike told once; how many acts went through."""
    with engine().connect() as connection, Session(connection) as session:
        for role in roles:
            granted.give(session, cast.id(uid), role)
        alone = Alone(session, paper.id, cast.id(uid), Random(f"{SEED}:{uid}:{roles}"))
        through = goes_on(alone, BRANCHES)
        session.rollback()
    return through


def goes_on(alone: Alone, branches: tuple[int, ...]) -> int:
    """Every act that the dice name, and after each of them what may follow."""
    if not branches:
        return 0
    through = 0
    for name in alone.dice.sample(list(MOVES), k=branches[0]):
        with alone.for_once():
            through += alone.presses(name) + goes_on(alone, branches[1:])
    return through


def test_there_are_ten_thousand_of_them() -> None:
    assert (len(ALONE) + len(SOLE)) * EACH >= 10_000


@pytest.mark.parametrize("roles", ALONE, ids=lambda roles: "+".join(roles) or "nobody")
@SQLITE_ONLY
def test_whoever_holds_these_roles_wins_nothing_alone(
    cast: Cast, paper: Letter, roles: tuple[Role, ...]
) -> None:
    tries(cast, paper, "sun", roles)


@pytest.mark.parametrize("uid", SOLE)
def test_the_only_one_of_his_kind_wins_nothing_alone(cast: Cast, paper: Letter, uid: str) -> None:
    assert tries(cast, paper, uid, ()) > 0 or uid == "yan", "he really does something"


def test_the_search_finds_a_door_that_was_left_open(
    cast: Cast, paper: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unguarded(session: Session, change_id: UUID, _by: Me, _at: datetime) -> tuple[RightsChange, Person]:
        change = grants.find(session, change_id)
        return change, session.get_one(Person, change.person_id)

    monkeypatch.setattr(propose_rights, "_to_decide", unguarded)
    for uid in ("min", "chen"):
        with pytest.raises(AssertionError):
            tries(cast, paper, uid, ())


def test_every_other_pair_of_roles_cannot_be_held_at_all(cast: Cast) -> None:
    apart = [(one, other) for one, other in combinations(Role, 2) if kind_of(one) != kind_of(other)]
    assert len(apart) + len(list(combinations(PAPERS, 2))) == 36
    for one, other in apart:
        with unit_of_work() as session:
            granted.give(session, cast.id("sun"), one)
            with pytest.raises(RoleConflict):
                granted.give(session, cast.id("sun"), other)
            granted.take_away(session, cast.id("sun"), one)
