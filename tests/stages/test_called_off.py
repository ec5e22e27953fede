"""撤回清册: a list whose approver or witness is gone is no dead end."""

from collections.abc import Callable

import pytest

from gateways.clock import now
from models import orders
from models.call_off import BeingDestroyed, ListEnded, call_off
from models.database import reading, unit_of_work
from models.destroy import witness
from models.errors import Malformed
from models.orders import DestructionOrder
from models.people import NotYourRole, Person
from models.tasks import NothingToDo
from tests.held import broken
from tests.lists import COOLED, approves, is_listed, refuses, watches
from tests.office import on_order, order_state, order_waits_for
from tests.page_client import Browser
from tests.personas import Cast
from tests.stages.test_archive import old_paper
from tests.untouched import untouched


def calls_off(cast: Cast, order, by: str = "he", why: str = "监销人已调离。") -> None:
    on_order(order, lambda s, o: call_off(s, o, why, by=getattr(cast, by), at=now()))


def test_a_witness_leaves_and_the_papers_go_on_another_list(cast: Cast) -> None:
    letter = old_paper(cast)
    order = is_listed(cast, letter)
    approves(cast, order)
    watches(cast, order, "ma")
    with unit_of_work() as session:
        session.get_one(Person, cast.id("sun")).active = False
    calls_off(cast, order)
    assert order_state(order) == "已撤回"
    assert order_waits_for(order) == []
    assert letter.waits_for == [("appraise", "archivist")]
    assert letter.told[-1] == "移出销毁清册"
    again = is_listed(cast, letter, witnesses=[cast.id("ma"), cast.id("qian")])
    approves(cast, again)
    for uid in ("ma", "qian"):
        watches(cast, again, uid)
    assert order_state(again) == "已销毁"
    assert broken() == {}
    assert letter.ledger_holds()


def test_the_page_says_who_took_it_back_when_and_why(
    cast: Cast, browser: Callable[[str | None], Browser]
) -> None:
    place, he = f"/destruction-orders/{is_listed(cast, old_paper(cast))}", browser("he")
    he.posts(f"{place}/calling-off", words="另行鉴定。")
    page = he.opens(place)
    for said in ("已撤回", "撤回人", "何平", "撤回时间", "另行鉴定。"):
        assert said in page
    assert "撤回清册" not in page


def test_who_may_call_it_off_and_until_when(cast: Cast) -> None:
    letter = old_paper(cast)
    order = is_listed(cast, letter)
    for uid in ("zhou", "sun", "lin"):
        with untouched(), pytest.raises(NotYourRole, match="此事由档案员办理"):
            calls_off(cast, order, uid)
    for why in ("", "因" * 501):
        with untouched(), pytest.raises(Malformed, match="撤回的理由"):
            calls_off(cast, order, why=why)
    refuses(cast, order)
    with untouched(), pytest.raises(ListEnded, match="1号未批准，不能撤回"):
        calls_off(cast, order)
    order = is_listed(cast, letter)
    calls_off(cast, order)
    with untouched(), pytest.raises(NothingToDo):
        approves(cast, order)


def test_what_all_witnesses_signed_is_destroyed_and_not_called_off(cast: Cast) -> None:
    order = is_listed(cast, old_paper(cast))
    approves(cast, order)
    with unit_of_work() as session:
        for one in orders.witnesses(session, order):
            by = getattr(cast, session.get_one(Person, one.person_id).uid)
            witness(session, session.get_one(DestructionOrder, order), by=by, at=now() + COOLED)
    with untouched(), pytest.raises(BeingDestroyed, match="正在销毁，不能撤回"):
        calls_off(cast, order)
    with reading() as session:
        assert session.get_one(DestructionOrder, order).open
