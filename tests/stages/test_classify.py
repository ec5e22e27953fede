"""变更密级: by the office head alone, with a reason; it binds the key, and decides who sees the paper from then on."""

import pytest

from config.policy import policy
from gateways.clock import SHANGHAI, now
from models import access, classify
from models.ceiling import StateSecretRefused
from models.classify import SameAsBefore
from models.database import reading, unit_of_work
from models.document import Document
from models.errors import Malformed, NotFound
from models.kinds import Level
from models.ledger import lines_of
from models.people import NotYourRole, Person
from models.stages import Move
from tests.office import Letter, engine_runs
from tests.personas import Cast
from tests.test_a_secretarys_day import People


def classified(
    letter: Letter, level: Level, term: str = "", by: str = "chen", why: str = "来文单位已通知。"
) -> None:
    letter.act(lambda s, d: classify.classify(s, d, level, term, why, by=letter.who(by), at=now()))


@pytest.fixture
def letter(cast: Cast) -> Letter:
    made = Letter(cast).arrives()
    made.is_registered()
    made.is_proposed()
    return made


def test_the_office_head_gives_a_term_and_the_ledger_says_why(letter: Letter) -> None:
    classified(letter, Level.INTERNAL, "5年")
    with reading() as session:
        document = session.get_one(Document, letter.id)
        assert document.secrecy == "内部 5年"
        line = lines_of(session, letter.id)[-1]
        (told,) = classify.changes(session, letter.id)
    assert (line.move, line.why) == (Move.CLASSIFY, "内部改为内部 5年：来文单位已通知。")
    assert (told.term_before, told.term) == ("", "5年")


def test_nobody_else_and_nothing_that_changes_nothing(letter: Letter) -> None:
    for uid in ("lin", "wang", "zhao"):
        with pytest.raises((NotYourRole, NotFound)):
            classified(letter, Level.PUBLIC, by=uid)
    with pytest.raises(SameAsBefore, match="无须变更"):
        classified(letter, Level.INTERNAL)
    with pytest.raises(StateSecretRefused):
        classified(letter, Level.SECRET)
    with pytest.raises(Malformed, match="公开文件不标保密期限"):
        classified(letter, Level.PUBLIC, "5年")
    with pytest.raises(Malformed, match="请填写变更理由"):
        classified(letter, Level.PUBLIC, why=" ")


def test_whoever_is_not_cleared_sees_it_no_more_and_is_not_waited_for(cast: Cast, letter: Letter) -> None:
    classified(letter, Level.PUBLIC)
    with unit_of_work() as session:
        session.get_one(Person, cast.id("wang")).clearance = Level.PUBLIC
    with reading() as session:
        assert access.find(session, letter.id, cast.wang)
    classified(letter, Level.INTERNAL)
    with reading() as session, pytest.raises(NotFound):
        access.find(session, letter.id, cast.wang)
    assert letter.waits_for == [("sign", "zhou")], "the one who is not cleared is passed over"


def test_a_sealed_file_opens_after_its_level_was_changed(cast: Cast, browser: People) -> None:
    lin, minute = browser("lin"), now().astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    sent = {"received_from": "江州市卫生健康委", "received_at": minute, "carrier": "机要交通"}
    file = {"file": ("通知.txt", "关于做好值班工作的通知".encode(), "text/plain")}
    place = lin.posts("/documents", files=file, **sent).partition("?")[0]
    engine_runs()
    entry = {"title": "关于做好值班工作的通知", "issuer": "江州市卫生健康委员会", "action": "act"}
    checks = [point.id for point in policy().examination]
    lin.posts(f"{place}/registration", **entry, level="internal", term="3年", checks=checks)
    engine_runs()
    browser("chen").posts(f"{place}/classification", level="public", words="已公开发布。")
    page = lin.opens(place)
    assert "变更密级" in page
    (link,) = {part.partition('"')[0] for part in page.split('href="') if "/files/" in part.partition('"')[0]}
    assert "关于做好值班工作的通知" in lin.client.get(link).text
