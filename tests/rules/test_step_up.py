"""再次确认身份 (L9): what the policy demands is asked of both doors of an act, and nothing that was typed is lost."""

import json
import re
from html import unescape
from uuid import UUID

import pytest
from sqlmodel import select

from api import cookies, step_up
from api.acts import ACTS
from config.errors import BadConfig
from config.policy import policy
from config.signing_in import STRENGTHS, Demand, StepUp
from gateways import directory
from gateways.clock import now
from models.audit import Event
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.orders import DestructionOrder
from models.people import find_uid
from models.stages import Stage
from tests.office import Letter
from tests.personas import Cast
from tests.stages.test_archive import old_paper
from tests.stages.test_receive import receipt
from tests.stepping_up import STEP, demanding, has_phone, proved
from tests.test_a_secretarys_day import People
from tests.test_sign_in import PASSWORD

AGES: list[int | None] = [None, 0, 4, 5, 60]


@pytest.fixture
def listed(cast: Cast) -> tuple[Letter, UUID]:
    """A paper, and a list that waits for 周院长's approval."""
    letter = old_paper(cast)
    return letter, letter.is_listed()


def state(order: UUID) -> str:
    with reading() as session:
        return str(session.get_one(DestructionOrder, order).state)


def has_password(uid: str) -> None:
    with unit_of_work() as session:
        person = find_uid(session, uid)
        assert person
        directory.set_password(person, PASSWORD)


def hidden(html: str, name: str) -> str:
    return unescape(re.search(rf'name="{name}" value="([^"]*)"', html)[1])


@pytest.mark.parametrize("needs", STRENGTHS)
@pytest.mark.parametrize("password", AGES)
@pytest.mark.parametrize("factor", AGES)
def test_level_against_the_age_of_each_proof(needs: str, password: int | None, factor: int | None) -> None:
    """Strength × ages; the level decides the strength, see below."""
    from datetime import timedelta

    from fastapi import Request

    from models.signins import SignIn

    at = now()
    then = [None if age is None else at - timedelta(minutes=age) for age in (password, factor)]
    proof = SignIn(password_at=then[0], factor_at=then[1])
    request = Request({"type": "http", "headers": []})
    request.state.visitor = type("V", (), {"proof": proof})()
    fresh = {age: age is not None and age < 5 for age in AGES}
    good = {"none": True, "password": fresh[password] or fresh[factor], "second-factor": fresh[factor]}
    if good[needs]:
        step_up.must_be_fresh(request, needs, at=at)
    else:
        with pytest.raises(step_up.NotConfirmed):
            step_up.must_be_fresh(request, needs, at=at)


def test_the_strongest_demand_that_fits_act_and_level_counts() -> None:
    rules = StepUp(
        fresh_minutes=5,
        factor_for=(),
        demands=(
            Demand(acts=("documents/*",), levels=("内部",), needs="password"),
            Demand(acts=("documents/opinion",), levels=("机密", "绝密"), needs="second-factor"),
            Demand(acts=("destruction-orders/approval",), needs="second-factor"),
        ),
    )
    assert rules.needs("documents/opinion", "公开") == "none"
    assert rules.needs("documents/opinion", "内部") == "password"
    assert rules.needs("documents/opinion", "机密") == "second-factor"
    assert rules.needs("documents/reading", "内部") == "password"
    assert rules.needs("documents", "内部") == "none"
    assert rules.needs("destruction-orders/approval", "公开") == "second-factor"
    assert rules.needs("destruction-orders/refusal", "公开") == "none"


def test_the_shipped_policy_asks_before_anything_is_destroyed() -> None:
    for level in ("公开", "内部"):
        for act in ("approval", "witnessing"):
            assert policy().step_up.needs(f"destruction-orders/{act}", level) == "password"
        assert policy().step_up.needs("documents/opinion", level) == "none"


@pytest.mark.parametrize(
    ("demand", "role"), [("documents/opinoin", ""), ("destruction-order/*", ""), ("", "sysadmin")]
)
def test_a_slip_of_the_pen_in_the_policy_stops_the_start(
    monkeypatch: pytest.MonkeyPatch, demand: str, role: str
) -> None:
    demands = (Demand(acts=(demand,), needs="password"),) if demand else ()
    wrong = StepUp(fresh_minutes=5, factor_for=(role,) if role else (), demands=demands)
    changed = policy().model_copy(update={"step_up": wrong})
    monkeypatch.setattr("api.step_up.policy", lambda: changed)
    with pytest.raises(BadConfig, match=demand.replace("*", r"\*") or role):
        step_up.must_be_known()


def test_every_act_stands_behind_the_same_question(
    browser: People, listed: tuple[Letter, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever act the policy names, a session of yesterday does it through neither door."""
    from tests.rules.test_every_route_names_its_right import form_of, posts

    letter, order = listed
    asked = {"documents": 0, "destruction-orders": 0}
    with demanding(monkeypatch, ("documents/*", "password"), ("destruction-orders/*", "password")):
        for uid in ("lin", "chen", "zhou", "he"):
            someone = browser(uid)
            proved(someone, password=30)
            for api in (False, True):
                for route in posts(someone.client.app, api):
                    about = route.path.removeprefix("/api/v1").split("/")[1]
                    if "_id}" not in route.path or about not in asked or route.path.count("{") > 1:
                        continue
                    url = route.path.format(document_id=letter.id, order_id=order)
                    sent = (
                        {"json": form_of(route)} if api else {"data": form_of(route) | {"csrf": someone.csrf}}
                    )
                    answer = someone.client.post(url, **sent)
                    assert answer.status_code in (403, 404, 409, 422), (url, answer.status_code)
                    asked[about] += "再次确认身份" in answer.text
    assert asked["documents"] > len(ACTS), "two doors and several people"
    assert state(order) == "proposed" or "批" in state(order)


def test_a_page_asks_once_and_loses_nothing(browser: People, listed: tuple[Letter, UUID]) -> None:
    order = listed[1]
    has_password("zhou")
    zhou = browser("zhou")
    proved(zhou, password=5)
    before = state(order)
    place = f"/destruction-orders/{order}/approval"
    asked = zhou.posts(place, expect=403, version="0")
    assert "请再输一次您的口令" in asked
    assert state(order) == before
    said = {"then": hidden(asked, "then"), "kept": hidden(asked, "kept"), "next": hidden(asked, "next")}
    assert said["then"] == place
    wrong = zhou.posts("/confirm", expect=422, answer="not it", **said)
    assert "口令不对" in wrong
    assert hidden(wrong, "kept") == said["kept"]
    old = zhou.client.cookies[cookies.COOKIE]
    confirmed = zhou.client.post("/confirm", data={"csrf": zhou.csrf, "answer": PASSWORD} | said)
    assert confirmed.status_code == 200
    assert f'action="{place}"' in confirmed.text
    assert zhou.client.cookies[cookies.COOKIE] != old
    assert zhou.posts(place, version=hidden(confirmed.text, "version")).endswith("?done=approval")
    assert state(order) != before
    with reading() as session:
        told = [(one.act, one.ok) for one in session.exec(select(Event).order_by(Event.line))]
    assert told[:2] == [(Act.CONFIRMATION_REFUSED, False), (Act.CONFIRMED, True)]


def test_what_was_typed_comes_back_word_by_word(
    browser: People, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = '同意。\n<b>"引号"</b> & 第二行'
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    has_password("wang")
    wang = browser("wang")
    proved(wang, password=30)
    typed = {"words": words, "decision": "instruct", "version": str(letter.now.line)}
    with demanding(monkeypatch, ("documents/opinion", "password"), levels=("内部",)):
        asked = wang.posts(f"/documents/{letter.id}/opinion", expect=403, **typed)
        assert dict(json.loads(hidden(asked, "kept"))) == typed
        assert letter.stage is Stage.REGISTERED
        said = {"then": hidden(asked, "then"), "kept": hidden(asked, "kept"), "answer": PASSWORD}
        confirmed = wang.client.post("/confirm", data={"csrf": wang.csrf} | said).text
        again = {name: hidden(confirmed, name) for name in typed}
        assert again == typed
        wang.posts(f"/documents/{letter.id}/opinion", **again)


def test_a_program_is_told_what_is_needed(browser: People, cast: Cast, listed: tuple[Letter, UUID]) -> None:
    order = listed[1]
    phone = has_phone(cast, "zhou")
    zhou = browser("zhou")
    proved(zhou, password=30)
    place = f"/destruction-orders/{order}/approval"
    said = zhou.calls("POST", place, expect=403, json={})
    assert (said["code"], said["needs"]) == ("NotConfirmed", "password")
    zhou.calls("POST", "/session/confirmation", expect=422, json={"answer": PASSWORD})
    zhou.calls("POST", "/session/confirmation", json={"answer": phone.shows()})
    zhou.calls("POST", "/session/confirmation", expect=422, json={"answer": phone.shows()})
    zhou.calls("POST", place, json={})
    proved(zhou, factor=30)
    zhou.calls("POST", "/session/confirmation", json={"answer": phone.shows(now() + STEP)})


def test_who_has_no_factor_is_sent_to_register_one(
    browser: People, listed: tuple[Letter, UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    zhou = browser("zhou")
    with demanding(monkeypatch, ("destruction-orders/approval", "second-factor")):
        asked = zhou.posts(f"/destruction-orders/{listed[1]}/approval", expect=403)
    assert "登记验证器" in asked
    assert 'href="/account"' in asked


def test_the_link_in_a_mail_is_the_same_act(monkeypatch: pytest.MonkeyPatch) -> None:
    assert step_up.act_of("/t/{token}") == "documents/opinion"
    assert step_up.act_of("/api/v1/documents/{document_id}/opinion") == "documents/opinion"


def test_nothing_leads_off_the_site(browser: People) -> None:
    has_password("lin")
    lin = browser("lin")
    for elsewhere in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        answer = lin.client.post(
            "/confirm", data={"csrf": lin.csrf, "answer": PASSWORD, "next": elsewhere, "then": ""}
        )
        assert answer.headers["location"] == "/"
        answer = lin.client.post(
            "/confirm", data={"csrf": lin.csrf, "answer": PASSWORD, "then": elsewhere, "kept": "{]"}
        )
        assert "evil" not in answer.text


UPLOADS = {"documents": ("lin", "/documents"), "forms": ("gu", "/forms")}


@pytest.mark.parametrize("act", UPLOADS)
def test_proof_is_asked_for_before_a_file_is_chosen(
    browser: People, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """And a file that is sent all the same, because the proof grew old meanwhile, waits until he has proved it."""
    uid, place = UPLOADS[act]
    has_password(uid)
    one = browser(uid)
    proved(one, password=30)
    typed = receipt() if act == "documents" else {"kind": "circulation", "why": "换了字体"}
    with demanding(monkeypatch, (act, "password")):
        page = one.client.get({"documents": "/documents/new", "forms": "/forms"}[act])
        assert "确认身份" in page.text
        assert 'type="file"' not in page.text
        file = {"file": ("来文.txt", b"words", "text/plain")}
        asked = one.client.post(place, data=typed | {"csrf": one.csrf}, files=file)
        assert (asked.status_code, "刚才的文件也暂存着（来文.txt）" in asked.text) == (403, True)
        told = one.client.post(f"/api/v1{place}", data=typed, files=file)
        assert told.json()["code"] == "NotConfirmed"
        said = {name: hidden(asked.text, name) for name in ("then", "kept", "files", "next")}
        again = one.client.post("/confirm", data={"csrf": one.csrf, "answer": PASSWORD} | said).text
        assert 'type="file"' not in again
        assert "文件：来文.txt" in again
        assert {name: hidden(again, name) for name in typed} == typed
        page = one.opens({"documents": "/documents/new", "forms": "/forms"}[act])
        assert 'type="file"' in page


@pytest.mark.parametrize("act", ["paper-opinion", "audit/verification"])
def test_no_door_forgets_to_ask(
    browser: People, cast: Cast, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """Doors that read a file or count a journal before their transaction begins."""
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    uid, place, named = {
        "paper-opinion": ("lin", f"/documents/{letter.id}/paper-opinion", "documents/paper-opinion"),
        "audit/verification": ("yan", "/audit/verification", "audit/verification"),
    }[act]
    has_password(uid)
    one = browser(uid)
    proved(one, password=30)
    seat = {"seat_id": str(letter.id), "decision": "noted", "signed_on": "2026-01-01"}
    sent = seat if act == "paper-opinion" else {}
    with demanding(monkeypatch, (named, "password")):
        if act == "paper-opinion":
            page = one.opens(f"/documents/{letter.id}")
            assert "请先确认，再选文件" in page
            assert 'type="file"' not in page
        one.posts(place, expect=403, **sent)
        answer = one.client.post(f"/api/v1{place}", data=sent)
        assert answer.json()["code"] == "NotConfirmed"
