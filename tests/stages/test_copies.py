"""抄送: whoever has a part in it lets others know; they see it when they can, and nothing waits for them."""

import pytest

from flows import sweep
from models import copies
from models.addressees import CannotBeSent, NoSuchAddressee
from models.copies import HasIt, NotAParticipant
from models.database import reading, unit_of_work
from models.errors import Malformed
from models.ledger import WrongStage
from models.people import find_uid
from models.stages import Stage
from models.tasks import NothingToDo, SomebodyElses, TaskKind, open_tasks
from models.values import Level
from tests.letterbox import owed_to
from tests.lists import approves, is_listed, watches
from tests.office import Letter, engine_runs
from tests.personas import Cast
from tests.sending import copied, seen
from tests.stages.test_archive import old_paper, read_by_all
from tests.test_a_secretarys_day import People
from tests.untouched import untouched


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """Registered, and waiting for the office head."""
    one = Letter(cast).arrives()
    one.is_registered()
    return one


def test_the_secretary_lets_a_nurse_and_a_department_know(cast: Cast, letter: Letter) -> None:
    copied(letter, "lin", "sun", offices=("YWB",), words="请了解。")
    assert letter.waits_for == [("propose", "office-head"), ("see", "YWB"), ("see", "sun")]
    assert [len(owed_to(uid, cast)) for uid in ("sun", "zhao", "li", "qian")] == [1, 1, 1, 0]
    seen(letter, "sun")
    seen(letter, "li")  # one of the department is enough
    assert letter.waits_for == [("propose", "office-head")]
    with reading() as session:
        made = {one.hat: one for one in copies.copies(session, letter.id)}
    assert made["office:YWB"].seen_by == cast.id("li")
    assert {one.words for one in made.values()} == {"请了解。"}
    assert letter.told[-3:] == ["抄送", "阅知", "阅知"]
    assert letter.ledger_holds()


def test_copies_are_sent_again_and_again_to_others_never_twice_to_one(cast: Cast, letter: Letter) -> None:
    copied(letter, "lin", "sun")
    copied(letter, "chen", "he")
    with untouched(), pytest.raises(HasIt, match="孙丽已收到此件的抄送，不必重复抄送"):
        copied(letter, "lin", "sun", "ma")
    seen(letter, "sun")
    with untouched(), pytest.raises(HasIt):
        copied(letter, "chen", "sun")
    with untouched(), pytest.raises(Malformed, match="马强选了不止一次"):
        copied(letter, "lin", "ma", "ma")
    with untouched(), pytest.raises(Malformed, match="不必抄送给自己"):
        copied(letter, "lin", "lin")


def test_who_hears_of_it_with_the_department_is_not_asked_twice(cast: Cast, letter: Letter) -> None:
    with untouched(), pytest.raises(Malformed, match="赵敏随所在部门收到抄送，不必另选"):
        copied(letter, "lin", "zhao", offices=("YWB",))
    copied(letter, "lin", "li")
    copied(letter, "chen", offices=("YWB",))  # for 赵敏; 李梅 has two, and one click for both
    seen(letter, "li")
    assert letter.waits_for == [("propose", "office-head")]
    with untouched(), pytest.raises(Malformed, match="赵敏随所在部门收到抄送"):
        copied(letter, "lin", "zhao")


def test_only_whoever_has_a_part_in_it_copies_it_on(cast: Cast, letter: Letter) -> None:
    with untouched(), pytest.raises(NotAParticipant, match="抄送由经办过此件的人、机要秘书或办公室主任办理"):
        copied(letter, "wang", "sun")
    letter.is_proposed()
    copied(letter, "wang", "sun")  # asked to sign
    letter.is_signed("wang")
    copied(letter, "wang", "he")  # signed
    with untouched(), pytest.raises(NotAParticipant):
        copied(letter, "zhao", "ma")  # her department is not asked yet


@pytest.mark.parametrize(
    ("uid", "offices", "sentence"),
    [
        ("sun", (), "孙丽未获准接触“内部”文件，不能送达"),
        ("he", (), "何平已离任"),
        ("gu", (), "顾安是管理员，不接触公文"),
        (None, ("DAS",), "档案室没有在任的负责人或承办人"),
        (None, ("YGK",), "院感科的负责人和承办人未获准接触“内部”文件"),
    ],
)
def test_nobody_gets_a_copy_who_may_not_know(
    cast: Cast, letter: Letter, uid: str | None, offices: tuple[str, ...], sentence: str
) -> None:
    with unit_of_work() as session:
        find_uid(session, "sun").clearance = Level.PUBLIC
        find_uid(session, "qian").clearance = Level.PUBLIC
        find_uid(session, "he").active = False
    with untouched(), pytest.raises(CannotBeSent, match=sentence):
        copied(letter, "lin", *([uid] if uid else []), offices=offices)
    with untouched(), pytest.raises(NoSuchAddressee):
        copied(letter, "lin", offices=("NOWHERE",))
    with untouched(), pytest.raises(Malformed, match="请至少选择一个人或一个部门"):
        copied(letter, "lin")


def test_who_loses_the_clearance_is_not_asked_any_more(cast: Cast, letter: Letter) -> None:
    copied(letter, "lin", "sun", "he")
    with unit_of_work() as session:
        find_uid(session, "sun").clearance = Level.PUBLIC
    letter.is_proposed()
    assert ("see", "he") in letter.waits_for
    assert ("see", "sun") not in letter.waits_for


def test_a_copy_holds_nothing_up_and_is_seen_even_after_archiving(cast: Cast) -> None:
    letter = read_by_all(cast)
    copied(letter, "lin", "sun", "ma")
    letter.is_filed()
    assert (letter.stage, letter.waits_for) == (Stage.ARCHIVED, [("see", "ma"), ("see", "sun")])
    seen(letter, "sun")
    assert letter.ledger_holds()
    with untouched(), pytest.raises(NothingToDo):
        seen(letter, "sun")
    with untouched(), pytest.raises(SomebodyElses):
        seen(letter, "zhao")


def test_a_copy_does_not_hide_a_hand_over_that_was_lost(cast: Cast, letter: Letter) -> None:
    copied(letter, "lin", "sun")
    with unit_of_work() as session:
        assert sweep.idle_documents(session) == []
        (proposing,) = (one for one in open_tasks(session, letter.id) if one.kind is TaskKind.PROPOSE)
        session.delete(proposing)
        session.flush()
        assert sweep.idle_documents(session) == [letter.id], "only the copy is left"


def test_destruction_closes_what_nobody_saw(cast: Cast) -> None:
    letter = old_paper(cast)
    copied(letter, "lin", "sun", offices=("YWB",))
    order = is_listed(cast, letter)
    approves(cast, order)
    watches(cast, order, "sun")
    watches(cast, order, "ma")
    assert (letter.stage, letter.waits_for) == (Stage.DESTROYED, [])
    with untouched(), pytest.raises(NothingToDo):
        seen(letter, "sun")
    with untouched(), pytest.raises(WrongStage, match="现为“已销毁”，不能抄送"):
        copied(letter, "lin", "qian")


def test_a_paper_that_is_not_registered_is_copied_to_nobody(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    with untouched(), pytest.raises(WrongStage, match="现为“待登记”，不能抄送"):
        copied(letter, "lin", "sun")


def test_a_day_with_copies_through_the_pages(browser: People, cast: Cast, letter: Letter) -> None:
    lin, sun, place = browser("lin"), browser("sun"), f"/documents/{letter.id}"
    sun.opens(place, expect=404)
    assert "抄送人员" in lin.opens(place)
    sent = {"people": [str(cast.id("sun")), ""], "offices": "YWB", "words": "请护理部了解。"}
    refused = lin.posts(f"{place}/copying", expect=422, **sent | {"words": "长" * 501})
    assert "附言最多500字" in refused
    assert "长" * 501 in refused
    lin.posts(f"{place}/copying", **sent)
    assert "已收到此件的抄送" in lin.posts(f"{place}/copying", expect=409, **sent)  # two presses
    engine_runs()
    assert "阅知" in sun.opens("/?folder=reads")
    assert "林晓梅抄送：请护理部了解。" in sun.opens(place)
    sun.posts(f"{place}/seeing")
    engine_runs()
    page = lin.opens(place)
    assert "孙丽" in page
    assert "未阅" in page  # the department
    assert "已阅知" not in sun.opens(place), "asked once"


def test_a_program_copies_sees_and_reads_who_has(browser: People, cast: Cast, letter: Letter) -> None:
    lin, path = browser("lin"), f"/documents/{letter.id}"
    lin.calls("POST", f"{path}/copying", json={"people": [str(cast.id("sun"))], "words": "请阅。"})
    engine_runs()
    browser("sun").calls("POST", f"{path}/seeing", json={})
    (made,) = lin.calls("GET", f"{path}/copies")
    assert (made["to"], made["seen_by"]) == (f"person:{cast.id('sun')}", str(cast.id("sun")))
    browser("qian").calls("POST", f"{path}/copying", expect=404, json={"offices": ["YWB"]})


def test_a_form_opened_before_another_copied_is_still_good(
    browser: People, cast: Cast, letter: Letter
) -> None:
    version = letter.now.line
    copied(letter, "chen", "he")
    browser("lin").posts(f"/documents/{letter.id}/copying", people=str(cast.id("sun")), version=str(version))
    browser("ma").opens(f"/documents/{letter.id}", expect=404)  # nobody let him know
