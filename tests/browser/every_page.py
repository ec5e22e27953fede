"""Every page that the table of rights knows, as somebody who may see it, with every kind of thing behind it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlmodel import select

from api.rights import PROGRAMS, name_of
from gateways.clock import now
from models.database import reading
from models.organs import Organ
from models.people import Role
from models.rulebooks import SHIPPED
from tests.rights.house import ACTORS, House
from tests.rights.oracle import KNOWS, LISTS, Outcome, expects
from tests.routes import address, routes


@dataclass(frozen=True)
class Place:
    """A page of the product: whose, and where."""

    uid: str
    url: str


# Pages of things that this house has not: they are looked at where those are made.
ELSEWHERE = {
    "/feeds/{word}.ics",  # a calendar's, not a page
    "/account/factors/{factor_id}",
    "/account/passkeys/new",  # only under https
    "/forms/kinds/{kind}/template",
    "/forms/{release_id}/sample",
    "/documents/{document_id}/files/{file_id}/pages/{number}",
    "/destruction-orders/{order_id}/files/{file_id}",
    "/carriers",  # policy: off
    "/carriers/{carrier_id}",
    "/consents",
    "/sign-in/code",  # half way in
    "/sign-in/password",
    "/oidc/start",  # no provider
    "/oidc/callback",
}
STREAM = "/desk/events"  # told for as long as somebody listens
CASE = "/documents/{document_id}"


def places(house: House) -> dict[str, list[Place]]:
    """By route: the pages that opened; none at all where ELSEWHERE does not excuse it is a fault of this walk."""
    answered = {path: list(_answered(house, path)) for path in sorted(_paths(house))}
    silent = {path for path, seen in answered.items() if not seen and not path.endswith((".svg", "/pdf"))}
    assert silent <= ELSEWHERE, f"nothing opened of {silent - ELSEWHERE}: make what it shows, or say why not"
    return {path: [place for place, whole in seen if whole] for path, seen in answered.items()}


def _paths(house: House) -> set[str]:
    gets = {route.path for route in routes(house.asker.app) if "GET" in route.methods}
    return {path for path in gets if not path.startswith(f"{PROGRAMS}/") and path != STREAM}


def _answered(house: House, path: str) -> Iterator[tuple[Place, bool]]:
    """A case at every stage; of every other page one thing; each as the first and the last who may see it.

    False: a file, or a part of a page.
    """
    for thing in KNOWS if "{document_id}" in path else LISTS if "{order_id}" in path else [""]:
        who = _who(name_of("GET", path), thing)
        asked = [Place(uid, _url(house, path, thing)) for uid in who]
        seen = [(place, whole) for place in asked if (whole := _opens(house, place)) is not None]
        yield from seen
        if seen and path != CASE:
            return


def _who(route: str, thing: str) -> list[str]:
    through = (Outcome.THROUGH, Outcome.OPEN)
    may = [uid for uid in ACTORS if uid != "gone" and expects(uid, route, thing) in through]
    return list(dict.fromkeys([*may[:1], *may[-1:]]))


def _url(house: House, path: str, thing: str) -> str:
    paper = house.papers.get(thing)
    known = {"document_id": paper, "order_id": house.orders.get(thing), "token": house.link}
    known |= {"file_id": house.files.get(paper) if paper else None, "book_id": SHIPPED, "number": 1}
    known |= {"book": "general", "year": now().year, "retention": "years10", "office": "YZB"}
    known |= {"person_id": house.cast.id("zhao"), "role": Role.SECRETARY.value}
    known |= {"organ_id": _organ()}
    return address(path, **{name: value for name, value in known.items() if value})


def _organ() -> UUID:
    """One that the register has learnt."""
    with reading() as session:
        return session.exec(select(Organ.id)).first() or uuid4()


def _opens(house: House, place: Place) -> bool | None:
    answer = house.asker.ask("GET", place.url, house.cookies.get(place.uid))
    return answer.body.lstrip().startswith(b"<!doctype html>") if answer.status == 200 else None
