"""D6, D8: who is let in after a synchronisation, who is put out, and that groups give nothing."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import select

from flows import timetable
from gateways import roster
from gateways.clock import now
from gateways.ldap.directory import NotEnrolled
from models import audit, departures, grants, propose_rights
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.people import Role, find_uid, me, roles_of
from models.propose_rights import NotYoursToConfirm
from models.roster import TooManyLeave
from tests.directory.certificates import Authority
from tests.directory.conftest import Points
from tests.directory.fake_ldap import Fake
from tests.directory.house import DISABLED, account, active_directory, enrols, password, signs_in
from tests.directory.slapd import BASE, PEOPLE, Slapd, b64, dn
from tests.personas import Cast
from tests.test_a_secretarys_day import People

FOR_GOOD = "000001010000Z"


@pytest.fixture
def hired(slapd: Slapd, points: Points, cast: Cast) -> Iterator[str]:
    """文静 of the 医务部, whom nobody here has heard of; her DN."""
    points(slapd.url)
    there = slapd.adds("wen", "文静", "医务部", "初来乍到 9-days")
    yield there
    slapd.removes_if_there(there)


def test_the_directory_alone_opens_nothing(hired: str) -> None:
    with pytest.raises(NotEnrolled, match="请联系系统管理员同步名册"):
        signs_in("wen", "初来乍到 9-days")
    assert signs_in("wen", "初来乍到 9-dayz") is None, "who has no password does not hear that"


def test_after_a_synchronisation_she_is_let_in_to_an_empty_desk(hired: str, browser: People) -> None:
    enrols()
    assert signs_in("WEN", "初来乍到 9-days") == "wen"
    wen = account("wen")
    assert (wen.name, wen.office_code, wen.mail, wen.password) == ("文静", "YWB", "wen@hospital.example", "")
    with reading() as session:
        assert roles_of(session, wen.id) == frozenset()
    assert "还没有角色" in browser("wen").opens("/")


def test_groups_give_no_role_and_no_clearance(slapd: Slapd, hired: str) -> None:
    """D8."""
    enrols()
    before = account("wen")
    group = f"cn=院领导,{BASE}"
    slapd.changes(
        f"dn:: {b64(group)}\nchangetype: add\nobjectClass: groupOfNames\ncn:: {b64('院领导')}\n"
        f"member:: {b64(hired)}\n"
    )
    try:
        assert roster.preview().is_empty
        enrols()
        assert signs_in("wen", "初来乍到 9-days") == "wen"
    finally:
        slapd.removes(group)
    assert account("wen") == before
    with reading() as session:
        assert me(session, before).roles == frozenset()


def test_another_department_in_the_directory_waits_for_a_person_here(
    slapd: Slapd, hired: str, cast: Cast
) -> None:
    """D8: a department decides what somebody sees."""
    enrols()
    slapd.sets(hired, ou="院感科")
    (moved,) = roster.preview().moved
    assert (moved.known.uid, moved.known.office) == ("wen", "YGK")
    for _ in range(2):
        roster.synchronise()
    assert account("wen").office_code == "YWB"
    assert roster.preview().is_empty, "asked once"
    with reading() as session:
        (change,) = grants.open_changes(session, at=now())
    assert (change.by, change.what, grants.said(session, change)) == (None, "YGK", "调整部门：院感科")
    with pytest.raises(NotYoursToConfirm), unit_of_work() as session:
        propose_rights.confirm(session, change.id, by=cast.gu, at=now())
    with unit_of_work() as session:
        propose_rights.confirm(session, change.id, by=cast.min, at=now())
    assert account("wen").office_code == "YGK"


def test_a_no_to_another_department_is_not_asked_again(slapd: Slapd, hired: str, cast: Cast) -> None:
    enrols()
    slapd.sets(hired, ou="院感科")
    roster.synchronise()
    with unit_of_work() as session:
        (change,) = grants.open_changes(session, at=now())
        propose_rights.refuse(session, change.id, "只是借调", by=cast.min, at=now())
    roster.synchronise()
    with reading() as session:
        assert grants.open_changes(session, at=now()) == []
    assert account("wen").office_code == "YWB"


@pytest.mark.parametrize("how", ["disabled", "deleted"])
def test_who_is_put_out_of_the_directory_is_out_here_within_five_minutes(
    how: str, slapd: Slapd, hired: str, browser: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """D6: the clock moves; the clerk looks at whoever is signed in."""
    enrols()
    wen = browser("wen")
    wen.opens("/")
    if how == "disabled":
        slapd.sets(hired, pwdAccountLockedTime=FOR_GOOD)
    else:
        slapd.removes(hired)
    wen.opens("/")
    monkeypatch.setattr(timetable, "now", lambda: now() + timedelta(minutes=4, seconds=45))
    timetable.tick()
    wen.opens("/", expect=303)
    assert not account("wen").active
    assert signs_in("wen", "初来乍到 9-days") is None


def test_a_pause_after_wrong_guesses_is_no_departure(slapd: Slapd, hired: str, browser: People) -> None:
    enrols()
    wen = browser("wen")
    slapd.sets(hired, pwdAccountLockedTime="20261122080000Z")
    roster.recheck(now())
    wen.opens("/")


def test_who_moves_within_the_directory_stays(slapd: Slapd, hired: str, browser: People) -> None:
    enrols()
    wen = browser("wen")
    slapd.changes(
        f"dn:: {b64(hired)}\nchangetype: modrdn\nnewrdn: uid=wen\ndeleteoldrdn: 0\n"
        f"newsuperior:: {b64(f'ou=院感科,{BASE}')}\n"
    )
    try:
        roster.recheck(now())
        wen.opens("/")
        assert signs_in("wen", "初来乍到 9-days") == "wen"
    finally:
        slapd.removes(dn("wen", "院感科"))


def test_a_silent_directory_puts_nobody_out(
    slapd: Slapd, points: Points, hired: str, browser: People
) -> None:
    enrols()
    wen = browser("wen")
    points("ldaps://localhost:1")
    roster.recheck(now())
    wen.opens("/")


def test_in_active_directory_a_disabled_account_is_out(
    authority: Authority, points: Points, cast: Cast, browser: People
) -> None:
    """D6."""
    with Fake(active_directory(), authority.issues("ad").serving) as fake:
        points(fake.url, schema="active-directory")
        enrols()
        li = browser("li")
        li.opens("/")
        fake.entries = active_directory(li=DISABLED)
        roster.recheck(now())
        li.opens("/", expect=303)
        assert signs_in("li", password("li")) is None


def test_everybody_missing_at_once_is_a_mistake(slapd: Slapd, points: Points, cast: Cast) -> None:
    points(slapd.url)
    made = [slapd.adds(f"new{n}", f"新人{n}", "医务部", f"newcomer-{n}-x") for n in range(4)]
    try:
        enrols()
        points(slapd.url, filter="(&(objectClass=inetOrgPerson)(uid=nobody*))")
        with pytest.raises(TooManyLeave, match="--force"):
            roster.synchronise()
        assert all(account(f"new{n}").active for n in range(4))
        with reading() as session:
            held = session.exec(select(audit.Event).where(audit.Event.act == Act.ROSTER_HELD)).one()
        assert (held.ok, "疑为目录或设置有误" in held.why) == (False, True)
        roster.synchronise(force=True)
        assert not any(account(f"new{n}").active for n in range(4))
    finally:
        slapd.removes(*made)


def test_who_comes_back_is_let_in_again_unless_we_closed_the_account(slapd: Slapd, hired: str) -> None:
    from api.cli.people import close_account

    enrols()
    slapd.sets(hired, pwdAccountLockedTime=FOR_GOOD)
    roster.synchronise()
    assert (account("wen").active, account("wen").gone) == (False, True)
    slapd.changes(f"dn:: {b64(hired)}\nchangetype: modify\ndelete: pwdAccountLockedTime\n")
    roster.synchronise()
    assert signs_in("wen", "初来乍到 9-days") == "wen"
    close_account("wen")
    roster.synchronise()
    assert not account("wen").active
    assert signs_in("wen", "初来乍到 9-days") is None


def test_a_recycled_name_inherits_nothing(slapd: Slapd, hired: str) -> None:
    """The entry is another, whatever it is called."""
    enrols()
    old = account("wen")
    slapd.removes(hired)
    slapd.adds("wen", "文强", "医务部", "冒名顶替 9-days")
    plan = roster.synchronise()
    assert [one.uid for one in plan.gone] == ["wen"]
    assert [one for one in plan.problems if one.uid == "wen"]
    with pytest.raises(NotEnrolled):
        signs_in("wen", "冒名顶替 9-days")
    roster.synchronise(adopt=["wen"])
    assert (account("wen").id, account("wen").name) == (old.id, "文强")
    assert signs_in("wen", "冒名顶替 9-days") == "wen"


def test_a_local_account_is_not_taken_over_by_an_entry_of_its_name(
    slapd: Slapd, points: Points, cast: Cast
) -> None:
    from gateways import directory

    with unit_of_work() as session:
        directory.set_password(find_uid(session, "li"), "本院口令 7-local")
    points(slapd.url)
    plan = roster.synchronise()
    assert {one.uid for one in plan.problems} == {"li", "qian", "meng"}
    assert signs_in("li", password("li")) is None
    assert signs_in("li", "本院口令 7-local") == "li"
    roster.synchronise(adopt=["li"])
    assert signs_in("li", "本院口令 7-local") is None
    assert signs_in("li", password("li")) == "li"
    assert cast.li.roles == {Role.HANDLER}


def test_a_department_we_do_not_know_keeps_somebody_out_and_says_so(
    slapd: Slapd, points: Points, cast: Cast
) -> None:
    points(slapd.url)
    plan = roster.preview(("li", "qian"))
    (one,) = plan.problems
    assert (one.uid, PEOPLE["meng"][1] in one.why, "[directory.offices]" in one.why) == ("meng", True, True)


def test_a_dry_run_changes_nothing(hired: str) -> None:
    assert [one.uid for one in roster.preview().new] == ["wen"]
    with reading() as session:
        assert find_uid(session, "wen") is None


def test_who_left_the_directory_leaves_a_list(slapd: Slapd, points: Points, cast: Cast) -> None:
    from tests.office import Letter, engine_runs

    made = slapd.adds("wang", "王建国", "院领导", "院长日记 9-years")
    try:
        points(slapd.url)
        enrols("wang")
        letter = Letter(cast).arrives()
        letter.is_registered()
        letter.is_proposed()
        slapd.sets(made, pwdAccountLockedTime=FOR_GOOD)
        roster.synchronise()
        engine_runs()
    finally:
        slapd.removes(made)
    with reading() as session:
        (left,) = departures.waiting(session, cast.lin)
    assert (left.person.uid, left.kind, left.skipped) == ("wang", departures.Owing.SIGNATURE, True)
