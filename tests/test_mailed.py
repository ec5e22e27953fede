"""发信: the case tells whom it was mailed to and what for; what came back stands with the mails that were not delivered."""

from datetime import timedelta

from sqlmodel import Session, select

from gateways.clock import now
from models import letters, returns
from models.database import reading, unit_of_work
from models.haste import Haste
from models.letters import Letter as Mail
from models.letters import LetterKind
from models.mailed import Mailed, mailed
from models.people import Person
from tests.office import Letter
from tests.personas import Cast
from tests.test_a_secretarys_day import People

TITLE = "关于信里不写标题的通知"


def written(letter: Letter, uid: str, days: int = 0) -> Mail:
    """A mail about ``letter`` that left."""
    at = now() - timedelta(days=days)
    with unit_of_work() as session:
        person = session.get_one(Person, letter.cast.id(uid))
        mail = letters.write(session, person, LetterKind.CLOSED, at=at, how=Haste.NOW, document_id=letter.id)
        assert mail
        letters.note_sent(session, mail, at=at)
        return mail


def came_back(mail: Mail, status: str = "5.1.1", days: int = 0) -> None:
    with unit_of_work() as session:
        assert returns.note_bounce(session, mail.id, status, at=now() - timedelta(days=days))


def told(letter: Letter) -> list[Mailed]:
    with reading() as session:
        return mailed(session, letter.now)


def signing(cast: Cast) -> Letter:
    letter = Letter(cast).arrives()
    letter.is_registered(title=TITLE, doc_number="")
    letter.is_proposed()
    return letter


def test_only_what_left_is_told_and_with_what_it_asked(cast: Cast) -> None:
    letter = signing(cast)
    assert told(letter) == []
    with unit_of_work() as session:
        owed = _to(session, cast, "wang")
        letters.note_sent(session, owed, at=now())
    (one,) = told(letter)
    assert (one.to, one.kind, one.asked and one.asked.label) == ("王建国", LetterKind.ASK, "批示")
    assert (one.gathered, one.bounced) == (False, False)
    assert told(Letter(cast).arrives()) == []


def test_a_digest_that_came_back_brought_none_of_its_mails(cast: Cast) -> None:
    letter = signing(cast)
    with unit_of_work() as session:
        owed = _to(session, cast, "wang")
        digest = Mail(kind=LetterKind.DIGEST, person_id=owed.person_id, written_at=now())
        owed.digest_id = digest.id
        session.add_all([owed, digest])
        letters.note_sent(session, digest, at=now())
    came_back(digest)
    (one,) = told(letter)
    assert one.gathered
    assert one.bounced


def test_the_case_tells_it_folded_and_only_to_whoever_may_see_it(browser: People, cast: Cast) -> None:
    letter = signing(cast)
    assert "story-mailed" not in browser("lin").opens(f"/documents/{letter.id}")
    came_back(written(letter, "zhou"))
    page = browser("lin").opens(f"/documents/{letter.id}")
    fold = page.split('id="story-mailed"')[1].split("</details>")[0]
    for word in ("1 封", "周明华", "办结告知", "已退回"):
        assert word in fold, word
    assert TITLE not in fold
    browser("qian").opens(f"/documents/{letter.id}", expect=404)


def test_what_came_back_in_a_month_stands_with_the_undelivered(browser: People, cast: Cast) -> None:
    letter = signing(cast)
    assert "退回的邮件" not in browser("gu").opens("/dead-letters")
    came_back(written(letter, "zhou"), "5.2.2")
    came_back(written(letter, "wang", days=40), "5.1.1", days=31)
    page = browser("gu").opens("/dead-letters").split('id="came-back"')[1]
    for word in ("周明华", letter.now.label, "收件邮箱已满（5.2.2）"):
        assert word in page, word
    assert "王建国" not in page
    assert TITLE not in page
    (told,) = browser("gu").client.get("/api/v1/dead-letters/bounced").json()
    assert (told["to"], told["number"], told["status"]) == ("周明华", letter.now.label, "5.2.2")


def _to(session: Session, cast: Cast, uid: str) -> Mail:
    return session.exec(select(Mail).where(Mail.person_id == cast.id(uid))).one()
