"""权限变更: proposed by one, confirmed by another, and nobody touches his own (A5, N4)."""

from datetime import timedelta

import pytest
from sqlmodel import select

from flows import letters as flow
from gateways.clock import now
from models import grants, propose_rights, signins
from models.audit import Event
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.errors import Malformed, NotFound
from models.grants import Kind
from models.people import NotYourRole, Person, Role, RoleConflict
from models.possible_rights import LastOfItsKind, Wish
from models.propose_rights import (
    NobodyToConfirm,
    NoLonger,
    NotForYourself,
    NotTheSame,
    NotYoursToConfirm,
    Outdated,
    ProposedAlready,
)
from models.values import Level
from tests.administrators.rights import confirmed, given, person, proposed, refused, roles, withdrawn
from tests.letterbox import mails, owed_to, sent, text
from tests.personas import Cast
from tests.untouched import untouched


def asked(cast: Cast, change: object) -> list[str]:
    with reading() as session:
        return [one.uid for one in grants.confirmers(session, grants.find(session, change))]


def journal() -> list[tuple[Act, str, str, str]]:
    with reading() as session:
        return [(one.act, one.by_name, one.about, one.why) for one in session.exec(select(Event))]


def test_a_role_is_held_from_the_confirmation_on(cast: Cast) -> None:
    change = proposed(cast, "min", "sun", Kind.GRANT, "handler", "调入护理部任干事。")
    assert roles(cast, "sun") == set()
    assert asked(cast, change) == ["chen"], "there is one 安全保密管理员 only"
    confirmed(cast, "chen", change)
    assert roles(cast, "sun") == {Role.HANDLER}
    assert journal() == [
        (Act.RIGHTS_PROPOSED, "闵洁", "sun", "授予角色：承办人。调入护理部任干事。"),
        (Act.RIGHTS_CONFIRMED, "陈志远", "sun", "授予角色：承办人"),
    ]


def test_whoever_may_confirm_is_told_that_something_waits_and_not_what(cast: Cast) -> None:
    change = proposed(cast, "min", "sun", Kind.GRANT, "handler", "调入护理部任干事。")
    (letter,) = owed_to("chen", cast)
    said = text(sent(letter))
    assert "有一项权限变更等您确认" in said
    assert "/people" in said
    for kept in ("孙丽", "承办人", "护理部"):
        assert kept not in said
    assert owed_to("min", cast) == owed_to("sun", cast) == []
    refused(cast, "chen", change)


def test_nothing_is_mailed_about_what_was_decided_meanwhile(cast: Cast) -> None:
    change = proposed(cast, "min", "sun", Kind.GRANT, "handler", "调入护理部任干事。")
    confirmed(cast, "chen", change)
    (letter,) = owed_to("chen", cast)
    flow.send(letter.id)
    assert mails() == []


def test_a_second_security_administrator_confirms_where_there_is_one(cast: Cast) -> None:
    given(cast, "sun", Role.SECURITY_ADMIN)
    change = proposed(cast, "min", "li", Kind.GRANT, "department-head")
    assert asked(cast, change) == ["sun"]
    with untouched(), pytest.raises(NotYoursToConfirm, match="此项由孙丽确认"):
        confirmed(cast, "chen", change)
    confirmed(cast, "sun", change)
    assert roles(cast, "li") == {Role.HANDLER, Role.DEPARTMENT_HEAD}


def test_the_leader_confirms_what_concerns_the_only_office_head(cast: Cast) -> None:
    change = proposed(cast, "min", "chen", Kind.GRANT, "archivist")
    assert asked(cast, change) == ["wang", "zhou"]
    with untouched(), pytest.raises(NotForYourself):
        confirmed(cast, "chen", change)
    confirmed(cast, "zhou", change)
    assert Role.ARCHIVIST in roles(cast, "chen")


def test_an_administrators_own_rights_go_the_same_way(cast: Cast) -> None:
    with untouched(), pytest.raises(NotForYourself, match="任何人不得变更或确认本人的权限"):
        proposed(cast, "min", "min", Kind.CLEAR, "public")
    change = proposed(cast, "min", "ma", Kind.REVOKE, "department-head")
    confirmed(cast, "chen", change)
    confirmed(cast, "chen", proposed(cast, "min", "ma", Kind.GRANT, "system-admin"))
    assert roles(cast, "ma") == {Role.SYSTEM_ADMIN}


@pytest.mark.parametrize("uid", ["gu", "yan", "chen", "lin", "zhou", "sun"])
def test_nobody_else_proposes(cast: Cast, uid: str) -> None:
    with untouched(), pytest.raises(NotYourRole, match="安全保密管理员"):
        proposed(cast, uid, "li", Kind.GRANT, "leader")


def test_who_proposed_does_not_confirm_and_the_others_are_not_asked(cast: Cast) -> None:
    change = proposed(cast, "min", "sun", Kind.GRANT, "handler")
    with untouched(), pytest.raises(NotTheSame, match="提出人与确认人不得为同一人"):
        confirmed(cast, "min", change)
    for uid in ("gu", "yan", "lin", "wang"):
        with untouched(), pytest.raises(NotYoursToConfirm, match="此项由陈志远确认"):
            confirmed(cast, uid, change)
    with untouched(), pytest.raises(NotForYourself):
        confirmed(cast, "sun", change)


def test_where_nobody_else_is_left_nothing_is_proposed(cast: Cast) -> None:
    with unit_of_work() as session:
        for uid in ("chen", "wang", "zhou"):
            session.get_one(Person, cast.id(uid)).active = False
    with untouched(), pytest.raises(NobodyToConfirm):
        proposed(cast, "min", "sun", Kind.GRANT, "handler")


def test_a_refusal_has_its_reason_and_a_withdrawal_is_the_proposers(cast: Cast) -> None:
    change = proposed(cast, "min", "sun", Kind.GRANT, "leader")
    with untouched(), pytest.raises(Malformed, match="请填写不同意的理由"):
        refused(cast, "chen", change, "")
    assert refused(cast, "chen", change).state(now()) == "未同意"
    again = proposed(cast, "min", "sun", Kind.GRANT, "handler")
    with untouched(), pytest.raises(NotFound):
        withdrawn(cast, "chen", again)
    assert withdrawn(cast, "min", again).state(now()) == "已撤回"
    for ended in (change, again):
        with untouched(), pytest.raises(NoLonger):
            confirmed(cast, "chen", ended)
    assert roles(cast, "sun") == set()
    assert [act for act, *_ in journal()][-1] is Act.RIGHTS_WITHDRAWN


def test_a_proposal_lapses(cast: Cast) -> None:
    change = proposed(cast, "min", "sun", Kind.GRANT, "handler")
    with unit_of_work() as session:
        late = grants.find(session, change).expires_at + timedelta(seconds=1)
    with (
        untouched(),
        pytest.raises(NoLonger, match="已过期"),
        unit_of_work() as session,
    ):
        propose_rights.confirm(session, change, by=cast.chen, at=late)
    with reading() as session:
        assert grants.open_changes(session, at=now()) != []
        assert grants.open_changes(session, at=late) == []


def test_what_was_proposed_is_frozen_and_what_changed_meanwhile_is_looked_at_anew(cast: Cast) -> None:
    raised = proposed(cast, "min", "li", Kind.CLEAR, "secret")
    lowered = proposed(cast, "min", "li", Kind.CLEAR, "public")
    confirmed(cast, "chen", lowered)
    with untouched(), pytest.raises(Outdated, match="权限已有变动"):
        confirmed(cast, "chen", raised)
    assert person(cast, "li").clearance is Level.PUBLIC
    one = proposed(cast, "min", "sun", Kind.GRANT, "handler")
    other = proposed(cast, "min", "sun", Kind.GRANT, "auditor")
    confirmed(cast, "chen", one)
    with untouched(), pytest.raises(RoleConflict):
        confirmed(cast, "chen", other)


@pytest.mark.parametrize(
    ("whose", "kind", "what", "sentence"),
    [
        ("lin", Kind.GRANT, "secretary", "此人已有这个角色"),
        ("lin", Kind.REVOKE, "leader", "此人没有这个角色"),
        ("lin", Kind.CLEAR, "internal", "与现状相同"),
        ("lin", Kind.MOVE, "JYS", "与现状相同"),
        ("lin", Kind.MOVE, "NOWHERE", "没有这个部门"),
        ("lin", Kind.GRANT, "emperor", "请从列表中选择"),
        ("lin", Kind.CLEAR, "secretary", "请从列表中选择"),
    ],
)
def test_what_changes_nothing_or_is_nothing_is_refused(
    cast: Cast, whose: str, kind: Kind, what: str, sentence: str
) -> None:
    with untouched(), pytest.raises(Malformed, match=sentence):
        proposed(cast, "min", whose, kind, what)


def test_one_proposal_at_a_time_and_none_without_a_reason(cast: Cast) -> None:
    proposed(cast, "min", "sun", Kind.GRANT, "handler")
    with untouched(), pytest.raises(ProposedAlready):
        proposed(cast, "min", "sun", Kind.GRANT, "handler")
    with untouched(), pytest.raises(Malformed, match="请填写理由"):
        proposed(cast, "min", "li", Kind.GRANT, "leader", " ")


def test_the_last_of_the_three_stays(cast: Cast) -> None:
    for uid, role in (("gu", "system-admin"), ("yan", "auditor")):
        with untouched(), pytest.raises(LastOfItsKind, match="唯一在任的"):
            proposed(cast, "min", uid, Kind.REVOKE, role)
    given(cast, "sun", Role.AUDITOR)
    confirmed(cast, "chen", proposed(cast, "min", "yan", Kind.REVOKE, "auditor"))
    assert roles(cast, "yan") == set()


@pytest.mark.parametrize(
    ("kind", "what"), [(Kind.REVOKE, "handler"), (Kind.CLEAR, "public"), (Kind.MOVE, "HLB")]
)
def test_whoever_loses_something_is_out_of_every_session_at_once(cast: Cast, kind: Kind, what: str) -> None:
    with unit_of_work() as session:
        secret = signins.begin(session, cast.li.person, at=now())
    change = proposed(cast, "min", "li", kind, what)
    with reading() as session:
        assert signins.who(session, secret, at=now()), "a proposal changes nothing"
    confirmed(cast, "chen", change)
    with reading() as session:
        assert signins.who(session, secret, at=now()) is None


def test_a_closed_account_gets_nothing(cast: Cast) -> None:
    change = proposed(cast, "min", "sun", Kind.GRANT, "handler")
    with unit_of_work() as session:
        session.get_one(Person, cast.id("sun")).active = False
    with untouched(), pytest.raises(Malformed, match="已停用"):
        confirmed(cast, "chen", change)
    with untouched(), pytest.raises(Malformed, match="已停用"), unit_of_work() as session:
        propose_rights.propose(
            session, cast.id("sun"), Wish(Kind.CLEAR, "public", "离岗"), by=cast.min, at=now()
        )
