"""Every route is read: who may come in, whose paper it is, and that no form is taken from elsewhere."""

import json
import re
from typing import Any
from uuid import UUID

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts

from api import deps
from api.acts import ACTS
from api.app import build
from api.guard import TAKES_FORMS
from models.database import unit_of_work
from tests.databases import SQLITE_ONLY
from tests.office import Letter
from tests.page_client import Browser
from tests.personas import Cast
from tests.routes import MOUNTED, form_of, names, routes, said
from tests.routes import address as filled_in
from tests.stages.test_archive import old_paper
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

# What opens without signing in; whatever is added here is argued in review.
PUBLIC = {
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
    ("GET", "/metrics"),  # for a program on this machine, or with the token
    ("GET", "/sign-in"),
    ("POST", "/sign-in"),  # no session yet: the guard asks where the post comes from
    ("POST", "/appearance"),  # a cookie of this browser, and nothing else
    ("POST", "/language"),  # the same; what is signed in is asked for its word
    ("GET", "/oidc/start"),  # for one browser, and one time
    ("GET", "/oidc/callback"),
    ("GET", "/sign-in/code"),
    ("POST", "/sign-in/code"),
    ("GET", "/sign-in/password"),  # half way in: its own cookie, and its own word in the form
    ("POST", "/sign-in/password"),
    ("GET", "/feeds/{word}.ics"),  # for whoever has the secret address: no cookie of a calendar program
    ("GET", "/t/{token}"),  # shows the sign-in itself, and nothing else
    ("POST", "/api/v1/session"),
    ("GET", "/api/v1/openapi.json"),  # what may be asked, and nothing that was answered
    ("HEAD", "/api/v1/openapi.json"),
}
RIGHT_FIRST = {
    "/documents": "lin",
    "/forms": "gu",
    "/audit/verification": "yan",
}  # then its file, then its word
PERSON = {deps._reader, deps._acting}


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    from config import settings

    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("JIYAO_DATA_DIR", str(tmp_path_factory.mktemp("var")))
        patched.setattr("tempfile.tempdir", None)
        settings.settings.cache_clear()
        yield routes(build())
        settings.settings.cache_clear()


def guards(dependant: Dependant) -> set[Any]:
    """Everything that is asked before the route runs."""
    return {dependant.call}.union(*(guards(one) for one in dependant.dependencies))


def test_the_walk_really_sees_the_routes(table: list[Any]) -> None:
    seen = {name for route in table for name in names(route)}
    for act in ACTS.values():
        owner = "order_id" if act.about == "destruction-orders" else "document_id"
        path = f"/{act.about}/{{{owner}}}/{act.name}"
        assert {("POST", path), ("POST", f"/api/v1{path}")} <= seen
    assert {("GET", "/"), ("GET", "/documents/{document_id}"), ("POST", "/sign-out")} <= seen
    assert len(seen) > 100
    assert seen >= PUBLIC, "what is public is really there"
    assert len(ACTS) == 60
    looked = guards(next(r for r in table if r.path == "/documents/{document_id}").dependant)
    assert deps._look in looked, "the walk goes down to the last dependency"


def test_nothing_opens_unasked(table: list[Any]) -> None:
    for route in table:
        if not names(route) <= PUBLIC:
            assert PERSON & guards(route.dependant), f"{route.path}: take Reader or Actor"


def test_whoever_looks_at_a_paper_or_a_list_takes_it_by_its_right(table: list[Any]) -> None:
    for route in table:
        if "GET" not in route.methods or names(route) <= PUBLIC:
            continue
        for part, right in (("{document_id}", deps._document), ("{order_id}", deps._order)):
            assert (part in route.path) <= (right in guards(route.dependant)), (
                f"{route.path}: never a bare id"
            )


def test_only_get_and_post(table: list[Any]) -> None:
    methods = {method for route in table for method, _ in names(route)}
    assert methods == {"GET", "HEAD", "POST"}


# -- what a form must carry, tried on every route that takes one --------------------------------------------


def address(route: Any, letter: UUID, order: UUID) -> str:
    return filled_in(route.path, document_id=letter, order_id=order)


@pytest.fixture
def papers(cast: Cast) -> tuple[UUID, UUID]:
    """A document and a list that 何平 may both see."""
    listed, seen = old_paper(cast), old_paper(cast)
    return seen.id, listed.is_listed()


def posts(app: Any, api: bool) -> list[Any]:
    every = [r for r in iter_route_contexts(app.routes) if r.path not in MOUNTED and "POST" in r.methods]
    return [r for r in every if r.path.startswith("/api/") == api and not names(r) <= PUBLIC]


@SQLITE_ONLY
def test_a_form_without_our_word_or_with_anothers_is_refused_everywhere(
    app: Any, browser: People, papers: tuple[UUID, UUID]
) -> None:
    other = browser("zhou")
    routes_with_forms = posts(app, api=False)
    assert len(routes_with_forms) - len(ACTS) == 78, "besides the acts: one more door is argued in review"
    for route in routes_with_forms:
        he = browser(RIGHT_FIRST.get(route.path, "he"))
        with untouched():
            for csrf in ({}, {"csrf": ""}, {"csrf": "x"}, {"csrf": other.csrf}):
                answer = he.client.post(address(route, *papers), data=form_of(route) | csrf)
                assert answer.status_code == 403, (route.path, csrf, answer.text[-300:])
                assert "页面已过期或来路不明" in answer.text


ELSEWHERE = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": "null"},
    {"origin": "https://evil.example"},
    {"origin": "http://testserver.evil.example"},
    {"origin": "http://testserver", "sec-fetch-site": "cross-site"},
]


@SQLITE_ONLY
def test_a_post_from_another_site_is_refused_everywhere_even_with_our_word(
    app: Any, browser: People, papers: tuple[UUID, UUID]
) -> None:
    he = browser("he")
    for api in (False, True):
        for route in posts(app, api):
            sent = said(route, "" if api else he.csrf)
            with untouched():
                for headers in ELSEWHERE:
                    answer = he.client.post(address(route, *papers), headers=headers, **sent)
                    assert answer.status_code == 403, (route.path, headers)
    for place in ("/sign-in", "/api/v1/session"):
        for headers in ELSEWHERE:
            sent = {"uid": "lin", "password": "x"}
            assert he.client.post(place, data=sent, headers=headers).status_code == 403


@SQLITE_ONLY
def test_what_a_form_can_send_is_not_taken_at_a_programs_door(
    app: Any, browser: People, papers: tuple[UUID, UUID]
) -> None:
    """An old browser may not say where a post comes from; but no form of any page can send JSON as JSON."""
    he = browser("he")
    for route in posts(app, api=True):
        if route.path.endswith(TAKES_FORMS):
            continue
        for kind in ("text/plain", "application/x-www-form-urlencoded", "TEXT/PLAIN;charset=UTF-8"):
            with untouched():
                body = json.dumps(form_of(route))
                answer = he.client.post(address(route, *papers), content=body, headers={"content-type": kind})
            assert answer.status_code == 415, (route.path, kind)


@SQLITE_ONLY
def test_another_method_in_a_header_or_a_field_means_nothing(
    app: Any, browser: People, papers: tuple[UUID, UUID]
) -> None:
    he = browser("he")
    for route in posts(app, api=False):
        url = address(route, *papers)
        sent = form_of(route) | {"csrf": he.csrf, "_method": "POST"}
        with untouched("opening"):  # a GET of the paper itself is a look
            he.client.get(url, params=sent, headers={"x-http-method-override": "POST"})
            he.client.get(f"{url}?_method=POST", headers={"x-method-override": "POST"})


@SQLITE_ONLY
def test_who_is_not_signed_in_gets_nowhere(app: Any, browser: People, papers: tuple[UUID, UUID]) -> None:
    nobody = browser(None)
    for route in iter_route_contexts(app.routes):
        if route.path in MOUNTED or names(route) <= PUBLIC:
            continue
        url, method = address(route, *papers), next(iter(route.methods))
        with untouched():
            answer = nobody.client.request(method, url, **(said(route) if method == "POST" else {}))
        if url.startswith("/api/v1/"):
            assert (answer.status_code, answer.json()["code"]) == (401, "SignedOut"), url
        else:
            assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, "/sign-in"), (
                url
            )


def test_every_act_on_a_paper_outside_ones_scope_is_not_found(
    app: Any, browser: People, papers: tuple[UUID, UUID]
) -> None:
    qian = browser("qian")
    for api in (False, True):
        for route in posts(app, api):
            if not re.search(r"{(document|order)_id}", route.path):
                continue  # whom the others are hidden from stands in tests/rights
            sent = said(route, "" if api else qian.csrf)
            with untouched():
                answer = qian.client.post(address(route, *papers), **sent)
            assert answer.status_code == 404, (route.path, answer.text[-300:])


def test_an_ended_session_opens_nothing(app: Any, browser: People, cast: Cast) -> None:
    lin = browser("lin")
    secret = lin.client.cookies.get(deps.COOKIE)
    assert lin.posts("/sign-out") == "/sign-in?done=signed-out"
    lin.client.cookies.set(deps.COOKIE, secret)
    assert lin.client.get("/").status_code == 303
    left = Browser(app, cast, "xu")
    with unit_of_work() as session:
        session.merge(cast.xu.person).active = False
    assert left.client.get("/").status_code == 303
    assert Letter(cast).arrives().stage
