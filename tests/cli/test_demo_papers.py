"""The demo's papers: the product's own recognition reads them, whatever format they came in."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from api.cli.walk import paper as walked
from config.policy import policy
from flows.demo.plans import Letter, hospital, papers
from gateways import text
from gateways.text import formats
from models.people import ADMINISTRATORS, SPEAKS_FOR_OFFICE, Role
from models.recognition import mark_of_state_secret, recognise

RECEIVED = date(2026, 11, 20)
LETTERS = papers().letters


def read(letter: Letter, folder: Path) -> dict:
    path = folder / "paper"
    path.write_bytes(letter.file(RECEIVED))
    words, first_page, _ = formats.extract(path, formats.inspect(path, ""))
    assert mark_of_state_secret(first_page) is None
    return recognise(words, letter.file_name).to_json()


def test_there_are_forty_and_no_two_are_alike() -> None:
    assert len(LETTERS) == 40
    assert len({letter.title for letter in LETTERS}) == 40
    assert len({letter.number(RECEIVED) for letter in LETTERS}) == 40
    assert {letter.format for letter in LETTERS} == {"docx", "pdf"}


def test_what_stands_on_them_is_read(tmp_path: Path) -> None:
    right: Counter[str] = Counter()
    for letter in LETTERS:
        said = read(letter, tmp_path)
        truth = {
            "title": letter.title,
            "issuer": letter.issuer,
            "doc_number": letter.number(RECEIVED),
            "issue_date": letter.issue_date(RECEIVED).isoformat(),
            "addressees": list(letter.to),
            "attachments": list(letter.attachments),
            "kind": letter.doc_kind.label,
        }
        right.update(name for name, value in truth.items() if said[name] == value)
    assert min(right[name] for name in ("title", "issuer", "doc_number", "issue_date")) >= 38, right
    assert min(right.values()) >= 36, right


@pytest.mark.parametrize("kind", ["docx", "pdf"])
def test_a_paper_passes_the_counter(kind: str, tmp_path: Path) -> None:
    letter = next(letter for letter in LETTERS if letter.format == kind)
    path = tmp_path / f"paper.{kind}"
    path.write_bytes(letter.file(RECEIVED))
    assert letter.title in text.read(path).text.replace("\n", "")


def test_the_walked_paper_is_over_its_term(database: str) -> None:
    assert walked.DATED.year + 10 < RECEIVED.year
    assert walked.find_one().number == "江卫设〔2014〕41号"


def test_everybody_the_policy_sends_work_to_is_there() -> None:
    speaks = {office for _, _, office, *roles in hospital().people.values() if SPEAKS_FOR_OFFICE & set(roles)}
    leads = {uid for uid, (*_, role) in hospital().people.items() if role == Role.LEADER}
    for route in policy().routes:
        assert {route.lead, *route.assistants} <= speaks, route.name
        assert set(route.leaders) <= leads, route.name
    held = Counter(role for *_, role in hospital().people.values())
    assert all(held[role] == 1 for role in ADMINISTRATORS)
    assert {"lin", "xu", "chen", "wang", "zhou", "he", "gu"} <= set(hospital().people)
