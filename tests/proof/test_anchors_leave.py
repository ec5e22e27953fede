"""存证: signed heads leave the house, into the file and to the auditor; an outage only delays them."""

import json
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from config.settings import settings
from flows import anchors as post
from gateways import anchor_file
from gateways.clock import now
from gateways.errors import Transient
from models import anchors, heads, rollback
from models.anchors import Anchor, Tally
from models.database import reading, unit_of_work
from models.heads import Head, read
from models.outbox import Errand, Topic
from models.proof import looking_at
from models.rollback import RolledBack
from models.verify import verify
from tests.letterbox import mails, text
from tests.office import Letter
from tests.personas import Cast


def hour(hours: int) -> list[int]:
    """What the timetable does at that hour; the numbers of the anchors there are then."""
    with unit_of_work() as session:
        anchors.make_if_due(session, now() + timedelta(hours=hours))
    with reading() as session:
        return sorted(session.exec(select(Anchor.number)))


def test_one_an_hour_and_none_where_nothing_happened(cast: Cast) -> None:
    Letter(cast).arrives()
    assert hour(0) == [1]
    assert hour(0) == [1]
    assert hour(2) == [1], "nothing happened"
    Letter(cast).arrives()
    assert hour(0) == [1], "the hour is not over"
    assert hour(3) == [1, 2]


def test_much_that_happened_does_not_wait_for_the_hour(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    assert hour(0) == [1]
    with unit_of_work() as session:
        session.get_one(Tally, letter.id).anchored -= anchors.MANY
    assert hour(0) == [1, 2]


def test_it_is_filed_and_mailed_as_it_was_signed(cast: Cast) -> None:
    Letter(cast).arrives()
    hour(0)
    with reading() as session:
        owed = session.exec(select(Errand.subject).where(Errand.topic == Topic.ANCHOR)).one()
        head = session.get_one(Anchor, 1).head
    post.publish(owed)
    post.publish(owed)
    assert anchor_file.lines() == [head]
    (mail,) = mails()
    assert mail["to"].addresses[0].addr_spec == "yan@jz1y.example"
    assert head in text(mail)
    assert mail["subject"] == "【存证】第1号"


def test_what_an_outage_kept_back_goes_with_the_next(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = Letter(cast).arrives()
    hour(0)
    letter.is_registered()
    hour(2)
    monkeypatch.setattr("gateways.anchor_file.os.fsync", _full)
    with pytest.raises(Transient, match="anchor-file"):
        post.publish(UUID(int=2))
    monkeypatch.undo()
    post.publish(UUID(int=2))
    assert [json.loads(line)["anchor"] for line in anchor_file.lines()] == [1, 2]


def _full(_handle: int) -> None:
    raise OSError("no space left")


def test_a_line_that_was_torn_does_not_spoil_the_next(cast: Cast) -> None:
    Letter(cast).arrives()
    hour(0)
    anchor_file.path().parent.mkdir(parents=True)
    anchor_file.path().write_text('{"anchor":1,"at"')
    post.publish(UUID(int=1))
    assert len(anchor_file.lines()) == 2
    assert left().anchor == 1


@pytest.mark.parametrize("torn", ["", '{"anchor":1,"at"', "\0\0\0", '{"an\0\0'])
def test_a_line_that_was_torn_and_written_anew_is_no_alarm(cast: Cast, torn: str) -> None:
    Letter(cast).arrives()
    hour(0)
    with reading() as session:
        head = session.get_one(Anchor, 1).head
    anchor_file.path().parent.mkdir(parents=True)
    begins = head[: len(torn.rstrip("\0"))] + torn[len(torn.rstrip("\0")) :]
    anchor_file.path().write_text(begins)
    assert anchor_file.newest() is None, "what was torn was never said"
    post.publish(UUID(int=1))
    assert not findings()
    anchor_file.path().write_text(f"{begins}x\n{head}\n")
    assert findings() == ["存证文件第1行"], "what begins otherwise was not torn"


def findings() -> list[str]:
    with looking_at(settings().database_url) as connection:
        return [one.where for one in verify(connection, anchor_file.lines(), heads.public_key()).findings]


def left() -> Head:
    found = anchor_file.newest()
    assert found
    return found


@pytest.mark.parametrize(
    "older", ["DELETE FROM anchor_line", "UPDATE tally SET version = 0", "UPDATE anchor SET head = 'x'"]
)
def test_a_database_below_its_newest_head_is_not_put_to_work(cast: Cast, older: str) -> None:
    Letter(cast).arrives()
    hour(0)
    post.publish(UUID(int=1))
    with reading() as session:
        rollback.must_stand(session, left())
    with unit_of_work() as session:
        session.connection().exec_driver_sql(older)
    with reading() as session, pytest.raises(RolledBack, match="停在第1号存证"):
        rollback.must_stand(session, left())


def test_each_head_names_the_one_before_and_no_clock_runs_back(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    hour(5)
    letter.is_registered()
    with unit_of_work() as session:
        anchors.make(session, at=now())
    with reading() as session:
        first, second = (read(one) for one in session.exec(select(Anchor.head).order_by(Anchor.number)))
    assert (second.previous, second.follows) == (first.digest, 1)
    assert second.high_water == first.high_water > second.at
