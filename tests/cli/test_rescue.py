"""jiyao user unlock / reset-password: whoever has the machine lets somebody in again, and cannot do so in secret."""

import pytest
from sqlmodel import select

from api.cli import rescue
from config.policy import policy
from flows import letters
from gateways import directory
from gateways.clock import now
from models import attempts, factors, password_history, signins
from models.attempts import Locked
from models.audit import Event
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.errors import NotFound
from models.letters import Letter, LetterKind
from models.people import Person, find_uid
from tests.personas import Cast
from tests.stepping_up import has_phone

NEW = "Quiet-Harbour-7"


def journal() -> list[tuple[Act, str]]:
    with reading() as session:
        return [(one.act, one.about) for one in session.exec(select(Event).order_by(Event.line))]


def told() -> set[str]:
    with reading() as session:
        written = select(Person.uid).join(Letter).where(Letter.kind == LetterKind.ACCOUNT_RESCUED)
        return set(session.exec(written))


def is_locked(cast: Cast, uid: str) -> bool:
    with reading() as session:
        return attempts.rests(session, uid, at=now()) and attempts.rests(
            session, f" {cast.id(uid)}", at=now()
        )


def test_a_locked_account_is_unlocked(cast: Cast) -> None:
    gu = cast.id("gu")
    with unit_of_work() as session:
        for _ in range(policy().sign_in.failures):
            attempts.count(session, "gu", at=now())
            attempts.count_code(session, gu, at=now())
    assert is_locked(cast, "gu")
    with pytest.raises(Locked):
        directory.directory().check("gu", NEW)
    rescue.unlock(" GU ")
    assert not is_locked(cast, "gu")
    assert journal() == [(Act.ACCOUNT_UNLOCKED, "gu")]
    assert told() == {"min", "yan"}, "never only the one it is about"


def test_a_password_is_reset_and_must_be_changed(cast: Cast) -> None:
    has_phone(cast, "gu")
    with unit_of_work() as session:
        secret = signins.begin(session, cast.gu.person, at=now())
    rescue.reset_password("gu", NEW)
    assert directory.directory().check("gu", NEW).uid == "gu"
    with reading() as session:
        assert signins.who(session, secret, at=now()) is None
        gu = find_uid(session, "gu")
        assert gu
        assert password_history.why_change(session, gu, at=now()) == password_history.GIVEN
        assert factors.has(session, gu.id), "the second factor is not the machine's to reset"
    assert journal() == [(Act.PASSWORD_SET, "gu")]
    assert told() == {"min", "yan"}


def test_the_letter_names_nobody_and_carries_no_number(cast: Cast) -> None:
    rescue.unlock("wang")
    with reading() as session:
        written = session.exec(select(Letter)).all()
    for letter in written:
        letters.send(letter.id)
    from config.settings import settings

    mails = [path.read_text("utf-8") for path in settings().mail_folder.glob("*.eml")]
    assert len(mails) == 3
    assert not any("wang" in mail or "王建国" in mail for mail in mails)


def test_nobody_of_that_name(cast: Cast) -> None:
    with pytest.raises(NotFound, match="没有账号"):
        rescue.unlock("nobody")
    assert journal() == []
