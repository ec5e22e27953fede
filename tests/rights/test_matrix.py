"""Everybody at every door, with every paper behind it: the app, its table and a second telling must say the same.

Threats W5, G12: a look or an act on what one may not know of, and an act that tells what a look would not.
"""

import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
from sqlmodel import Session

from api.rights import RIGHTS, name_of
from gateways.clock import now
from models import orders
from models.access import visible_to
from models.database import reading
from models.document import Document
from models.errors import DomainError, NotFound
from models.people import Me
from models.rights import Ended, Right, Side, may
from models.rulebooks import SHIPPED
from tests.rights.asking import Answer
from tests.rights.house import ACTORS, House, furnished
from tests.rights.oracle import KNOWS, LISTS, Outcome, expects
from tests.rights.premises import Premises, premises
from tests.routes import address, form_of, routes, takes_a_form
from tests.sizes import size
from tests.untouched import standing

PAPERS, ORDERS = (["nowhere", *(one for one in known if one != "nowhere")] for known in (KNOWS, LISTS))
EVERY = size(2, 1)  # every second of the 29,000 questions, each by half of the people; with SOAK=1 all
Where = tuple[str, str, str, str, int, str]
REFUSALS = {"NotYourRole", "Aloof", "Unlisted"}
REFUSED = re.compile("此事由.+办理。|管理员不接触公文|此功能未列入权限表")
# What names something inside the document may be told that this is not there.
INNER = {"remark-withdrawal", "relation", "relation-removal", "urging", "sub-case-closure", "signer-removal"}
WITHOUT_HTTPS = {"/account/passkeys/new", "/account/passkeys"}  # passkeys are there for nobody
INNER |= {"amendment", "scope-removal", "paper-opinion", "special-closure"}
PHRASES = {"/account/phrases/removal", "/account/phrases/lift"}  # one that its owner does not keep


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Premises]:
    with premises(tmp_path_factory.mktemp("house")) as made:
        yield made


@pytest.fixture(scope="module")
def house(place: Premises) -> House:
    made = furnished()
    place.keep()
    return made


def things(path: str, turn: int) -> list[str]:
    """The papers or lists asked about; what never was is always the first."""
    known = PAPERS if "{document_id}" in path else ORDERS if "{order_id}" in path else [""]
    return known[:1] + [one for place, one in enumerate(known[1:], start=turn) if place % EVERY == 0]


def doors(house: House) -> list[tuple[str, Any]]:
    """Every method of every route."""
    return [(method, route) for route in routes(house.asker.app) for method in sorted(route.methods)]


def url(house: House, path: str, thing: str) -> str:
    paper = house.papers.get(thing)
    known = {"document_id": paper, "file_id": house.files.get(paper) if paper else None, "book_id": SHIPPED}
    known |= {"order_id": house.orders.get(thing), "token": house.link, "number": 1, "book": "general"}
    known |= {"year": now().year, "retention": "years10", "office": "YZB"}
    return address(path, **{name: value for name, value in known.items() if value})


def asks(house: House, uid: str, method: str, route: Any, target: str) -> Answer:
    cookie = house.cookies.get(uid)
    if method != "POST":
        return house.asker.ask(method, target, cookie)
    if takes_a_form(route):
        csrf = {} if route.path.startswith("/api/") else {"csrf": house.csrf.get(uid, "")}
        return house.asker.ask(method, target, cookie, data=form_of(route) | csrf)
    return house.asker.ask(method, target, cookie, json=json.dumps(form_of(route)).encode())


def outcome(answer: Answer) -> Outcome:
    """What the app said: a verb's own refusal (another's task, a wrong field) comes after the right."""
    if answer.leads_to_sign_in:
        return Outcome.SIGN_IN
    if answer.status == 404:
        return Outcome.UNSEEN
    told = answer.headers.get("content-type", "").startswith("application/problem+json")
    code = json.loads(answer.text)["code"] if told else ""
    if answer.status == 403 and (code in REFUSALS or REFUSED.search(answer.text)):
        return Outcome.REFUSED
    over = code == "Ended" or "只保留登记信息，不再办理" in answer.text
    return Outcome.OVER if answer.status == 409 and over else Outcome.THROUGH


def by_the_table(house: House, me: Me | None, route: str, thing: str) -> Outcome:
    """What the product's own table and filter say, without a request."""
    right = RIGHTS[route]
    if right.side is Side.OPEN:
        return Outcome.OPEN
    if me is None or not me.person.active:
        return Outcome.SIGN_IN
    with reading() as session:
        try:
            may(me, right)
            _with_the_thing(house, session, me, right, route, thing)
        except NotFound:
            return Outcome.UNSEEN
        except Ended:
            return Outcome.OVER
        except DomainError:
            return Outcome.REFUSED
    return Outcome.THROUGH


def _with_the_thing(house: House, session: Session, me: Me, right: Right, route: str, thing: str) -> None:
    if "{document_id}" in route:
        found = session.exec(visible_to(me).where(Document.id == house.papers[thing])).one_or_none()
    elif "{order_id}" in route:
        found = next((o for o in orders.visible_orders(session, me) if o.id == house.orders[thing]), None)
    else:
        return
    if found is None:
        raise NotFound()
    may(me, right, found)


def agrees(said: Outcome, expected: Outcome, method: str, path: str) -> bool:
    if expected is Outcome.OPEN:
        return said in (
            Outcome.THROUGH,
            Outcome.SIGN_IN,
            Outcome.UNSEEN,
        )  # a wrong password is told to sign in
    if expected is Outcome.THROUGH and said is Outcome.UNSEEN:
        page = path.removeprefix("/api/v1")
        inside = set(re.findall(r"{\w+}", path)) - {"{document_id}", "{order_id}"}
        posted = method == "POST" and page in ("/destruction-orders", "/t/{token}", *PHRASES)
        return bool(inside) or posted or path.rpartition("/")[2] in INNER or page in WITHOUT_HTTPS
    return said is expected


@pytest.mark.parametrize("uid", ACTORS)
def test_the_app_its_table_and_a_second_telling_say_the_same(house: House, place: Premises, uid: str) -> None:
    """G12.  What does not pass changes nothing; what is not for somebody is in no answer, and answers as what never was."""
    place.put_back()
    before, me, asked = standing(), house.me(uid) if uid else None, 0
    with closing(sqlite3.connect(place.place)) as watch:
        for turn, (method, route) in enumerate(doors(house), start=list(ACTORS).index(uid)):
            never = None
            for thing in things(route.path, turn):
                asked += 1
                version = watch.execute("PRAGMA data_version").fetchone()
                answer = asks(house, uid, method, route, url(house, route.path, thing))
                expected = expects(uid, name_of(method, route.path), thing)
                where = uid, method, route.path, thing, answer.status, answer.text[-300:]
                judge(answer, expected, me, house, thing, where)
                never = never or answer
                if expected is Outcome.UNSEEN and thing:
                    assert told(house, answer, thing) == told(house, never, "nowhere"), where
                if watch.execute("PRAGMA data_version").fetchone() != version:
                    assert expected in (Outcome.THROUGH, Outcome.OPEN) or standing() == before, where
                    place.put_back()
    assert asked * len(ACTORS) >= 10_000, asked


def judge(answer: Answer, expected: Outcome, me: Me | None, house: House, thing: str, where: Where) -> None:
    uid, method, path, *_ = where
    assert answer.status < 500, where
    assert agrees(outcome(answer), expected, method, path), (outcome(answer), expected, where)
    assert by_the_table(house, me, name_of(method, path), thing) is expected, (expected, where)
    for paper, known_to in KNOWS.items():
        on_a_list = paper in ("listed", "destroyed") and uid in LISTS["waiting"]
        if uid not in known_to and not on_a_list:
            assert f"隐字{paper}号".encode() not in answer.body, (paper, where)


def told(house: House, answer: Answer, thing: str) -> tuple[Any, ...]:
    """Everything that an answer says, the number of bytes too, but for the id that was asked with."""
    paper = house.papers.get(thing) or house.orders[thing]
    return answer.status, answer.headers, answer.body.replace(str(paper).encode(), b"x")
