"""销毁: what is gone and what stays, and that two hands at once destroy nothing too much."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from gateways import vault
from gateways.clock import now
from gateways.vault import Shredded
from models import destroy, files, orders
from models.content_keys import ContentKey
from models.database import reading, unit_of_work
from models.destroy import NotWitnessed
from models.document import Document
from models.files import FileRole
from models.orders import DestructionOrder
from models.stages import Stage
from tests.lists import approves, is_listed, watches
from tests.office import Letter, engine_runs, on_order, order_state
from tests.page_client import Browser
from tests.personas import Cast
from tests.stages.test_archive import old_paper
from tests.test_a_secretarys_day import People
from tests.together import together
from tests.untouched import kept_files, untouched


def with_file(letter: Letter, content: bytes = "机要内容".encode()) -> UUID:
    sealed = {"name": "来文.txt", "media_type": "text/plain", "role": FileRole.ORIGINAL, "at": now()}
    return letter.act(lambda s, d: vault.seal(s, d.id, content, **sealed).id)


def test_what_was_destroyed_cannot_be_read_and_is_still_on_record(cast: Cast, browser: People) -> None:
    letter = old_paper(cast)
    file_id, title = with_file(letter), letter.now.title
    assert kept_files()
    order = is_listed(cast, letter)
    approves(cast, order)
    watches(cast, order, "sun")
    watches(cast, order, "ma")
    with reading() as session:
        stored = files.find_file(session, letter.id, file_id)
        assert session.get(ContentKey, letter.id) is None
        with pytest.raises(Shredded, match="内容已按清册销毁，只保留登记信息"):
            vault.open_file(session, stored)
    assert kept_files() == []
    with pytest.raises(Shredded), unit_of_work() as session:
        vault.seal(
            session, letter.id, b"x", name="x.txt", media_type="text/plain", role=FileRole.FORM, at=now()
        )
    gone = f"题名见销毁清册销〔{now().year}〕1号"
    assert (letter.now.title, letter.now.number) == (gone, f"{now().year}-普-0001")
    shown = browser("lin").opens(f"/documents/{letter.id}")
    assert "内容已按清册销毁，只保留登记信息。" in shown
    assert gone in shown
    assert title not in shown
    assert f"/files/{file_id}" not in shown, "no link to what is gone"
    browser("lin").opens(f"/documents/{letter.id}/files/{file_id}", expect=409)


def test_the_engine_destroys_nothing_that_was_not_watched(cast: Cast) -> None:
    letter = old_paper(cast)
    order = is_listed(cast, letter)
    approves(cast, order)
    with untouched(), pytest.raises(NotWitnessed, match="未经批准或监销人未签齐，不能销毁"):
        on_order(order, lambda s, o: destroy.destroy(s, o, s.get_one(Document, letter.id), at=now()))
    watches(cast, order, "sun")
    with untouched(), pytest.raises(NotWitnessed):
        on_order(order, lambda s, o: destroy.destroy(s, o, s.get_one(Document, letter.id), at=now()))


def test_a_paper_named_twice_stands_on_the_list_once(browser: People, cast: Cast) -> None:
    one, two = old_paper(cast), old_paper(cast)
    chosen = [str(two.id), str(one.id), str(two.id)]
    place = browser("he").posts(
        "/destruction-orders",
        documents=chosen,
        words="无保存价值。",
        method="焚烧",
        approver=str(cast.id("zhou")),
        witnesses=[str(cast.id("sun")), str(cast.id("ma"))],
    )
    order = UUID(place.partition("?")[0].removeprefix("/destruction-orders/"))
    with reading() as session:
        assert [d.id for d in orders.documents_on(session, order)] == [two.id, one.id]


def test_two_lists_for_one_paper_at_once(app: Any, cast: Cast) -> None:
    letter = old_paper(cast)
    people = [Browser(app, cast, "he"), Browser(app, cast, "he")]
    sent = {
        "documents": str(letter.id),
        "words": "无保存价值。",
        "method": "粉碎",
        "approver": str(cast.id("zhou")),
        "witnesses": [str(cast.id("sun")), str(cast.id("ma"))],
    }
    acts = [
        lambda who=who: who.client.post("/destruction-orders", data={"csrf": who.csrf} | sent).status_code
        for who in people
    ]
    assert sorted(together(*acts)) == [303, 409]
    with reading() as session:
        assert [o.number for o in session.exec(select(DestructionOrder))] == [f"销〔{now().year}〕1号"]


def test_approval_and_refusal_at_once_and_both_witnesses_at_once(app: Any, cast: Cast) -> None:
    order = is_listed(cast, letter := old_paper(cast))
    place, zhous = f"/destruction-orders/{order}", [Browser(app, cast, "zhou") for _ in range(2)]
    answers = together(
        lambda: zhous[0].client.post(f"{place}/approval", data={"csrf": zhous[0].csrf}).status_code,
        lambda: (
            zhous[1]
            .client.post(f"{place}/refusal", data={"csrf": zhous[1].csrf, "words": "缓办。"})
            .status_code
        ),
    )
    assert sorted(answers) == [303, 409]
    engine_runs()
    if order_state(order) == "未批准":
        order = is_listed(cast, letter)
        approves(cast, order)
    together(lambda: watches(cast, order, "sun"), lambda: watches(cast, order, "ma"))
    engine_runs()
    assert letter.stage is Stage.DESTROYED
    assert letter.told.count("销毁") == 1
    assert letter.ledger_holds()


def test_nobody_is_asked_about_what_is_destroyed(cast: Cast) -> None:
    letter = Letter(cast).arrives(on_paper=False)
    letter.is_registered(issue_date=date(2014, 3, 3))
    letter.is_proposed()
    letter.is_signed("wang")
    letter.is_signed("zhou")
    letter.is_accepted()
    letter.is_completed()
    letter.is_closed()
    letter.is_filed()
    assert ("acknowledge", "zhou") in letter.waits_for, "the leader has not looked at the result"
    order = is_listed(cast, letter)
    approves(cast, order)
    watches(cast, order, "sun")
    watches(cast, order, "ma")
    assert letter.stage is Stage.DESTROYED
    assert letter.waits_for == []
