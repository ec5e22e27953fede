"""Every page there is, opened and checked by those who see it; every form, refused once, comes back as it was typed."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from jinja2 import UndefinedError

from api import pages
from api.acts import ACTS
from api.pages import environment
from config.catalogue import CHINESE
from config.policy import policy
from models.database import reading
from models.tasks import open_tasks
from tests.office import Letter, engine_runs
from tests.page_client import Browser
from tests.personas import PEOPLE, Cast
from tests.rules.form_steps import Step, opens_whole, shown_again, takes
from tests.rules.forms_beside import (
    signed_together,
    steered_and_carried_out,
    talked_over,
    through_the_end_of_the_term,
    under_new_rules,
)
from tests.rules.forms_of_a_life import steps
from tests.rules.forms_of_people import governed, scoped
from tests.stages.test_receive import hands_in, receipt
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

ROOT = Path(pages.FOLDER)

OPENED = {
    "lin": ["/api/v1", "/books", "/numbers", "/delegations", "/confirm?next=/account"],
    "gu": ["/forms", "/dead-letters", "/engine", "/backups", "/policy", "/factor-resets", "/account"],
    "yan": ["/audit"],
    "chen": ["/departures"],
}


# What stands only where something else is switched on, or half-way into the house: by its own test.
SEEN_ELSEWHERE = {
    "feed.html": "tests/test_feeds.py",
    "components/feeds.html": "tests/test_feeds.py",
    "carriers/": "tests/rules/test_carriers.py",  # register_only
    "supervise/board.html": "tests/test_supervision_board.py",
    "components/chart.html": "tests/test_supervision_board.py",
    "admin/policy-change": "tests/administration/test_policy_changes.py",
    "calendar.html": "tests/test_calendar_page.py",
    "clock.html": "tests/test_clock_page.py",
    "components/until.html": "tests/test_calendar_page.py",
    "components/drafted.html": "tests/rules/test_drafts.py",
    "components/mailed.html": "tests/test_mailed.py",
    "desk/": "tests/test_desk_bulk.py",
    "help/": "tests/rules/test_help.py",
    "organs/": "tests/test_organs.py",
    "receive/likely-duplicates.html": "tests/test_registering.py",
    "supervise/initiation.html": "tests/test_matters_page.py",
    "supervise/obligation": "tests/test_obligations_page.py",
    "supervise/matters.html": "tests/test_matters_page.py",
    "passkey.html": "tests/browser/test_passkeys.py",  # https
    "components/passkey.html": "tests/browser/test_passkeys.py",
    "sign_in_code.html": "tests/rules/test_second_factor.py",
    "factor.html": "tests/rules/test_second_factor.py",
    "recovery_codes.html": "tests/rules/test_second_factor.py",
    "confirmed.html": "tests/rules/test_step_up.py",
    "components/onward.html": "tests/test_a_leaders_lunch_break.py",
    "components/phrases.html": "tests/test_a_leaders_lunch_break.py",
    "spent.html": "tests/test_links.py",
    "sign_in_password.html": "tests/rules/test_password_rules.py",
}


def test_what_is_seen_elsewhere_has_its_test() -> None:
    assert all((ROOT.parents[1] / path).is_file() for path in SEEN_ELSEWHERE.values())


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The templates that were really used."""
    seen: set[str] = set()
    loader = environment(CHINESE).loader
    source = loader.get_source

    def noted(env: Any, name: str) -> Any:
        seen.add(name)
        return source(env, name)

    environment(CHINESE).cache.clear()
    monkeypatch.setattr(loader, "get_source", noted)
    return seen


def test_every_page_opens_for_those_who_see_it_and_every_form_keeps_what_was_typed(
    browser: People, cast: Cast, rendered: set[str]
) -> None:
    browser(None).opens("/sign-in")
    place, done = lived_through(browser, cast)
    for beside in (sent_home, under_new_rules, talked_over, steered_and_carried_out, signed_together, scoped):
        done |= beside(browser, cast)
    governed(browser, cast)
    opens_the_rest(browser, place)
    assert done == set(ACTS), "every act was taken through its page"
    there = {str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html")}
    left = sorted(one for one in there - rendered if not one.startswith(tuple(SEEN_ELSEWHERE)))
    assert left == [], f"{left}: every template was really rendered"


def lived_through(browser: People, cast: Cast) -> tuple[str, set[tuple[str, str]]]:
    """One paper from the counter to the archive, and an old one beyond; where it stands, and what was done."""
    place = received(browser("lin"))
    letter = UUID(place.removeprefix("/documents/"))

    def about(kind: str) -> str:
        with reading() as session:
            return str(next(t.about for t in open_tasks(session, letter) if t.kind.value == kind))

    done = set()
    *life, keeping_on = steps(lambda uid: str(cast.id(uid)), about)
    for make in life:
        step = make()
        takes(step, browser, place)
        done.add(("documents", step.act))
        opens_whole([browser(uid) for uid in PEOPLE], place)
        for url in ("/", "/documents", "/destruction-orders"):
            browser(step.uid).opens(url)
    return place, done | through_the_end_of_the_term(browser, cast, keeping_on())


def received(lin: Browser) -> str:
    lin.opens("/documents/new")
    with untouched():
        page = lin.posts(
            "/documents", expect=422, **receipt(remarks="易碎", copies="0", copy_numbers="000001")
        )
    assert shown_again(page, {"remarks": "易碎", "copy_numbers": "000001"})
    place = hands_in(lin, copies="2", copy_numbers="000001,000002").partition("?")[0]
    engine_runs()
    return place


def sent_home(browser: People, _cast: Cast) -> set[tuple[str, str]]:
    place = browser("lin").posts("/documents", **receipt()).partition("?")[0]
    engine_runs()
    back = {
        "title": "函",
        "issuer": "江州市医保局",
        "reasons": policy().return_reasons[0],
        "words": "请送医保局。",
    }
    takes(
        Step("lin", "return", back, {"reasons": "", "doc_number": "无"}, "退文应当说明理由"), browser, place
    )
    browser("lin").opens(place)
    return {("documents", "return")}


def opens_the_rest(browser: People, place: str) -> None:
    """Pages that no act leads to."""
    for uid, places in OPENED.items():
        for one in places:
            browser(uid).opens(one)
    browser("lin").opens(f"{place}/receipts")
    browser("lin").client.get(f"{place}/distribution")
    browser(None).opens("/t/x")
    browser("sun").opens("/documents/new", expect=403)


def test_a_page_in_part_is_the_same_page(browser: People, cast: Cast) -> None:
    letter = Letter(cast).arrives()
    part = browser("lin").client.get(f"/documents/{letter.id}", headers={"hx-request": "true"}).text
    whole = browser("lin").opens(f"/documents/{letter.id}")
    assert part.startswith("<title>")
    assert "<html" not in part
    assert part.partition("<h1>")[2].strip()[:40] in whole


def test_a_word_a_template_does_not_get_is_an_error_and_not_a_blank() -> None:
    with pytest.raises(UndefinedError):
        environment(CHINESE).get_template("refused.html").render(partial=True)
