"""知悉范围扩大: asked with a reason, decided by whoever is in charge, never by who asks; and taken off again."""

import pytest

from config.policy import policy
from gateways.clock import now
from models import access, narrow, widen
from models.addressees import CannotBeSent, NoSuchAddressee
from models.copies import BeyondScope
from models.database import reading, unit_of_work
from models.errors import Malformed, NotFound
from models.hats import to_office, to_person
from models.inbox import TaskKind
from models.narrow import StillNeeded
from models.people import NotYourRole, Person
from models.tasks import NothingToDo, SomebodyElses
from models.values import Level
from models.widen import AskedAlready, KnowsAlready, NobodyToDecide, NotBoth, NotConcerned
from tests.letterbox import owed_to
from tests.office import Letter, engine_runs
from tests.personas import Cast
from tests.sending import copied, seen
from tests.stages.test_archive import read_by_all
from tests.standing_in import delegates
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

WHY = "涉及护理排班，需提前准备。"


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """In the hands of 医务部."""
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    letter.is_signed("wang")
    letter.is_signed("zhou")
    return letter


def asked(letter: Letter, by: str, whom: str, why: str = WHY) -> None:
    letter.act(lambda s, d: widen.ask(s, d, hat(letter, whom), why, by=letter.who(by), at=now()))


def decided(letter: Letter, by: str, grant: bool = True, words: str = "") -> None:
    about = letter.about("decide-scope")
    letter.act(lambda s, d: widen.decide(s, d, about, grant, words, by=letter.who(by), at=now()))


def taken_off(letter: Letter, by: str, whom: str, why: str = "不再承担此项工作。") -> None:
    letter.act(lambda s, d: narrow.take_off(s, d, hat(letter, whom), why, by=letter.who(by), at=now()))


def hat(letter: Letter, whom: str) -> str:
    return to_office(whom) if whom.isupper() else to_person(letter.cast.id(whom))


def knows(letter: Letter, uid: str) -> bool:
    with reading() as session:
        seen = access.visible_to(letter.who(uid)).where(access.Document.id == letter.id)
        return session.exec(seen).first() is not None


def test_nobody_knows_before_it_is_granted(letter: Letter) -> None:
    asked(letter, "zhao", "sun")
    assert ("decide-scope", "chen") in letter.waits_for
    assert not knows(letter, "sun")
    decided(letter, "chen")
    assert knows(letter, "sun")
    assert ("see", "sun") in letter.waits_for
    assert letter.told[-2:] == ["申请扩大知悉范围", "扩大知悉范围"]
    seen(letter, "sun")
    assert letter.ledger_holds()


def test_a_refusal_has_its_reason_and_lets_nobody_know(letter: Letter) -> None:
    asked(letter, "li", "YGK")
    with untouched(), pytest.raises(Malformed, match="请填写批复意见"):
        decided(letter, "chen", grant=False)
    decided(letter, "chen", grant=False, words="院感科另行通知。")
    assert not knows(letter, "qian")
    assert letter.told[-1] == "未同意扩大知悉范围"
    asked(letter, "li", "YGK")
    assert ("decide-scope", "chen") in letter.waits_for, "with better reasons it may be asked again"


def test_who_asks_does_not_decide(letter: Letter) -> None:
    asked(letter, "chen", "sun")
    assert ("decide-scope", "chen") not in letter.waits_for
    assert ("decide-scope", "zhou") in letter.waits_for, "the leader who instructed last"
    with untouched(), pytest.raises(SomebodyElses):
        decided(letter, "chen")
    decided(letter, "zhou")
    assert knows(letter, "sun")


def test_a_substitute_does_not_decide_what_he_asked_himself(letter: Letter, cast: Cast) -> None:
    asked(letter, "zhao", "sun")
    delegates(cast, "chen", "zhao")
    with untouched(), pytest.raises(NotBoth):
        decided(letter, "zhao for chen")


def test_only_whoever_has_a_part_in_it_asks(letter: Letter) -> None:
    for uid in ("qian", "sun", "ma", "gu"):
        with untouched(), pytest.raises(NotConcerned):
            asked(letter, uid, "he")


@pytest.mark.parametrize(
    ("whom", "error", "sentence"),
    [
        ("wang", KnowsAlready, "王建国已在知悉范围内"),
        ("gu", CannotBeSent, "顾安是管理员，不接触公文"),
        ("he", CannotBeSent, "何平未获准接触“内部”文件"),
        ("NOWHERE", NoSuchAddressee, "不在本院名册中"),
    ],
)
def test_whoever_may_not_know_is_not_asked_for(
    letter: Letter, whom: str, error: type[Exception], sentence: str
) -> None:
    with unit_of_work() as session:
        session.get_one(Person, letter.cast.id("he")).clearance = Level.PUBLIC
    with untouched(), pytest.raises(error, match=sentence):
        asked(letter, "zhao", whom)


def test_asked_once_with_a_reason(letter: Letter) -> None:
    with untouched(), pytest.raises(Malformed, match="请填写申请理由"):
        asked(letter, "zhao", "sun", " ")
    asked(letter, "zhao", "sun")
    with untouched(), pytest.raises(AskedAlready):
        asked(letter, "lin", "sun")


def test_what_changed_before_the_decision_counts(letter: Letter) -> None:
    asked(letter, "zhao", "sun")
    with unit_of_work() as session:
        session.get_one(Person, letter.cast.id("sun")).active = False
    with untouched(), pytest.raises(CannotBeSent, match="已离任"):
        decided(letter, "chen")
    decided(letter, "chen", grant=False, words="已调离。")
    with untouched(), pytest.raises(NothingToDo):
        letter.act(
            lambda s, d: widen.decide(
                s, d, widen.requests(s, d.id)[0].id, True, "", by=letter.who("chen"), at=now()
            )
        )


def test_where_nobody_is_left_to_decide_nothing_is_asked(letter: Letter) -> None:
    with unit_of_work() as session:
        for uid in ("chen", "wang", "zhou"):
            session.get_one(Person, letter.cast.id(uid)).active = False
    with untouched(), pytest.raises(NobodyToDecide):
        asked(letter, "zhao", "sun")


def test_the_mail_to_whoever_decides_says_nothing(letter: Letter, cast: Cast) -> None:
    before = len(owed_to("chen", cast))
    asked(letter, "zhao", "sun")
    assert TaskKind.DECIDE_SCOPE in policy().mail.ask_for
    assert len(owed_to("chen", cast)) == before + 1


def test_a_department_copies_on_only_to_those_who_know(letter: Letter) -> None:
    with untouched(), pytest.raises(BeyondScope, match="孙丽不在知悉范围内，请先申请扩大知悉范围"):
        copied(letter, "zhao", "sun")
    copied(letter, "zhao", "wang")
    copied(letter, "zhou", "sun")
    assert knows(letter, "sun"), "a leader widens by office"


def test_taken_off_means_gone(letter: Letter) -> None:
    asked(letter, "zhao", "sun")
    decided(letter, "chen")
    taken_off(letter, "lin", "sun")
    assert not knows(letter, "sun")
    assert ("see", "sun") not in letter.waits_for, "a copy that nobody saw is taken back"
    assert letter.told[-1] == "移出知悉范围"
    asked(letter, "zhao", "sun")
    decided(letter, "chen")
    assert ("see", "sun") in letter.waits_for
    assert letter.ledger_holds()


def test_whoever_still_owes_something_stays(letter: Letter) -> None:
    with untouched(), pytest.raises(StillNeeded, match="医务部在此件上还有未了事项（承办签收）"):
        taken_off(letter, "lin", "YWB")
    taken_off(letter, "chen", "wang")
    assert not knows(letter, "wang")
    for uid in ("zhao", "zhou", "wang"):
        with untouched(), pytest.raises(NotYourRole):
            taken_off(letter, uid, "zhou")
    with untouched(), pytest.raises(NotFound):
        taken_off(letter, "lin", "sun")
    with untouched(), pytest.raises(Malformed, match="请填写移出理由"):
        taken_off(letter, "lin", "zhou", "")


def test_whoever_holds_the_paper_stays(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered(copies=2, copy_numbers="000001,000002")
    letter.is_proposed(readers=[cast.id("sun")])
    letter.is_signed("wang")
    letter.is_signed("zhou")
    letter.is_handed_out()
    letter.is_read("sun")
    with untouched(), pytest.raises(StillNeeded, match="持有纸质件"):
        taken_off(letter, "lin", "sun")


def test_by_page_and_by_program(letter: Letter, browser: People, cast: Cast) -> None:
    place = f"/documents/{letter.id}"
    zhao, chen, lin = browser("zhao"), browser("chen"), browser("lin")
    sun = {"who": hat(letter, "sun")}
    assert "申请扩大知悉范围" in zhao.opens(place)
    assert "请填写申请理由" in zhao.posts(f"{place}/scope-request", expect=422, **sun)
    zhao.posts(f"{place}/scope-request", **sun, words=WHY)
    engine_runs()
    assert "知悉范围审批" in chen.opens("/")
    assert f"赵敏申请让孙丽知悉此件。理由：{WHY}" in chen.opens(place)
    answer = {"request_id": str(letter.about("decide-scope")), "grant": "yes"}
    assert "请填写批复" in chen.posts(f"{place}/scope-decision", expect=422, request_id=answer["request_id"])
    browser("sun").opens(place, expect=404)
    chen.calls("POST", f"{place}/scope-decision", json=answer)
    browser("sun").opens(place)
    assert "移出知悉范围" in lin.opens(place)
    lin.posts(f"{place}/scope-removal", **sun, words="不再承担。")
    browser("sun").opens(place, expect=404)


def test_an_archived_paper_may_still_be_shown_to_more(cast: Cast) -> None:
    letter = read_by_all(cast)
    letter.is_filed()
    asked(letter, "lin", "ma")
    decided(letter, "chen")
    assert knows(letter, "ma")
