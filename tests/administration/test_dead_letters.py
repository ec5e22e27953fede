"""Mails that were given up: who may see them, what a failure means, another try, and giving up with a reason."""

from uuid import UUID

import pytest
from sqlmodel import Session, select

from api.mail_failures import in_words
from gateways.clock import now
from models import audit, letters, outbox
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.haste import Haste
from models.letters import Letter as Mail
from models.letters import LetterKind
from models.outbox import Errand, Topic
from models.people import Person
from tests.office import Letter
from tests.personas import Cast
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

TITLE = "关于隐于邮件之外的通知"


def given_up(cast: Cast, uid: str = "wang", error: str = "smtp-550") -> UUID:
    """A reminder about a registered paper that its reader's mail server would not take."""
    paper = Letter(cast).arrives()
    paper.is_registered(title=TITLE, doc_number="")
    with unit_of_work() as session:
        person = session.get_one(Person, cast.id(uid))
        mail = letters.write(
            session, person, LetterKind.CLOSED, at=now(), how=Haste.NOW, document_id=paper.id
        )
        assert mail
        errand = _errand(session, mail)
        errand.attempts = 6
        outbox.bury(session, errand, at=now(), error=error)
        return errand.id


def _errand(session: Session, mail: Mail) -> Errand:
    session.flush()
    return session.exec(select(Errand).where(Errand.subject == mail.id, Errand.topic == Topic.LETTER)).one()


def test_the_page_says_whom_what_number_and_why_and_never_a_title(browser: People, cast: Cast) -> None:
    given_up(cast)
    for uid in ("lin", "gu"):
        page = browser(uid).opens("/dead-letters")
        for told in ("王", "-普-0001", "办结告知", "收件邮箱不存在", "6 次"):
            assert told in page, told
        assert TITLE not in page
    for uid in ("chen", "wang", "min", "yan", "zhao"):
        browser(uid).opens("/dead-letters", expect=404)


def test_one_is_sent_again_and_the_journal_says_by_whom(browser: People, cast: Cast) -> None:
    letter, gu = given_up(cast), browser("gu")
    gu.posts(f"/dead-letters/{letter}/sending")
    with reading() as session:
        errand = session.get_one(Errand, letter)
        assert (errand.dead_at, errand.attempts) == (None, 0)
        told = session.exec(select(audit.Event).where(audit.Event.act == Act.LETTER_SENT_AGAIN)).one()
        assert (told.by, told.about) == (cast.id("gu"), str(errand.subject))
    gu.posts(f"/dead-letters/{letter}/sending", expect=404)
    assert "没有未送达的邮件" in gu.opens("/dead-letters")


def test_all_are_sent_again_at_once(browser: People, cast: Cast) -> None:
    both = {given_up(cast), given_up(cast, "zhou", "smtp-timeout")}
    assert len(browser("lin").calls("GET", "/dead-letters")) == 2
    assert browser("lin").calls("POST", "/dead-letters/sending", json={}) == {"letters": 2}
    with reading() as session:
        assert all(session.get_one(Errand, one).dead_at is None for one in both)


def test_giving_up_wants_a_reason_and_is_for_good(browser: People, cast: Cast) -> None:
    letter, lin = given_up(cast), browser("lin")
    place = f"/dead-letters/{letter}/giving-up"
    with untouched():
        assert "长" * 201 in lin.posts(place, expect=422, words="长" * 201)
    lin.posts(place, words="已当面告知")
    with reading() as session:
        errand = session.get_one(Errand, letter)
        assert errand.done_at
        assert session.get_one(Mail, errand.subject).dropped_at
        told = session.exec(select(audit.Event).where(audit.Event.act == Act.LETTER_GIVEN_UP)).one()
        assert told.why == "已当面告知"
    lin.posts(place, expect=404, words="再来")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("smtp-550", "收件邮箱不存在"),
        ("smtp-451", "暂时不收"),
        ("smtp-571", "拒收"),
        ("KeyError", "clerk.log"),
        ("", "没有记录"),
    ],
)
def test_a_code_is_told_in_plain_words(code: str, words: str) -> None:
    assert words in in_words(code)
    assert code in in_words(code)
