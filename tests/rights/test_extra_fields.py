"""夹带: a field that a form does not have is refused, on every form and for every program.  Threat W6."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from api.rights import name_of
from models.document import Document
from tests.rights.asking import Answer
from tests.rights.house import House, furnished
from tests.rights.oracle import Outcome, expects
from tests.rights.premises import Premises, premises
from tests.rights.test_matrix import url
from tests.routes import form_of, routes, takes_a_form
from tests.untouched import untouched

SMUGGLED = {
    "level": "public",
    "owner_id": "x",
    "state": "archived",
    "stage": "archived",
    "seal": "0",
    "line": "0",
    "serial": "1",
    "roles": "auditor",
    "clearance": "top_secret",
    "by": "x",
    "at": "2026-01-01",
}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Premises]:
    with premises(tmp_path_factory.mktemp("fields")) as made:
        yield made


@pytest.fixture(scope="module")
def house(place: Premises) -> House:
    return furnished()


def test_every_form_and_every_program_is_refused_what_it_smuggles(house: House) -> None:
    tried = 0
    assert {"stage", "seal", "line", "level", "serial"} <= set(Document.model_fields)
    with untouched():
        for route in (one for one in routes(house.asker.app) if "POST" in one.methods):
            for name, value in SMUGGLED.items():
                if name in (fields := _fields(route)) or not fields:  # signing in and out take what they name
                    continue
                answer = sends(house, route, {name: value})
                assert answer.status == 422, (route.path, name, answer.status, answer.text[-300:])
                assert "不认识的栏目" in answer.text, (route.path, name)
                tried += 1
    assert tried > 1_000


def sends(house: House, route: Any, more: dict[str, str]) -> Answer:
    """By somebody who has the right: at some doors it is asked for before the fields are looked at."""
    named = name_of("POST", route.path)
    uid = next(
        (one for one in house.cookies if expects(one, named, _behind(named)) is Outcome.THROUGH), "lin"
    )
    target, cookie = url(house, route.path, _behind(named)), house.cookies[uid]
    if takes_a_form(route):
        csrf = {} if route.path.startswith("/api/") else {"csrf": house.csrf[uid]}
        return house.asker.ask("POST", target, cookie, data=form_of(route) | csrf | more)
    return house.asker.ask("POST", target, cookie, json=json.dumps(form_of(route) | more).encode())


def _behind(named: str) -> str:
    return "waiting" if "{order_id}" in named else "signing"


def _fields(route: Any) -> set[str]:
    models = [one.field_info.annotation for one in route.dependant.body_params]
    return {name for model in models for name in getattr(model, "model_fields", {})}
