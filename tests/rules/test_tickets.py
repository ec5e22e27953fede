"""Links in mails: they point, the signed-in person decides, one click wins, and nothing else opens them."""

import base64
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from sqlmodel import select

from config.policy import policy
from gateways.clock import now
from models import tickets
from models.database import reading, unit_of_work
from models.people import to_person
from models.tasks import Task, TaskKind
from models.tickets import NoSuchTicket, NotYourTicket, Ticket, TicketExpired, TicketSpent
from tests.personas import PEOPLE, Cast

ISSUED = now()
LIFE = timedelta(hours=policy().tickets.hours)


@pytest.fixture
def token(cast: Cast) -> str:
    """A link to a 批示 that waits for 王建国."""
    wang = cast.wang
    with unit_of_work() as session:
        task = Task(
            subject=uuid4(), kind=TaskKind.SIGN, hat=to_person(wang.id), about=uuid4(), opened_at=ISSUED
        )
        session.add(task)
        session.flush()
        return tickets.issue(session, task, wang.person, 3, at=ISSUED)[1]


def redeem(token: str, by, at=ISSUED) -> Ticket:
    with unit_of_work() as session:
        return tickets.redeem(session, token, by, at=at)


def look(token: str, by, at=ISSUED) -> Ticket:
    with reading() as session:
        return tickets.look(session, token, by, at=at)


def kept() -> Ticket:
    with reading() as session:
        return session.exec(select(Ticket)).one()


def test_the_named_person_redeems_a_link_once(cast, token):
    spent = redeem(token, cast.wang)
    assert (spent.person_id, spent.version, spent.used_at) == (cast.id("wang"), 3, ISSUED)
    with pytest.raises(TicketSpent, match="已经办理"):
        redeem(token, cast.wang)
    with pytest.raises(TicketSpent):
        look(token, cast.wang)


def test_looking_changes_nothing_however_often(cast, token):
    before = kept().model_dump()
    assert [look(token, cast.wang).version for _ in range(5)] == [3] * 5
    assert kept().model_dump() == before


def test_the_database_cannot_be_used_to_make_a_link(token):
    row = kept()
    assert token not in str(row.model_dump())
    assert row.digest == tickets.digest(token)
    assert len(base64.urlsafe_b64decode(token + "==")) == 32


@pytest.mark.parametrize("uid", [uid for uid in PEOPLE if uid != "wang"])
def test_a_forwarded_link_opens_for_nobody_and_is_not_spoilt(cast, token, uid):
    for attempt in (redeem, look):
        with pytest.raises(NotYourTicket, match="只限收件人本人"):
            attempt(token, getattr(cast, uid))
    assert redeem(token, cast.wang).used_at


@pytest.mark.parametrize(
    ("later", "refused"),
    [
        (timedelta(0), None),
        (LIFE - timedelta(seconds=1), None),
        (LIFE, TicketExpired),
        (LIFE + timedelta(seconds=1), TicketExpired),
        (timedelta(days=365), TicketExpired),
    ],
)
def test_a_link_lives_as_long_as_the_policy_says(cast, token, later, refused):
    if refused is None:
        assert redeem(token, cast.wang, ISSUED + later)
        return
    for attempt in (redeem, look):
        with pytest.raises(refused, match="过期"):
            attempt(token, cast.wang, ISSUED + later)
    assert kept().used_at is None


def test_a_link_dies_with_its_task(cast, token):
    with unit_of_work() as session:
        session.exec(select(Task)).one().closed_at = ISSUED
    for attempt in (redeem, look):
        with pytest.raises(TicketSpent):
            attempt(token, cast.wang)


def test_a_refused_decision_gives_the_link_back(cast, token):
    with pytest.raises(ZeroDivisionError), unit_of_work() as session:
        tickets.redeem(session, token, cast.wang, at=ISSUED).version // 0
    assert redeem(token, cast.wang).used_at


def test_a_decision_may_close_the_task_after_the_link_is_spent(cast, token):
    with unit_of_work() as session:
        spent = tickets.redeem(session, token, cast.wang, at=ISSUED)
        session.get_one(Task, spent.task_id).closed_at = ISSUED
    assert kept().used_at == ISSUED


def test_eight_hands_on_one_link_make_one_decision(cast, token):
    wang, start = cast.wang, Barrier(8)

    def press(_: int) -> str:
        start.wait()
        try:
            return f"decided at {redeem(token, wang).used_at}"
        except TicketSpent:
            return "spent"

    with ThreadPoolExecutor(8) as hands:
        said = list(hands.map(press, range(8)))
    assert sorted(said) == [f"decided at {ISSUED}"] + ["spent"] * 7


def test_nothing_like_a_link_is_a_link(cast, token):
    wang = cast.wang
    forged = {
        token[:-1],
        token + "=",
        token + "A",
        token.swapcase(),
        token[::-1],
        f" {token}",
        "",
        "\0",
        "\ud800",
    }
    forged |= {token[:n] + ("A" if token[n] != "A" else "B") + token[n + 1 :] for n in range(len(token))}
    forged |= {kept().digest}
    for one in forged:
        for attempt in (redeem, look):
            with pytest.raises(NoSuchTicket, match="链接无效"):
                attempt(one, wang)
    assert kept().used_at is None


def test_refusals_say_nothing_about_the_document(cast, token):
    for refusal in (NoSuchTicket(), NotYourTicket(), TicketSpent(), TicketExpired()):
        assert not any(word in str(refusal) for word in ("2026", "王", "批示", "件："))
