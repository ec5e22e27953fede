"""关联件: both ends show it; who may not know of the other end sees nothing of it, not even that there is one."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from gateways.clock import now
from models import relations
from models.database import reading, unit_of_work
from models.document import Document
from models.errors import NotFound
from models.people import find_uid
from models.relations import (
    CaseEnded,
    NoSuchCase,
    NotTheRelater,
    RelatedAlready,
    Relation,
    RelationKind,
    SameCase,
)
from models.stages import Stage
from models.values import Level
from tests.office import Letter
from tests.page_client import Browser
from tests.personas import Cast
from tests.test_a_secretarys_day import People
from tests.this_year import YEAR
from tests.together import together
from tests.untouched import untouched

HIDDEN = "关于金丝雀的请示"


@pytest.fixture
def ends(cast: Cast) -> tuple[Letter, Letter]:
    """``2026-普-0001``, which 林晓梅, 陈志远 and 王建国 know, and ``2026-普-0002``, of which 王建国 does not."""
    here, there = Letter(cast).arrives(), Letter(cast).arrives()
    here.is_registered()
    here.is_proposed()
    there.is_registered(title=HIDDEN, doc_number="江卫〔2026〕18号")
    return here, there


def relates(
    letter: Letter, uid: str, number: str = f"{YEAR}-普-0002", kind: RelationKind = RelationKind.EARLIER
) -> UUID:
    return letter.act(lambda s, d: relations.relate(s, d, number, kind, by=letter.who(uid), at=now()).id)


def undoes(letter: Letter, uid: str, relation: UUID) -> None:
    letter.act(lambda s, d: relations.undo(s, d, relation, by=letter.who(uid), at=now()))


def shown(letter: Letter, uid: str) -> list[tuple[str, str]]:
    with reading() as session:
        seen = relations.related_to(session, letter.now, letter.who(uid))
        return [(one.word, one.document.label) for one in seen]


@pytest.mark.parametrize(
    ("kind", "here_says", "there_says"),
    [
        (RelationKind.REPLY, "复文", "来文"),
        (RelationKind.INCOMING, "来文", "复文"),
        (RelationKind.EARLIER, "前案", "后案"),
        (RelationKind.SUPERVISION, "督办", "被督办"),
        (RelationKind.OTHER, "其他", "其他"),
    ],
)
def test_both_ends_show_what_the_other_is(
    ends: tuple[Letter, Letter], kind: RelationKind, here_says: str, there_says: str
) -> None:
    here, there = ends
    relates(here, "lin", kind=kind)
    assert shown(here, "chen") == [(here_says, f"{YEAR}-普-0002")]
    assert shown(there, "chen") == [(there_says, f"{YEAR}-普-0001")]


def test_it_is_linked_and_undone_on_the_page(ends: tuple[Letter, Letter], browser: People) -> None:
    here, there = ends
    place, lin = f"/documents/{here.id}", browser("lin")
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    sent = {"number": f" {YEAR}-普-0002 ".translate(wide), "kind": "earlier"}
    assert lin.posts(f"{place}/relation", **sent) == f"{place}?done=relation"
    assert HIDDEN in lin.opens(place)
    assert f"解除与 {YEAR}-普-0001 的关联" in lin.opens(f"/documents/{there.id}")
    with reading() as session:
        relation = session.exec(select(Relation)).one()
    lin.posts(f"/documents/{there.id}/relation-removal", relation_id=str(relation.id))
    assert HIDDEN not in lin.opens(place)
    with reading() as session:
        kept = session.get_one(Relation, relation.id)
    assert (kept.undone_by, kept.undone_at is None) == (lin_id(here), False)


def lin_id(letter: Letter) -> UUID:
    return letter.cast.id("lin")


def test_who_may_not_know_the_other_end_sees_nothing_of_it(
    ends: tuple[Letter, Letter], browser: People
) -> None:
    here, _ = ends
    wang, place = browser("wang"), f"/documents/{here.id}"
    before = wang.opens(place)
    relation = relates(here, "lin")
    page = wang.opens(place)
    for trace in (HIDDEN, f"{YEAR}-普-0002", "story-related", str(relation)):
        assert trace not in page
    assert page.count("关联") == before.count("关联")
    assert wang.calls("GET", f"{place}/relations") == []
    for uid, expect in (("sun", 404), ("gu", 404), ("lin", 200)):
        browser(uid).calls("GET", f"{place}/relations", expect=expect)
    with untouched(), pytest.raises(NotFound):
        undoes(here, "wang", relation)


def test_a_number_that_is_not_there_and_one_that_is_not_for_me_are_answered_alike(
    ends: tuple[Letter, Letter], browser: People
) -> None:
    here, _ = ends
    wang, place = browser("wang"), f"/documents/{here.id}/relation"
    answers = []
    for linked in (False, True):
        if linked:
            relates(here, "lin")  # nor does it matter whether they are linked already
        for number in (f"{YEAR}-普-0002", f"{YEAR}-普-0999"):
            with untouched():
                answers.append(
                    wang.calls("POST", place, expect=422, json={"number": number, "kind": "reply"})
                )
    assert answers == [answers[0]] * 4
    assert answers[0]["errors"] == {"number": "没有这个收文编号，或者您不在其知悉范围内。"}


def test_lost_clearance_hides_the_other_end_from_whoever_linked_it(ends: tuple[Letter, Letter]) -> None:
    here, there = ends
    relation = relates(here, "lin")
    with unit_of_work() as session:
        session.get_one(Document, here.id).level = Level.PUBLIC
        find_uid(session, "lin").clearance = Level.PUBLIC
    assert shown(here, "lin") == []
    with untouched(), pytest.raises(NotFound):
        undoes(here, "lin", relation)
    with untouched(), pytest.raises(NoSuchCase):
        relates(here, "lin")
    assert shown(there, "xu") == [("后案", f"{YEAR}-普-0001")]


@pytest.mark.parametrize(
    "number", ["", "2026", "2026-普-", "0002", "2026-金-0002", "<b>", "2026-普-0002; --", "𠮷"]
)
def test_what_is_no_number_is_refused(ends: tuple[Letter, Letter], browser: People, number: str) -> None:
    lin = browser("lin")
    with untouched():
        page = lin.posts(f"/documents/{ends[0].id}/relation", expect=422, number=number, kind="reply")
    assert "收文编号应写作：2026-普-0001" in page or "请填写收文编号" in page


def test_no_case_is_related_to_itself_nor_twice_from_either_end(ends: tuple[Letter, Letter]) -> None:
    here, there = ends
    with untouched(), pytest.raises(SameCase):
        relates(here, "lin", f"{YEAR}-普-0001")
    first = relates(here, "lin")
    with untouched(), pytest.raises(RelatedAlready, match=f"与{YEAR}-普-0001已经关联"):
        relates(there, "chen", f"{YEAR}-普-0001", RelationKind.OTHER)
    undoes(here, "lin", first)
    relates(there, "chen", f"{YEAR}-普-0001", RelationKind.OTHER)
    assert shown(here, "lin") == [("其他", f"{YEAR}-普-0002")]


def test_of_two_who_link_at_once_one_wins(app: Any, ends: tuple[Letter, Letter], cast: Cast) -> None:
    places = [(ends[0], f"{YEAR}-普-0002"), (ends[1], f"{YEAR}-普-0001")]
    people = [(Browser(app, cast, uid), *place) for uid, place in zip(("lin", "xu"), places, strict=True)]
    presses = [
        lambda who=who, letter=letter, number=number: (
            who.client.post(
                f"/documents/{letter.id}/relation", data={"csrf": who.csrf, "number": number, "kind": "other"}
            ).status_code
        )
        for who, letter, number in people
    ]
    assert sorted(together(*presses)) == [303, 409]
    with reading() as session:
        assert len(session.exec(select(Relation)).all()) == 1


def test_who_linked_it_or_the_secretary_undoes_it_once(ends: tuple[Letter, Letter]) -> None:
    here, there = ends
    relation = relates(here, "lin")
    with untouched(), pytest.raises(NotTheRelater):
        undoes(here, "chen", relation)
    undoes(there, "xu", relation)
    for gone in (relation, uuid4()):
        with untouched(), pytest.raises(NotFound):
            undoes(here, "lin", gone)
    undoes(here, "chen", relates(here, "chen"))
    assert shown(here, "lin") == shown(there, "lin") == []


@pytest.mark.parametrize("stage", [Stage.DESTROYED, Stage.RETURNED])
def test_an_ended_case_keeps_its_relations_as_they_are(ends: tuple[Letter, Letter], stage: Stage) -> None:
    here, there = ends
    relation = relates(here, "lin")
    with unit_of_work() as session:
        session.get_one(Document, here.id).stage = stage
    for act in (lambda: relates(here, "lin"), lambda: undoes(here, "lin", relation)):
        with untouched(), pytest.raises(CaseEnded):
            act()
    assert shown(here, "lin") == [("前案", f"{YEAR}-普-0002")]
    undoes(there, "lin", relation)  # the other end still goes on
