"""The table of rights: no route without a line, no line without a route, and nothing runs unlisted.  W5, G12."""

from pathlib import Path
from typing import Any

import pytest

from api.rights import RIGHTS, TABLE, name_of
from gateways.clock import now
from models.people import ADMINISTRATORS, Me, Office, Person, Role
from models.rights import Aloof, Right, Side, may
from tests.page_client import Browser
from tests.personas import Cast
from tests.rights.described import described
from tests.routes import names, routes

DOCS = Path(__file__).parents[2] / "docs" / "rights.md"


def test_every_route_has_its_right_and_every_right_its_route(app: Any) -> None:
    seen = {name_of(method, route.path) for route in routes(app) for method in route.methods}
    assert seen == set(RIGHTS), "api/rights.py TABLE: one line for every route"
    assert sum(len(names(route)) for route in routes(app)) > 150
    assert {"POST /documents/{document_id}/opinion", "GET /books", "POST /sign-out"} <= seen
    assert len(RIGHTS) == sum(len(listed) for _, listed in TABLE), "a route stands in one line"


@pytest.mark.parametrize("path", ["/unlisted", "/api/v1/unlisted"])
def test_a_route_that_was_forgotten_is_refused_when_it_is_called(app: Any, cast: Cast, path: str) -> None:
    ran = []
    app.get(path)(lambda: ran.append(now()))
    for uid in ("lin", None):
        answer = Browser(app, cast, uid).client.get(path)
        assert (answer.status_code, ran) == (403, [])
        assert "此功能未列入权限表" in answer.text


def test_the_written_table_is_the_one_that_is_enforced() -> None:
    assert described() in DOCS.read_text(encoding="utf-8"), "python -m tests.rights.described"


@pytest.mark.parametrize("role", list(Role))
def test_no_right_reaches_over_the_wall_between_papers_and_administration(role: Role) -> None:
    """G23, the doors' half: no line names a role of the other side, and the wall stands before the roles."""
    me = Me(Person(uid="x", name="某", office_code=Office(code="X", name="x").code), frozenset({role}))
    for right, _ in TABLE:
        if right.side is Side.PAPERS:
            assert not ADMINISTRATORS.intersection(right.roles)
        if right.side is Side.ADMINISTRATION:
            assert ADMINISTRATORS.issuperset(right.roles)
    if role in ADMINISTRATORS:
        with pytest.raises(Aloof):
            may(me, Right(Side.PAPERS, (role,)))
