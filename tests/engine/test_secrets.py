"""What the engine writes down holds no word of a document: not in its database, not in its logs."""

import base64
import json
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlmodel import text

from gateways.clock import now
from models import outbox, prints
from models.database import unit_of_work
from models.outbox import Topic
from models.values import Retention
from tests.engine.machine import Machine, until
from tests.office import Letter
from tests.personas import Cast

pytestmark = [pytest.mark.engine, pytest.mark.timeout(240)]

MARKS = [f"金丝雀{word}{n}" for n, word in enumerate("甲乙丙丁戊己庚辛壬癸")]
TITLE, ISSUER, ATTACHMENT, PROPOSAL, WANG, ZHOU, READER, PROGRESS, RESULT, PLACE = MARKS


def disguises(mark: str) -> list[bytes]:
    """How a word may look where somebody wrote it down."""
    utf8 = mark.encode()
    return [
        utf8,
        mark.encode("gbk"),
        mark.encode("utf-16-le"),
        quote(mark).encode(),
        json.dumps(mark)[1:-1].encode(),
        *(base64.b64encode(b"x" * shift + utf8)[shift + 3 : -4] for shift in range(3)),
    ]


def a_whole_life(people: Cast) -> Letter:
    letter = Letter(people).arrives(received_from=ISSUER, location=PLACE)
    letter.is_registered(title=TITLE, issuer=ISSUER, attachments=[ATTACHMENT])
    letter.is_proposed(words=PROPOSAL, readers=[people.id("sun")])
    letter.is_signed("wang", WANG)
    letter.is_signed("zhou", ZHOU)
    letter.is_handed_out()
    letter.is_read("sun", READER)
    letter.is_taken_back()
    letter.is_accepted()
    letter.is_reported(words=PROGRESS)
    letter.is_completed(words=RESULT)
    letter.is_closed()
    letter.is_acknowledged()
    letter.is_filed(retention=Retention.YEARS10)
    return letter


def five_failures(people: Cast, letter: Letter) -> None:
    """A stage, a form, a letter, an order and a document that cannot be read, all with marked words in reach."""
    bad = Letter(people).arrives(received_from=ISSUER)
    with unit_of_work() as session:
        prints.ask(session, letter.id, TITLE, "marked", at=now())
        outbox.owe(session, Topic.LETTER, letter.id, at=now())
        outbox.owe(session, Topic.PRINT, letter.id, at=now())
        outbox.owe(session, Topic.ADVANCE, bad.id, at=now())
        change = text("UPDATE document SET title = :mark, stage = :mark WHERE id = :id")
        session.connection().execute(change, {"mark": TITLE, "id": bad.id.hex})
        change = text("UPDATE letter SET kind = :mark")
        session.connection().execute(change, {"mark": WANG})
        change = text("UPDATE letter SET sent_at = NULL WHERE id IN (SELECT id FROM letter LIMIT 1)")
        session.connection().execute(change)
        again = text(
            "UPDATE errand SET done_at = NULL, holder = NULL, held_until = NULL WHERE topic = 'letter'"
        )
        session.connection().execute(again)


def test_the_marks_would_be_found(tmp_path: Path) -> None:
    """A test that reads what it should, and knows a mark when it sees one."""
    for seen in (TITLE, json.dumps(TITLE), quote(TITLE), base64.b64encode(f"ab{TITLE}cd".encode()).decode()):
        assert any(form in seen.encode() for form in disguises(TITLE)), seen


def test_no_word_of_a_document_is_in_prefect_or_the_logs(at_work: Machine, people: Cast) -> None:
    letter = a_whole_life(people)
    at_work.comes_to_rest()
    five_failures(people, letter)
    at_work.comes_to_rest()
    until(lambda: len([step for step in at_work.steps() if step["state_name"] == "Failed"]) >= 2)
    assert at_work.stops_clerk() == 0
    written = at_work.written()
    assert str(letter.id).encode() in written  # we look where the runs are
    found = [mark for mark in MARKS for form in disguises(mark) if form in written]
    assert found == []
