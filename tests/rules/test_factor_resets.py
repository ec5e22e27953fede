"""重置第二因素: two administrators, neither of them oneself; then nothing of the old one is worth anything."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from gateways.clock import now
from models import factor_resets, factors, recovery_codes, signins
from models.audit import Event
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.errors import DomainError
from models.factor_resets import (
    LAPSES,
    Decided,
    NotBoth,
    NothingToReset,
    NotOneself,
    NotYourPart,
    WaitsAlready,
)
from models.letters import Letter, LetterKind
from models.people import ADMINISTRATORS, Role
from tests.personas import Cast
from tests.stepping_up import has_phone, proved
from tests.test_a_secretarys_day import People

EVERYBODY = ("gu", "min", "yan", "lin", "wang", "chen")
ABOUT = ("wang", "gu", "min", "yan")


def propose(cast: Cast, whom: str, by: str) -> UUID:
    with unit_of_work() as session:
        return factor_resets.propose(session, cast.id(whom), "手机遗失", by=getattr(cast, by), at=now()).id


def confirm(cast: Cast, reset: UUID, by: str, days: int = 0) -> None:
    with unit_of_work() as session:
        factor_resets.confirm(session, reset, by=getattr(cast, by), at=now() + timedelta(days=days))


def has(cast: Cast, uid: str) -> bool:
    with reading() as session:
        return factors.has(session, cast.id(uid))


def test_one_proposes_another_confirms_and_nothing_of_the_old_is_left(cast: Cast) -> None:
    has_phone(cast, "wang")
    with unit_of_work() as session:
        recovery_codes.make(session, cast.id("wang"), at=now())
        secret = signins.begin(session, cast.wang.person, at=now())
    confirm(cast, propose(cast, "wang", "gu"), "min")
    assert not has(cast, "wang")
    with reading() as session:
        assert recovery_codes.left(session, cast.id("wang")) == 0
        assert signins.who(session, secret, at=now()) is None
        letter = session.exec(select(Letter)).one()
        assert (letter.kind, letter.person_id) == (LetterKind.FACTOR_RESET, cast.id("wang"))
        told = [(one.act, one.about) for one in session.exec(select(Event).order_by(Event.line))]
    assert told == [(Act.FACTOR_RESET_PROPOSED, "wang"), (Act.FACTOR_RESET, "wang")]


@pytest.mark.parametrize("whom", ABOUT)
def test_of_all_pairs_only_two_different_administrators_reset_and_never_themselves(
    cast: Cast, whom: str
) -> None:
    passed = set()
    for one in EVERYBODY:
        for other in EVERYBODY:
            has_phone(cast, whom)
            try:
                reset = propose(cast, whom, one)
            except DomainError:
                continue
            try:
                confirm(cast, reset, other)
            except DomainError:
                with unit_of_work() as session:
                    session.delete(session.get_one(factor_resets.FactorReset, reset))
            else:
                passed.add((one, other))
    assert (
        passed
        == {
            "wang": {("gu", "min")},
            "gu": {("min", "yan")},
            "min": {("gu", "yan")},
            "yan": {("gu", "min")},
        }[whom]
    )


def test_whose_part_it_is() -> None:
    assert factor_resets.proposers(frozenset({Role.LEADER})) == {Role.SYSTEM_ADMIN}
    for role in Role:
        able = factor_resets.proposers(frozenset({role})) | factor_resets.confirmers(frozenset({role}))
        assert able <= ADMINISTRATORS


def test_what_is_refused_says_why(cast: Cast) -> None:
    with pytest.raises(NothingToReset):
        propose(cast, "wang", "gu")
    has_phone(cast, "wang")
    has_phone(cast, "gu")
    with pytest.raises(NotYourPart, match="系统管理员"):
        propose(cast, "wang", "min")
    with pytest.raises(NotOneself):
        propose(cast, "gu", "gu")
    reset = propose(cast, "wang", "gu")
    with pytest.raises(WaitsAlready):
        propose(cast, "wang", "gu")
    with pytest.raises(NotYourPart):
        confirm(cast, reset, "gu")
    with pytest.raises(Decided):
        confirm(cast, reset, "min", days=LAPSES.days)
    confirm(cast, reset, "min")
    with pytest.raises(Decided):
        confirm(cast, reset, "min")


def test_the_same_one_never_does_both(cast: Cast) -> None:
    has_phone(cast, "gu")
    reset = propose(cast, "gu", "min")
    with pytest.raises(NotBoth):
        confirm(cast, reset, "min")


def test_the_page_of_the_administrators(browser: People, cast: Cast) -> None:
    has_phone(cast, "wang")
    gu, security = browser("gu"), browser("min")
    wang = str(cast.id("wang"))
    assert "请填写理由" in gu.posts("/factor-resets", expect=422, person=wang, words="")
    proved(gu, password=30)
    assert "再次确认身份" in gu.posts("/factor-resets", expect=403, person=wang, words="手机遗失")
    proved(gu, password=0)
    assert gu.posts("/factor-resets", person=wang, words="手机遗失") == "/factor-resets?done=reset-proposed"
    (row,) = security.calls("GET", "/factor-resets")
    assert "确认重置" not in gu.opens("/factor-resets")
    assert "确认重置" in security.opens("/factor-resets")
    security.posts(f"/factor-resets/{row['id']}/confirmation")
    assert not has(cast, "wang")
    assert browser("wang").client.get("/factor-resets").status_code in (403, 404)


def test_who_does_not_agree_refuses(browser: People, cast: Cast) -> None:
    has_phone(cast, "wang")
    gu, security = browser("gu"), browser("min")
    said = {"person": str(cast.id("wang")), "words": "手机遗失"}
    reset = gu.calls("POST", "/factor-resets", expect=201, json=said)["id"]
    gu.calls("POST", f"/factor-resets/{reset}/refusal", expect=403, json={})
    assert security.calls("POST", f"/factor-resets/{reset}/refusal", json={})["granted"] is False
    assert has(cast, "wang")
    reset = gu.calls("POST", "/factor-resets", expect=201, json=said)["id"]
    assert security.calls("POST", f"/factor-resets/{reset}/confirmation", json={})["granted"] is True
