"""传阅: in order, through the secretary, never from hand to hand; at every moment it is known who holds the copy."""

from typing import Any
from uuid import uuid4

import pytest

from models import circulate, readings
from models.database import reading
from models.errors import Malformed
from models.people import Person
from models.stages import Stage
from models.tasks import NothingToDo, SomebodyElses
from models.values import ActionKind
from tests.office import Letter, engine_runs
from tests.page_client import Browser
from tests.personas import Cast
from tests.test_a_secretarys_day import People
from tests.together import together
from tests.untouched import untouched


def circulating(cast: Cast, *readers: str, on_paper: bool = True, **said: Any) -> Letter:
    """A paper to be read by these people, in this order."""
    letter = Letter(cast).arrives(on_paper=on_paper)
    letter.is_registered(action=ActionKind.READ, **said)
    ids = [cast.id(uid) for uid in readers]
    letter.is_proposed(lead=None, leaders=[], readers=ids, due_at=None)
    return letter


def holder(letter: Letter) -> str:
    with reading() as session:
        held = readings.held(session, letter.id)
        return session.get_one(Person, held[0].reader_id).uid if held else "registry"


def test_the_copy_goes_out_and_back_before_the_next_reader_gets_it(cast: Cast) -> None:
    letter = circulating(cast, "wang", "sun", copies=2, copy_numbers="000001，000002")
    assert (letter.waits_for, holder(letter)) == ([("hand-out", "secretary")], "registry")
    letter.is_handed_out(copy="000002")
    assert (letter.waits_for, holder(letter)) == ([("read", "wang")], "wang")
    letter.is_read("wang")
    assert (letter.waits_for, holder(letter)) == ([("take-back", "secretary")], "wang")
    letter.is_taken_back("xu")
    assert (letter.waits_for, holder(letter)) == ([("hand-out", "secretary")], "registry")
    letter.is_handed_out("xu", copy="000001")
    assert holder(letter) == "sun"
    letter.is_read("sun")
    letter.is_taken_back()
    assert (letter.stage, holder(letter)) == (Stage.SUPERVISED, "registry")
    assert letter.told[3:] == ["批示完毕", *["送阅", "阅签", "阅退"] * 2, "传阅完毕", "销号"]
    assert letter.ledger_holds()


def test_nobody_passes_it_on_from_hand_to_hand(cast: Cast) -> None:
    letter = circulating(cast, "wang", "sun")
    letter.is_handed_out()
    with untouched(), pytest.raises(SomebodyElses, match="这项“阅签”由他人办理"):
        letter.is_read("sun")  # wang gave it to her directly
    letter.is_read("wang")
    with untouched(), pytest.raises(NothingToDo):
        letter.is_read("sun")  # not before the secretary has it back
    with untouched(), pytest.raises(SomebodyElses, match="收回传阅件"):
        letter.is_taken_back("sun")
    letter.is_taken_back()
    with untouched(), pytest.raises(SomebodyElses, match="送阅"):
        letter.is_handed_out("wang")


def test_nothing_is_done_out_of_turn_or_twice(cast: Cast) -> None:
    letter = circulating(cast, "wang")
    turn = letter.about("hand-out")
    for act in (lambda: letter.is_read("wang"), lambda: letter.is_read("sun")):
        with untouched(), pytest.raises(NothingToDo):
            act()
    letter.is_handed_out()
    with untouched(), pytest.raises(NothingToDo):
        letter.act(lambda s, d: circulate.hand_out(s, d, turn, "", by=cast.lin, at=d.received_at))
    with untouched(), pytest.raises(NothingToDo):
        letter.act(lambda s, d: circulate.take_back(s, d, turn, by=cast.lin, at=d.received_at))
    letter.is_read("wang")
    with untouched(), pytest.raises(NothingToDo, match="可能已经办过"):
        letter.is_read("wang")
    letter.is_taken_back()
    with untouched(), pytest.raises(NothingToDo):
        letter.act(lambda s, d: circulate.take_back(s, d, turn, by=cast.lin, at=d.received_at))


def test_a_reading_of_another_document_is_not_taken(cast: Cast) -> None:
    one, other = circulating(cast, "wang"), circulating(cast, "sun", doc_number="")
    for reading_id in (other.about("hand-out"), uuid4()):
        with untouched(), pytest.raises(NothingToDo):
            one.act(lambda s, d, r=reading_id: circulate.hand_out(s, d, r, "", by=cast.lin, at=d.received_at))


def test_only_a_copy_that_came_goes_out(cast: Cast) -> None:
    letter = circulating(cast, "wang", copies=2, copy_numbers="000001、000002")
    with untouched(), pytest.raises(Malformed, match="此件没有这个份号；收到的是：000001、000002"):
        letter.is_handed_out(copy="000003")
    with untouched(), pytest.raises(Malformed, match="份号最多20字"):
        letter.is_handed_out(copy="0" * 21)
    letter.is_handed_out(copy="000002")


def test_the_only_copy_need_not_be_named(cast: Cast) -> None:
    letter = circulating(cast, "wang", copy_numbers="000007")
    letter.is_handed_out(copy="")
    with reading() as session:
        assert readings.held(session, letter.id)[0].copy_number == "000007"


@pytest.mark.parametrize(
    ("came", "sent", "shown"),
    [
        ({"copies": 2, "copy_numbers": "000001,000002"}, "000002", ["000002 王建国", "000001 机要室"]),
        ({"copies": 2, "copy_numbers": "000001 000002"}, "", ["未指定份号 王建国", "000001 机要室"]),
        ({"copies": 3}, "", ["1份 王建国", "2份 机要室"]),
        ({"copies": 1}, "", ["1份 王建国"]),
    ],
)
def test_the_page_says_who_holds_which_copy(
    cast: Cast, browser: People, came: dict[str, Any], sent: str, shown: list[str]
) -> None:
    letter = circulating(cast, "wang", **came)
    letter.is_handed_out(copy=sent)
    page = " ".join(browser("lin").opens(f"/documents/{letter.id}").replace("</b>", "").split())
    for row in shown:
        assert f">{row}" in page


def test_without_paper_the_readers_sign_on_the_screen_in_their_order(cast: Cast) -> None:
    letter = circulating(cast, "wang", "sun", on_paper=False)
    assert letter.waits_for == [("read", "wang")]
    with untouched(), pytest.raises(SomebodyElses):
        letter.is_read("sun")
    with untouched(), pytest.raises(Malformed, match="传阅意见最多2000字"):
        letter.is_read("wang", "阅" * 2001)
    letter.is_read("wang", "")
    assert (letter.waits_for, holder(letter)) == ([("read", "sun")], "registry")
    letter.is_read("sun")
    assert letter.stage is Stage.SUPERVISED
    assert "送阅" not in letter.told


def test_a_reader_knows_of_it_only_when_the_copy_reaches_him(cast: Cast, browser: People) -> None:
    letter = circulating(cast, "wang", "sun")
    sun = browser("sun")
    sun.opens(f"/documents/{letter.id}", expect=404)
    letter.is_handed_out()
    sun.opens(f"/documents/{letter.id}", expect=404)
    letter.is_read("wang")
    letter.is_taken_back()
    letter.is_handed_out()
    sun.opens(f"/documents/{letter.id}")


def test_without_readers_the_round_is_skipped(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed(readers=[])
    letter.is_signed("wang")
    letter.is_signed("zhou")
    assert letter.stage is Stage.CIRCULATED
    assert letter.waits_for == [("accept", "YWB")]


def test_two_secretaries_hand_out_and_take_back_once(app: Any, cast: Cast) -> None:
    letter = circulating(cast, "wang")
    people = [Browser(app, cast, uid) for uid in ("lin", "xu")]

    def press(act: str, kind: str) -> list[int]:
        place, sent = f"/documents/{letter.id}/{act}", {"reading_id": str(letter.about(kind))}
        acts = [
            lambda who=who: who.client.post(place, data={"csrf": who.csrf} | sent).status_code
            for who in people
        ]
        return sorted(together(*acts))

    assert press("handing-out", "hand-out") == [303, 409]
    engine_runs()
    letter.is_read("wang")
    assert press("taking-back", "take-back") == [303, 409]
    engine_runs()
    assert letter.told.count("送阅") == letter.told.count("阅退") == 1
    assert letter.ledger_holds()
