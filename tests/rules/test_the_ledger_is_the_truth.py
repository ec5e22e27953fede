"""台账: it replays to the stage, every line holds the one before, and whoever changes a line is found out."""

import ast
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from gateways.clock import now
from models import ledger, register
from models.database import reading, unit_of_work
from models.document import Document
from models.ledger import BrokenLedger, Entry, WrongStage
from models.outbox import Errand, Topic
from models.stages import TRANSITIONS, WITHIN, Move, Stage
from models.values import Retention
from tests.lists import approves, is_listed, refuses, watches
from tests.office import Letter
from tests.personas import Cast
from tests.stages.test_archive import keeps_on, old_paper
from tests.stages.test_register import is_returned
from tests.untouched import untouched

ROOT = Path(__file__).parents[2]


def entries(letter: Letter) -> list[Entry]:
    with reading() as session:
        return ledger.lines_of(session, letter.id)


def long_story(cast: Cast) -> Letter:
    """Proposed twice, done twice, listed twice, destroyed once."""
    letter = Letter(cast).arrives()
    letter.is_registered(issue_date=old_paper(cast).now.issue_date, doc_number="")
    letter.is_proposed(readers=[cast.id("sun")])
    letter.is_sent_back("wang")
    letter.is_proposed(readers=[cast.id("sun")])
    letter.is_signed("wang")
    letter.is_signed("zhou")
    letter.is_handed_out()
    letter.is_read("sun")
    letter.is_taken_back()
    letter.is_accepted()
    letter.is_reported()
    letter.is_completed()
    letter.is_redone()
    letter.is_completed()
    letter.is_closed()
    letter.is_filed()
    letter.is_acknowledged()
    refuses(cast, is_listed(cast, letter))
    order = is_listed(cast, letter)
    approves(cast, order)
    watches(cast, order, "sun")
    watches(cast, order, "ma")
    return letter


def test_at_every_line_the_story_so_far_replays_to_its_stage(cast: Cast) -> None:
    letter = long_story(cast)
    story = entries(letter)
    for told in range(1, len(story) + 1):
        assert ledger.replay(story[:told]) is story[told - 1].stage
    assert letter.stage is Stage.DESTROYED
    assert letter.ledger_holds()
    assert [one.line for one in story] == list(range(1, len(story) + 1))
    assert {one.by_name for one in story if one.by is None} == {"系统"}


def test_the_words_of_the_ledger_never_quote_the_paper(cast: Cast) -> None:
    letter = long_story(cast)
    with reading() as session:
        document = session.get_one(Document, letter.id)
        secret = [document.title, document.issuer, "主办部门应为院感科。", "已按要求办理完毕。"]
        for one in session.exec(select(Entry)):
            assert not any(words in one.why for words in secret)


CHANGES: dict[str, Any] = {
    "why": "别的理由",
    "by_name": "王建国",
    "by": None,
    "move": Move.RETURN,
    "stage": Stage.DESTROYED,
    "at": now() - timedelta(days=1),
    "mac": "0" * 64,
}


@pytest.mark.parametrize("column", CHANGES)
def test_a_changed_line_is_found_out(cast: Cast, column: str) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    assert letter.ledger_holds()
    with unit_of_work() as session:
        setattr(session.get_one(Entry, (letter.id, 2)), column, CHANGES[column])
    with pytest.raises(BrokenLedger, match="台账第2行"):
        letter.ledger_holds()


def test_a_line_taken_out_added_or_swapped_is_found_out(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    story = entries(letter)
    for broken in (story[1:], story[:1] + story[2:], [story[1], story[0]], [*story, story[-1]]):
        with pytest.raises(BrokenLedger):
            ledger.replay(broken)
    with unit_of_work() as session:
        session.delete(session.get_one(Entry, (letter.id, 3)))
    with pytest.raises(BrokenLedger, match="台账与现状不符"):
        letter.ledger_holds()


def test_a_line_of_another_paper_does_not_fit(cast: Cast) -> None:
    one, other = Letter(cast).arrives(), Letter(cast).arrives()
    one.is_registered()
    other.is_registered(doc_number="")
    with pytest.raises(BrokenLedger, match="与校验码不符"):
        ledger.replay([entries(one)[0], entries(other)[1]])


@pytest.mark.parametrize("stage", list(Stage))
def test_a_stage_that_was_set_by_hand_is_found_out(cast: Cast, stage: Stage) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    with unit_of_work() as session:
        session.get_one(Document, letter.id).stage = stage
    if stage is Stage.REGISTERED:
        assert letter.ledger_holds()
    else:
        with pytest.raises(BrokenLedger):
            letter.ledger_holds()


@pytest.mark.parametrize("stage", list(Stage))
def test_no_move_is_made_that_the_table_does_not_hold(cast: Cast, stage: Stage) -> None:
    letter = Letter(cast).arrives()
    with unit_of_work() as session:
        session.get_one(Document, letter.id).stage = stage
    with untouched():
        for to in set(Move) - {move for standing, move in TRANSITIONS if standing is stage}:
            with pytest.raises(WrongStage, match=f"现为“{stage.label}”，不能{to.label}"):
                letter.act(lambda s, d, to=to: ledger.move(s, d, to, by=cast.lin, at=now()))


def test_every_word_of_the_table_is_told_and_nothing_follows_an_end() -> None:
    assert {move for _, move in TRANSITIONS} == set(Move)
    assert set(WITHIN) == set(Stage)
    for end in (Stage.DESTROYED, Stage.RETURNED):
        assert not [move for stage, move in TRANSITIONS if stage is end]


def test_an_act_and_what_it_owes_the_engine_are_written_together(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    with reading() as session:
        owed = session.exec(select(Errand).where(Errand.subject == letter.id)).all()
    assert [one.topic for one in owed] == [Topic.ADVANCE]
    with untouched(), pytest.raises(PowerCut):
        letter.act(lambda s, d: cut_off(ledger.move(s, d, Move.REGISTER, by=cast.lin, at=now())))
    assert letter.ledger_holds()
    assert letter.stage is Stage.RECEIVED


class PowerCut(Exception):
    """After the act, before the commit."""


def cut_off(_entry: Entry) -> None:
    raise PowerCut


def test_returned_and_kept_on_papers_hold_too(cast: Cast) -> None:
    returned, kept = Letter(cast).arrives(), old_paper(cast)
    is_returned(returned)
    keeps_on(kept, Retention.YEARS30)
    assert returned.ledger_holds()
    assert kept.ledger_holds()
    with reading() as session:
        assert register.registration(session, returned.id).voided_at


# -- the code itself ---------------------------------------------------------------------------------------


def writers(folder: Path, *names: str) -> set[str]:
    """Files that write ``<something>.stage`` (or another of ``names``)."""
    found = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            for target in targets:
                for one in target.elts if isinstance(target, ast.Tuple) else [target]:
                    if isinstance(one, ast.Attribute) and one.attr in names:
                        found.add(path.name)
    return found


def test_move_is_the_one_door() -> None:
    assert writers(ROOT / "models", "stage", "line") == {"ledger.py"}
    assert writers(ROOT / "flows", "stage", "line") == set()
    assert writers(ROOT / "api", "stage") | writers(ROOT / "gateways", "stage") == set()


def test_that_reading_of_the_code_would_see_a_second_door(tmp_path: Path) -> None:
    (tmp_path / "back_door.py").write_text("a.stage, b = 1, 2\n")
    (tmp_path / "window.py").write_text("document.line += 1\n")
    (tmp_path / "wall.py").write_text("stage = document.stage\n")
    assert writers(tmp_path, "stage", "line") == {"back_door.py", "window.py"}
