"""销毁: one proposes, another approves, two more watch; nobody else, nothing early, and the record stays."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from gateways.clock import now
from models import orders
from models.database import reading, unit_of_work
from models.destroy import CoolingOff, ListedAlready, NotDisinterested, NotDue
from models.errors import Malformed
from models.orders import DestructionOrder
from models.people import NotYourRole, Person, Role, RoleGrant, grant
from models.stages import Stage
from models.tasks import NothingToDo, SomebodyElses
from models.values import Retention
from tests.held import broken
from tests.lists import COOLED, approves, is_listed, refuses, watches
from tests.office import order_state, order_waits_for
from tests.personas import Cast
from tests.stages.test_archive import old_paper, read_by_all
from tests.untouched import untouched


def test_a_list_goes_from_proposal_to_approval_to_two_witnesses_to_the_shredder(cast: Cast) -> None:
    one, two = old_paper(cast), old_paper(cast)
    order = is_listed(cast, one, two)
    assert order_state(order) == "待审批"
    assert order_waits_for(order) == ["approve-order"]
    assert (one.waits_for, one.told[-1]) == ([], "列入销毁清册")
    approves(cast, order)
    assert order_state(order) == "待监销"
    assert order_waits_for(order) == ["witness", "witness"]
    watches(cast, order, "sun")
    assert one.stage is Stage.ARCHIVED, "one witness is not two"
    watches(cast, order, "ma")
    assert order_state(order) == "已销毁"
    assert order_waits_for(order) == []
    for letter in (one, two):
        assert letter.stage is Stage.DESTROYED
        assert letter.told[-1] == "销毁"
        assert letter.ledger_holds()


def test_nothing_is_listed_before_its_term_is_over(cast: Cast) -> None:
    fresh, forever, over = read_by_all(cast), old_paper(cast, Retention.PERMANENT), old_paper(cast)
    with untouched(), pytest.raises(NotDue, match="保管期限未满或为永久保管，禁止擅自销毁（档案法第21条）"):
        is_listed(cast, forever)
    with untouched(), pytest.raises(NotDue):
        is_listed(cast, fresh)  # not even filed
    fresh.is_filed()
    with untouched(), pytest.raises(NotDue):
        is_listed(cast, fresh)
    with untouched(), pytest.raises(NotDue):
        is_listed(cast, over, fresh)  # one good line does not carry a bad one


def test_only_an_archivist_proposes_a_list(cast: Cast) -> None:
    letter = old_paper(cast)
    for uid in ("lin", "zhou", "sun", "chen", "gu"):
        with untouched(), pytest.raises(NotYourRole, match="此事由档案员办理"):
            is_listed(cast, letter, by=uid)


def test_a_list_is_complete(cast: Cast) -> None:
    letter = old_paper(cast)
    with untouched(), pytest.raises(Malformed, match="请至少选择一件到期档案"):
        is_listed(cast)
    refused: list[tuple[dict[str, Any], str]] = [
        ({"method": "扔掉"}, "销毁方式应为：粉碎、焚烧、化浆、消磁"),
        ({"words": ""}, "请填写鉴定意见"),
        ({"words": "无" * 2001}, "鉴定意见最多2000字"),
        ({"approver": cast.id("chen")}, "销毁清册须报院领导批准"),
        ({"approver": uuid4()}, "销毁清册须报院领导批准"),
    ]
    for said, sentence in refused:
        with untouched(), pytest.raises(Malformed, match=sentence):
            is_listed(cast, letter, **said)
    with unit_of_work() as session:
        session.get_one(Person, cast.id("zhou")).active = False
    with untouched(), pytest.raises(Malformed, match="须报院领导批准"):
        is_listed(cast, letter)


def test_proposer_approver_and_witnesses_are_four_people_and_none_is_an_administrator(cast: Cast) -> None:
    letter = old_paper(cast)
    sun, ma, he, zhou, gu = (cast.id(uid) for uid in ("sun", "ma", "he", "zhou", "gu"))
    for witnesses in ([], [sun], [sun, sun], [sun, he], [zhou, ma], [sun, gu], [sun, uuid4()]):
        with untouched(), pytest.raises(NotDisinterested, match="提请人、批准人、监销人不得为同一人"):
            is_listed(cast, letter, witnesses=witnesses)
    with unit_of_work() as session:
        session.get_one(Person, ma).active = False
    with untouched(), pytest.raises(NotDisinterested):
        is_listed(cast, letter)


def test_the_proposer_does_not_approve_even_where_he_leads(cast: Cast) -> None:
    letter = old_paper(cast)
    with unit_of_work() as session:
        grant(session, session.get_one(Person, cast.id("he")), Role.LEADER)
    with untouched(), pytest.raises(NotDisinterested):
        is_listed(cast, letter, approver=cast.id("he"))


def test_a_paper_stands_on_one_list_at_a_time(cast: Cast) -> None:
    letter = old_paper(cast)
    order = is_listed(cast, letter)
    with untouched(), pytest.raises(ListedAlready, match=f"已列入销〔{now().year}〕1号，不能重复列入"):
        is_listed(cast, letter)
    refuses(cast, order)
    again = is_listed(cast, letter)
    with reading() as session:
        assert orders.open_order_of(session, letter.id).id == again
        assert session.get_one(DestructionOrder, again).number == f"销〔{now().year}〕2号"


def test_only_the_named_leader_decides_and_once(cast: Cast) -> None:
    order = is_listed(cast, old_paper(cast))
    for uid in ("wang", "he", "sun", "lin"):
        with untouched(), pytest.raises(SomebodyElses, match="这项“销毁审批”由他人办理"):
            approves(cast, order, uid)
    with untouched(), pytest.raises(Malformed, match="请填写不批准的理由"):
        refuses(cast, order, " ")
    with untouched(), pytest.raises(Malformed, match="不批准的理由最多500字"):
        refuses(cast, order, "因" * 501)
    approves(cast, order)
    for decide in (approves, refuses):
        with untouched(), pytest.raises(NothingToDo):
            decide(cast, order)


def test_who_leads_no_more_approves_no_more(cast: Cast) -> None:
    order = is_listed(cast, old_paper(cast))
    with unit_of_work() as session:
        session.delete(session.get_one(RoleGrant, (cast.id("zhou"), Role.LEADER)))
    with untouched(), pytest.raises(NotYourRole, match="此事由院领导办理"):
        approves(cast, order)


def test_a_refused_list_gives_its_papers_back(cast: Cast) -> None:
    letter = old_paper(cast)
    order = is_listed(cast, letter)
    refuses(cast, order, "涉及在诉案件。")
    assert order_state(order) == "未批准"
    assert order_waits_for(order) == []
    assert letter.stage is Stage.ARCHIVED
    assert letter.waits_for == [("appraise", "archivist")]
    assert letter.told[-2:] == ["列入销毁清册", "移出销毁清册"]
    with reading() as session:
        assert session.get_one(DestructionOrder, order).refusal == "涉及在诉案件。"
    assert letter.ledger_holds()


def test_a_paper_of_a_refused_list_is_destroyed_on_a_later_one(cast: Cast) -> None:
    letter = old_paper(cast)
    refuses(cast, is_listed(cast, letter))
    order = is_listed(cast, letter)
    approves(cast, order)
    for witness in ("sun", "ma"):
        watches(cast, order, witness)
    assert letter.stage is Stage.DESTROYED
    assert "halves" not in broken(patience=-2 * COOLED)


def test_nobody_watches_before_the_cooling_off_is_over(cast: Cast) -> None:
    order = is_listed(cast, old_paper(cast))
    with untouched(), pytest.raises(NothingToDo):
        watches(cast, order, "sun")  # not approved yet
    approved_at = now()
    approves(cast, order, at=approved_at)
    for early in (approved_at, approved_at + COOLED - timedelta(microseconds=1)):
        with untouched(), pytest.raises(CoolingOff, match="冷静期未满"):
            watches(cast, order, "sun", at=early)
    watches(cast, order, "sun", at=approved_at + COOLED)
    with untouched(), pytest.raises(NothingToDo):
        watches(cast, order, "sun")
    for uid in ("he", "zhou", "wang", "lin"):
        with untouched(), pytest.raises(SomebodyElses, match="这项“监销”由他人办理"):
            watches(cast, order, uid)


def test_a_witness_who_became_an_administrator_does_not_watch(cast: Cast) -> None:
    order = is_listed(cast, old_paper(cast))
    approves(cast, order)
    with unit_of_work() as session:
        grant(session, session.get_one(Person, cast.id("sun")), Role.AUDITOR)
    with untouched(), pytest.raises(NotDisinterested):
        watches(cast, order, "sun")


def test_terms_of_other_years_do_not_matter(cast: Cast) -> None:
    letter = read_by_all(cast, issue_date=date(now().year - 9, 1, 1))
    letter.is_filed()
    with untouched(), pytest.raises(NotDue):
        is_listed(cast, letter)
