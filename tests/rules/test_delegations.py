"""委托: somebody acts in another's place, under both names, and knows no more than that takes."""

from uuid import uuid4

import pytest
from sqlmodel import select

from gateways.clock import now
from models import rounds
from models.approve import Decision, sign
from models.database import reading, unit_of_work
from models.people import NotSubstitute, Person
from models.tasks import NothingToDo, SomebodyElses
from models.values import Level
from tests.drawn import sheet
from tests.letterbox import owed_to
from tests.office import Letter, engine_runs
from tests.personas import Cast
from tests.stages.test_circulate import circulating
from tests.standing_in import (
    delegates,
    knows,
    proposed,
    revokes,
    signatures,
)
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

TITLE = "关于做好冬春季呼吸道传染病防治工作的通知"
AS_WANG = "qian for wang"


@pytest.fixture
def letter(cast: Cast) -> Letter:
    return proposed(cast)


def test_the_deputy_signs_and_both_names_stand_in_the_ledger_and_on_the_sheet(
    cast: Cast, letter: Letter
) -> None:
    assert not knows(cast, letter, "qian")
    delegates(cast, "wang", "qian")
    assert knows(cast, letter, "qian")
    letter.is_signed(AS_WANG, "请医务部办理。")
    assert letter.waits_for == [("sign", "zhou")]
    assert signatures(letter)[-1] == "钱红代王建国"
    (told,) = sheet(letter, "processing-sheet").instructions
    assert (told.who, told.post, told.words) == ("钱红（代王建国）", "院感科科长", "请医务部办理。")
    with reading() as session:
        (seat,) = [one for one in session.exec(select(rounds.Seat)) if one.signed_at]
        assert (seat.signer_id, seat.behalf_of) == (cast.id("qian"), cast.id("wang"))
    assert letter.ledger_holds()


def test_whoever_acted_still_knows_it_when_the_leader_is_back(cast: Cast, letter: Letter) -> None:
    given = delegates(cast, "wang", "qian")
    letter.is_signed(AS_WANG)
    revokes(cast, given, by="wang")
    assert knows(cast, letter, "qian")


def test_the_leader_may_sign_himself_all_the_same_and_the_other_finds_it_done(
    cast: Cast, letter: Letter
) -> None:
    delegates(cast, "wang", "qian")
    substitute = letter.who(AS_WANG)
    letter.is_signed("wang")
    assert letter.waits_for == [("sign", "zhou")]
    assert not knows(cast, letter, "qian")
    with untouched(), pytest.raises(NothingToDo):
        letter.act(lambda s, d: sign(s, d, Decision.NOTED, "", by=substitute, at=now()))


def test_nobody_acts_for_another_by_accident(cast: Cast, letter: Letter) -> None:
    delegates(cast, "wang", "qian")
    with untouched(), pytest.raises(SomebodyElses):
        letter.is_signed("qian")
    with pytest.raises(NotSubstitute, match="您没有受此人委托，或者委托已经到期、撤销"):
        letter.who("qian for zhou")


def test_what_does_not_wait_for_the_leader_is_not_done_in_his_name(
    cast: Cast, letter: Letter, browser: People
) -> None:
    delegates(cast, "wang", "qian")
    letter.is_signed(AS_WANG)
    qian, said = browser("qian"), {"words": "请核对附件。", "behalf_of": str(cast.id("wang"))}
    with untouched():
        qian.posts(f"/documents/{letter.id}/remark", 409, **said)
    qian.posts(f"/documents/{letter.id}/remark", words=said["words"])


def test_a_reading_and_an_assignment_carry_both_names_too(cast: Cast) -> None:
    letter = circulating(cast, "sun")
    delegates(cast, "lin", "ma", hat="role:secretary")
    delegates(cast, "sun", "qian")
    letter.is_handed_out("ma for lin")
    letter.is_read("qian for sun", "已阅，请落实。")
    letter.is_taken_back("xu")
    paper = sheet(letter, "circulation-sheet")
    (turn,) = paper.turns
    assert (turn.reader, turn.handler) == ("孙丽", "马强（代林晓梅）、徐静")
    assert turn.words.startswith("已阅，请落实。\n钱红（代孙丽） ")
    assert signatures(letter)[4:7] == ["马强代林晓梅", "钱红代孙丽", "徐静"]


def test_a_department_is_spoken_for(cast: Cast, letter: Letter) -> None:
    letter.is_signed("wang")
    letter.is_signed("zhou")
    delegates(cast, "zhao", "ma", hat="office:YWB")
    for by in ("ma for zhao",):
        letter.is_accepted(by)
        letter.is_reported(by, 60)
        letter.is_completed(by)
    letter.is_closed()
    paper = sheet(letter, "supervision-notice")
    assert paper.person == "赵敏"
    assert paper.receipt.startswith("马强（代赵敏） ")
    assert [one.who for one in paper.progress] == ["马强（代赵敏）"]
    result = sheet(letter, "processing-sheet").result
    assert "（医务部 马强（代赵敏），" in result


def test_a_substitute_sees_what_waits_and_none_of_the_leaders_other_papers(
    cast: Cast, letter: Letter, browser: People
) -> None:
    signed = Letter(cast).arrives()
    signed.is_registered(title="另一件公文", doc_number="江卫〔2026〕18号")
    signed.is_proposed()
    signed.is_signed("wang")
    delegates(cast, "wang", "qian")
    qian = browser("qian")
    assert (knows(cast, letter, "qian"), knows(cast, signed, "qian")) == (True, False)
    desk = qian.opens("/")
    assert TITLE in desk
    assert "代王建国" in desk
    assert "另一件公文" not in qian.opens("/documents")
    assert TITLE in qian.opens(f"/documents?q={TITLE[:6]}")
    qian.opens(f"/documents/{signed.id}", expect=404)
    (task,) = qian.calls("GET", "/tasks")
    assert task["behalf_of"] == str(cast.id("wang"))
    qian.calls(
        "POST",
        f"/documents/{letter.id}/opinion",
        json={"decision": "instruct", "words": "同意。", "behalf_of": task["behalf_of"]},
    )
    assert signatures(letter)[-1] == "钱红代王建国"


def test_who_is_not_cleared_gets_no_task_no_mail_and_no_sign_that_there_is_one(
    cast: Cast, letter: Letter, browser: People
) -> None:
    with unit_of_work() as session:
        session.get_one(Person, cast.id("qian")).clearance = Level.PUBLIC
    delegates(cast, "wang", "qian")
    other = Letter(cast).arrives()
    other.is_registered(doc_number="江卫〔2026〕19号")
    other.is_proposed()
    qian, wang = browser("qian"), str(cast.id("wang"))
    assert owed_to("qian", cast) == []
    assert qian.calls("GET", "/tasks") == []
    there = qian.opens(f"/documents/{letter.id}", 404)
    nowhere = uuid4()
    assert there.replace(str(letter.id), "") == qian.opens(f"/documents/{nowhere}", 404).replace(
        str(nowhere), ""
    )
    qian.posts(f"/documents/{letter.id}/opinion", 404, decision="noted", behalf_of=wang)
    with untouched(), pytest.raises(SomebodyElses):
        letter.is_signed(AS_WANG)
    letter.is_signed("wang")


def test_ones_own_form_and_the_others_stand_side_by_side(cast: Cast, letter: Letter, browser: People) -> None:
    letter.gets_signers("wang", "qian")
    delegates(cast, "wang", "qian")
    qian, place, wang = browser("qian"), f"/documents/{letter.id}", str(cast.id("wang"))
    assert qian.opens(place).count(f'action="{place}/opinion"') == 2
    refused = qian.posts(f"{place}/opinion", 422, decision="instruct", words="字" * 2001, behalf_of=wang)
    assert refused.count("字" * 2001) == 1
    qian.posts(f"{place}/opinion", decision="instruct", words="代签的意见。", behalf_of=wang)
    qian.posts(f"{place}/opinion", 409, decision="instruct", words="代签的意见。", behalf_of=wang)
    qian.posts(f"{place}/opinion", decision="instruct", words="自己的意见。")
    engine_runs()
    told = [(one.who, one.words) for one in sheet(letter, "processing-sheet").instructions]
    assert told == [("钱红（代王建国）", "代签的意见。"), ("钱红", "自己的意见。")]
    assert letter.waits_for == [("sign", "zhou")]
