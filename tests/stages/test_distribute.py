"""分发: one notice to every department, receipts wanted by noon, and by noon the secretary knows who is missing."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from gateways.clock import now
from models import distribute
from models.addressees import CannotBeSent, NoSuchAddressee
from models.database import reading, unit_of_work
from models.distribute import SentAlready
from models.errors import Malformed
from models.ledger import WrongStage
from models.letters import Letter as Mail
from models.letters import LetterKind
from models.people import NotYourRole, Person, find_uid
from models.stages import Stage
from models.tasks import NothingToDo, SomebodyElses
from models.values import Level
from tests.drawn import registered
from tests.letterbox import owed_to
from tests.lists import approves, is_listed, watches
from tests.office import Letter, engine_runs
from tests.personas import Cast
from tests.sending import answered, board, chased, distributed, many_departments, reminded
from tests.stages.test_archive import old_paper, read_by_all
from tests.test_a_secretarys_day import People
from tests.together import together
from tests.untouched import untouched


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """Registered, and waiting for the office head."""
    return registered(cast)


def test_sixty_departments_get_it_in_one_act_and_each_owes_one_receipt(cast: Cast, letter: Letter) -> None:
    codes = many_departments(60)
    lot = distributed(letter, *codes)
    assert (len(lot.made), lot.left) == (60, 0)
    assert letter.waits_for == [("propose", "office-head"), *(("receipt", code) for code in codes)]
    with reading() as session:
        asked = select(Person.uid).join(Mail, Mail.person_id == Person.id).where(Mail.kind == LetterKind.ASK)
        assert [uid for uid in sorted(session.exec(asked)) if uid != "chen"] == [one.lower() for one in codes]
    assert letter.told[-1] == "分发"
    assert letter.ledger_holds()


def test_a_department_answers_once_whoever_of_it_clicks(cast: Cast, letter: Letter) -> None:
    distributed(letter, "YWB", "YGK")
    with untouched(), pytest.raises(SomebodyElses):
        answered(letter, "sun")
    answered(letter, "li", "已传达到各科。")
    with untouched(), pytest.raises(NothingToDo):
        answered(letter, "zhao")  # her handler was quicker
    assert letter.waits_for == [("propose", "office-head"), ("receipt", "YGK")]
    delivery = board(letter)["YWB"]
    assert (delivery.received_by, delivery.answer) == (cast.id("li"), "已传达到各科。")
    assert letter.told[-1] == "回执"


def test_two_colleagues_answer_at_the_same_moment_and_one_receipt_is_written(
    browser: People, letter: Letter
) -> None:
    distributed(letter, "YWB")
    url = f"/documents/{letter.id}/receipt"
    zhao, li = browser("zhao"), browser("li")
    clicks = [lambda one=one: one.client.post(url, data={"csrf": one.csrf}).status_code for one in (zhao, li)]
    assert sorted(together(*clicks)) == [303, 409]
    assert letter.told.count("回执") == 1
    assert letter.ledger_holds()


def test_sent_again_only_the_missing_get_it(cast: Cast, letter: Letter) -> None:
    distributed(letter, "YWB")
    lot = distributed(letter, "YWB", "YGK", "XXZ")
    assert [one.office_code for one in lot.made] == ["YGK", "XXZ"]
    with untouched(), pytest.raises(SentAlready, match="所选部门都已分发过此件"):
        distributed(letter, "YWB", "XXZ")  # the second press
    with untouched(), pytest.raises(SentAlready):
        distributed(letter)  # nobody else can be reached
    assert [kind for kind, _ in letter.waits_for].count("receipt") == 3


def test_all_departments_are_those_that_somebody_can_answer_for(cast: Cast, letter: Letter) -> None:
    with unit_of_work() as session:
        find_uid(session, "qian").clearance = Level.PUBLIC
    assert [one.office_code for one in distributed(letter).made] == ["XXZ", "YWB"]


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        (("YWB", "DAS"), "档案室没有在任的负责人或承办人，不能送达，请从名单中去掉"),
        (("YGK",), "院感科的负责人和承办人未获准接触“内部”文件"),
        (("JYS", "YZB", "HLB", "YGK"), "机要室、院长办公室、护理部没有在任的负责人或承办人；院感科的负责人"),
    ],
)
def test_a_department_that_nobody_can_answer_for_is_refused(
    cast: Cast, letter: Letter, codes: tuple[str, ...], sentence: str
) -> None:
    with unit_of_work() as session:
        find_uid(session, "qian").clearance = Level.PUBLIC
    with untouched(), pytest.raises(CannotBeSent, match=sentence):
        distributed(letter, *codes)


def test_a_colleague_who_is_not_cleared_gets_no_mail(cast: Cast, letter: Letter) -> None:
    with unit_of_work() as session:
        find_uid(session, "li").clearance = Level.PUBLIC
    distributed(letter, "YWB")
    assert [len(owed_to(uid, cast)) for uid in ("zhao", "li")] == [1, 0]


def test_what_cannot_be_right_is_refused(cast: Cast, letter: Letter) -> None:
    with untouched(), pytest.raises(NotYourRole, match="此事由机要秘书办理"):
        distributed(letter, "YWB", by="chen")
    with untouched(), pytest.raises(NoSuchAddressee):
        distributed(letter, "NOWHERE")
    with untouched(), pytest.raises(Malformed, match="回执时限应晚于现在"):
        distributed(letter, "YWB", hours=-1)
    with untouched(), pytest.raises(Malformed, match="回执时限应在1949年至"):
        distributed(letter, "YWB", hours=24 * 366 * 9)
    fresh = Letter(cast).arrives()
    with untouched(), pytest.raises(WrongStage, match="现为“待登记”，不能分发"):
        distributed(fresh, "YWB")


@pytest.mark.parametrize(
    ("at", "wanted_by"),
    [
        (datetime(2026, 11, 20, 0, 30, tzinfo=UTC), datetime(2026, 11, 20, 4, 0, tzinfo=UTC)),
        (
            datetime(2026, 11, 20, 4, 0, tzinfo=UTC),
            datetime(2026, 11, 23, 4, 0, tzinfo=UTC),
        ),  # noon on Friday
        (datetime(2026, 11, 21, 1, 0, tzinfo=UTC), datetime(2026, 11, 23, 4, 0, tzinfo=UTC)),  # a Saturday
    ],
)
def test_receipts_are_usually_wanted_by_noon(at: datetime, wanted_by: datetime) -> None:
    assert distribute.usual_time(at) == wanted_by


# -- chasing -------------------------------------------------------------------------------------------------


def test_receipts_come_in_after_archiving(cast: Cast) -> None:
    letter = read_by_all(cast)
    distributed(letter, "YWB", "YGK")
    letter.is_filed()
    assert (letter.stage, letter.waits_for) == (Stage.ARCHIVED, [("receipt", "YGK"), ("receipt", "YWB")])
    answered(letter, "zhao")
    assert chased(letter) == ["YGK"]
    assert letter.ledger_holds()


def test_destruction_closes_what_is_missing(cast: Cast) -> None:
    letter = old_paper(cast)
    distributed(letter, "YWB")
    order = is_listed(cast, letter)
    approves(cast, order)
    watches(cast, order, "sun")
    watches(cast, order, "ma")
    assert (letter.stage, letter.waits_for) == (Stage.DESTROYED, [])
    with untouched(), pytest.raises(NothingToDo):
        answered(letter, "zhao")
    with untouched(), pytest.raises(WrongStage):
        chased(letter)
    with untouched(), pytest.raises(WrongStage, match="现为“已销毁”，不能分发"):
        distributed(letter, "YGK")


# -- pages and programs --------------------------------------------------------------------------------------


def test_a_morning_with_sixty_departments(browser: People, cast: Cast, letter: Letter) -> None:
    codes, lin, place = many_departments(57), browser("lin"), f"/documents/{letter.id}"
    page = lin.opens(place)
    assert "分发全部60个部门" in page
    assert "不能分发：" in page
    soon = (now() + timedelta(hours=10)).strftime("%Y-%m-%dT%H:%M")
    refused = lin.posts(
        f"{place}/distribution", expect=422, wanted_by="2020-01-01T12:00", offices="YWB", words="急"
    )
    assert "回执时限应晚于现在" in refused
    assert re.search(r'value="YWB"[^>]* checked', refused)
    lin.posts(f"{place}/distribution", wanted_by=soon, everybody="yes", words="请各部门传达。")
    lin.posts(f"{place}/distribution", expect=409, wanted_by=soon, everybody="yes")  # two presses
    engine_runs()

    zhao = browser("zhao")
    assert "回执" in zhao.opens("/")
    assert "请各部门传达。" in zhao.opens(place)
    zhao.posts(f"{place}/receipt", words="已传达。")
    browser("qian").posts(f"{place}/receipt")
    browser("qian").posts(f"{place}/receipt", expect=409)
    engine_runs()
    assert "2/60" in lin.opens(place)
    shown = lin.opens(f"{place}/receipts")
    assert "已传达。" in shown
    assert shown.index("K000科") < shown.index("医务部"), "the missing ones first"
    assert "58个部门未回执" in shown
    lin.posts(f"{place}/chasing")
    engine_runs()
    assert lin.opens(f"{place}/receipts").count("已催1次") == 58
    assert "两次催收至少间隔" in lin.posts(f"{place}/chasing", expect=409)
    assert len(reminded(codes[0].lower(), cast)) == 1


def test_two_hundred_departments_are_sent_in_lots_of_a_hundred(
    browser: People, cast: Cast, letter: Letter
) -> None:
    codes, lin = many_departments(230), browser("lin")
    lin.calls("POST", f"/documents/{letter.id}/distribution", json={"offices": codes})
    assert letter.told.count("分发") == 3
    engine_runs()
    assert [kind for kind, _ in letter.waits_for].count("receipt") == 230
    assert "已发230个部门" in lin.client.get(f"/documents/{letter.id}/distribution").text


def test_a_list_that_broke_off_goes_on_where_it_stood(
    browser: People, cast: Cast, letter: Letter, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes, lin, whole = many_departments(150), browser("lin"), distribute.distribute

    def breaks_after_one(*said: Any, **more: Any) -> Any:
        if board(letter):
            raise WrongStage(letter.now, distribute.Move.DISTRIBUTE)
        return whole(*said, **more)

    monkeypatch.setattr(distribute, "distribute", breaks_after_one)
    lin.calls("POST", f"/documents/{letter.id}/distribution", expect=409, json={"offices": codes})
    assert len(board(letter)) == distribute.LOT
    monkeypatch.undo()
    lin.calls("POST", f"/documents/{letter.id}/distribution", json={"offices": codes})
    assert sorted(board(letter)) == codes
    assert letter.told.count("分发") == 2


def test_a_program_distributes_answers_chases_and_reads_the_board(
    browser: People, cast: Cast, letter: Letter
) -> None:
    lin, path = browser("lin"), f"/documents/{letter.id}"
    lin.calls("POST", f"{path}/distribution", json={"everybody": True})
    engine_runs()
    browser("ma").calls("POST", f"{path}/receipt", json={"words": "收到。", "version": 1})
    lin.calls("POST", f"{path}/chasing", json={})
    rows = {row["office_code"]: row for row in lin.calls("GET", f"{path}/receipts")}
    assert (rows["XXZ"]["answer"], rows["XXZ"]["chases"], rows["YWB"]["chases"]) == ("收到。", 0, 1)
    assert lin.calls("POST", f"{path}/chasing", expect=409, json={})["code"] == "ChasedJustNow"
    browser("sun").calls("GET", f"{path}/receipts", expect=404)


def test_a_board_of_nothing_says_so(browser: People, cast: Cast, letter: Letter) -> None:
    assert "此件没有分发" in browser("lin").opens(f"/documents/{letter.id}/receipts")
