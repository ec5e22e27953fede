"""Letters: neutral, to the right person, once; dropped in silence when there is nothing left to say."""

import re
from datetime import timedelta

import pytest
from sqlmodel import select

from config.settings import settings
from flows import letters as flow
from gateways.clock import now, today
from gateways.errors import Permanent, Transient
from models import letters, tickets
from models.database import reading, unit_of_work
from models.letters import LetterKind
from models.people import Person, Role, RoleGrant, find_uid, grant
from models.tasks import TaskKind, open_tasks
from models.tickets import Ticket
from models.workdays import office_calendar
from tests.gateways.post_office import open_office
from tests.letterbox import kept, mails, owed_to, remind, sent, text, token_in
from tests.office import Letter as Paper
from tests.personas import Cast
from tests.this_year import YEAR

CANARIES = {
    "title": "关于金丝雀甲的通知",
    "issuer": "金丝雀乙委员会",
    "doc_number": "金丝〔2026〕3号",
}
OPINION = "金丝雀丁：拟请王副院长批示。"


@pytest.fixture
def paper(cast: Cast) -> Paper:
    """Registered, proposed, waiting for 王建国's 批示."""
    one = Paper(cast).arrives()
    one.is_registered(**CANARIES)
    one.is_proposed(words=OPINION)
    return one


def test_a_leader_is_asked_with_a_number_a_deadline_and_a_link_of_his_own(cast, paper):
    (asked,) = owed_to("wang", cast)
    mail = sent(asked)
    assert re.fullmatch(rf"【待办】{YEAR}-普-0001 批示，请于\d+月\d+日前办理", mail["Subject"])
    assert mail["To"].addresses[0].addr_spec == "wang@jz1y.example"
    assert f"您有1件公文待批示，编号 {YEAR}-普-0001，请登录内网办理" in text(mail)
    with reading() as session:
        ticket = tickets.look(session, token_in(mail), cast.wang, at=now())
        assert ticket.version == paper.now.line
    assert token_in(mail) in mail.get_body(("html",)).get_content()
    assert kept(asked.id).sent_at


def test_nothing_confidential_is_in_a_mail(cast, paper):
    with reading() as session:
        owed = [one.id for one in session.exec(select(letters.Letter))]
    for letter_id in owed:
        flow.send(letter_id)
    everything = "".join(
        str(one["Subject"]) + text(one) + one.get_body(("html",)).get_content() for one in mails()
    )
    assert len(mails()) >= 1
    assert "金丝" not in everything
    assert "内部" not in everything
    assert OPINION not in everything


def test_sent_twice_is_one_mail(cast, paper):
    (asked,) = owed_to("wang", cast)
    flow.send(asked.id)
    first = settings().mail_folder.joinpath(f"{asked.id}.eml").read_bytes()
    flow.send(asked.id)
    assert settings().mail_folder.joinpath(f"{asked.id}.eml").read_bytes() == first
    with reading() as session:
        assert len(session.exec(select(Ticket)).all()) == 1


def test_a_letter_about_a_finished_task_is_dropped(cast, paper):
    (asked,) = owed_to("wang", cast)
    paper.is_signed("wang")
    flow.send(asked.id)
    assert mails() == []
    assert kept(asked.id).dropped_at
    assert kept(asked.id).sent_at is None


@pytest.mark.parametrize("change", ["left", "no address", "hat", "other hat"])
def test_a_letter_to_somebody_whom_it_no_longer_concerns_is_dropped(cast, change):
    paper = Paper(cast).arrives()
    paper.is_registered(**CANARIES)
    (asked,) = owed_to("chen", cast)
    with unit_of_work() as session:
        chen = find_uid(session, "chen")
        if change == "left":
            chen.active = False
        elif change == "no address":
            chen.mail = ""
        else:
            session.delete(session.get_one(RoleGrant, (chen.id, Role.OFFICE_HEAD)))
        if change == "other hat":
            grant(session, chen, Role.SECRETARY)  # who knows every document, and is not asked to propose
    flow.send(asked.id)
    assert mails() == []
    assert kept(asked.id).dropped_at


def test_only_a_signature_gets_a_link_that_decides(cast):
    paper = Paper(cast).arrives()
    paper.is_registered(**CANARIES)
    (asked,) = owed_to("chen", cast)
    mail = sent(asked)
    assert str(mail["Subject"]).startswith(f"【待办】{YEAR}-普-0001 拟办")
    assert f"http://127.0.0.1:8000/documents/{paper.id}" in text(mail)
    assert "您是办公室主任" in text(mail)
    with reading() as session:
        assert session.exec(select(Ticket)).all() == []


def test_a_reminder_says_how_late_it_is(paper):
    with unit_of_work() as session:
        (task,) = [one for one in open_tasks(session, paper.id) if one.kind is TaskKind.SIGN]
        task.due_at = now() - timedelta(days=14)
    mail = sent(remind("wang", paper))
    known = office_calendar().knows(today() - timedelta(days=14), today())
    late = r"已超期\d+个工作日" + ("" if known else "（暂定）")
    assert re.fullmatch(rf"【催办】{YEAR}-普-0001 批示，{late}", mail["Subject"])
    assert token_in(mail)


def test_the_leader_is_told_when_it_is_closed(cast, paper):
    with unit_of_work() as session:
        letters.tell(session, f"person:{cast.id('wang')}", "closed", paper.id, at=now())
    closed = [one for one in owed_to("wang", cast) if one.kind is LetterKind.CLOSED]
    mail = sent(closed[0])
    assert mail["Subject"] == f"【办结】{YEAR}-普-0001 已办结"
    assert "此件由您批示" in text(mail)


def test_a_mail_that_cannot_leave_now_stays_owed_and_keeps_its_id(cast, paper, monkeypatch):
    (asked,) = owed_to("wang", cast)
    with open_office(monkeypatch, data="451 later"), pytest.raises(Transient, match=r"^smtp-451$"):
        flow.send(asked.id)
    assert kept(asked.id).sent_at is None
    with open_office(monkeypatch) as office:
        flow.send(asked.id)
    (mail,) = office.letters
    assert mail["Message-ID"] == f"<{asked.id}@jz1y.example>"
    with reading() as session:
        assert tickets.look(session, token_in(mail), cast.wang, at=now())


def test_no_transaction_is_open_while_the_server_is_spoken_to(cast, paper, monkeypatch):
    (asked,) = owed_to("wang", cast)

    def deliver(_mail) -> None:
        with unit_of_work() as session:  # would wait ten seconds for a lock and fail
            session.get_one(Person, asked.person_id).post = "written meanwhile"

    monkeypatch.setattr("gateways.mail.send", deliver)
    flow.send(asked.id)
    assert kept(asked.id).sent_at


def test_a_name_that_would_break_a_header_is_a_dead_letter_not_a_mail(cast, paper):
    (asked,) = owed_to("wang", cast)
    with unit_of_work() as session:
        session.get_one(Person, asked.person_id).name = "王\nBcc: evil@x.example"
    with pytest.raises(Permanent, match=r"^mail-header$"):
        flow.send(asked.id)
    assert mails() == []
