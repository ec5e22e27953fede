"""One person alone: whatever he may press, on the accounts whose passwords he knows, and what he must never have won."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from uuid import UUID

from sqlmodel import Session, col, select

from gateways.clock import now
from models import access, accounts, copies, delegate, narrow, password_history, propose_rights, widen
from models.accounts import Newcomer
from models.audit import Event
from models.delegate import Wish as Leave
from models.delegations import at_work
from models.document import Document
from models.errors import DomainError
from models.grants import Kind, RightsChange
from models.hats import to_person
from models.people import Me, Person, Role, to_role
from models.possible_rights import Wish
from models.values import Level

WHATS = {
    Kind.GRANT: [role.value for role in Role],
    Kind.REVOKE: [role.value for role in Role],
    Kind.CLEAR: [level.value for level in Level],
    Kind.MOVE: ["YLD", "JYS", "YZB"],
}
Standing = tuple[frozenset[Role], Level, str, bool]


@dataclass
class Alone:
    """``mine``: the accounts he can sign in with.  Nobody else presses anything."""

    session: Session
    document_id: UUID
    me: UUID
    dice: Random
    mine: list[UUID] = field(default_factory=list)
    had: dict[UUID, Standing] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.mine = [self.me]
        self.had = {self.me: self.standing(self.me)}
        self.past = self.journal()

    @contextmanager
    def for_once(self) -> Iterator[None]:
        """What happens inside did not happen."""
        begun, mine, had = self.session.begin_nested(), list(self.mine), dict(self.had)
        yield
        begun.rollback()
        self.mine, self.had = mine, had

    def presses(self, name: str) -> bool:
        """One act, in a transaction of its own; a refusal leaves nothing."""
        try:
            with self.session.begin_nested():
                MOVES[name](self, at_work(self.session, self.one_of(self.mine), now()))
                self.session.flush()
        except DomainError:
            return False
        self.must_have_won_nothing(name)
        return True

    def must_have_won_nothing(self, last: str) -> None:
        for account, had in self.had.items():
            assert self.standing(account) == had, (last, had, self.standing(account))
        assert self.journal()[: len(self.past)] == self.past, "the past is as it was"
        for one in self.session.exec(select(RightsChange).where(col(RightsChange.confirmed_at).is_not(None))):
            assert {one.by, one.decided_by} - set(self.mine), (last, "two hands of one person")
            assert one.person_id not in (one.by, one.decided_by), (last, "for himself")

    def standing(self, account: UUID) -> Standing:
        """What an account may do and know."""
        me = at_work(self.session, self.session.get_one(Person, account), now())
        knows = (
            self.session.exec(access.visible_to(me).where(Document.id == self.document_id)).first()
            is not None
        )
        return me.roles, me.person.clearance, me.person.office_code, knows

    def journal(self) -> list[tuple[int, str]]:
        return [(one.line, one.mac) for one in self.session.exec(select(Event).order_by(Event.line))]

    def one_of(self, accounts: list[UUID]) -> Person:
        return self.session.get_one(Person, self.dice.choice(accounts))

    def anybody(self) -> UUID:
        """Himself and his other accounts as often as all the others together."""
        everybody = list(self.session.exec(select(Person.id).order_by(Person.uid)))
        return self.dice.choice(self.dice.choice([self.mine, everybody]))

    def change(self) -> UUID:
        waiting = list(self.session.exec(select(RightsChange.id).order_by(RightsChange.at, RightsChange.id)))
        return self.dice.choice(waiting or [UUID(int=0)])

    def paper(self, me: Me) -> Document:
        return access.find(self.session, self.document_id, me)


def opens(alone: Alone, me: Me) -> None:
    newcomer = Newcomer(f"x{len(alone.mine)}", "某人", alone.dice.choice(WHATS[Kind.MOVE]))
    made = accounts.open_account(alone.session, newcomer, by=me, at=now())
    password_history.keep(alone.session, made, "told to him", at=now(), given=True)
    alone.mine.append(made.id)
    alone.had[made.id] = (frozenset(), made.clearance, made.office_code, False)


def takes_it_over(alone: Alone, me: Me) -> None:
    """He signs in with the first password that he was shown, and changes it."""
    password_history.keep(alone.session, me.person, "his own now", at=now())


def closes(alone: Alone, me: Me) -> None:
    whom = alone.anybody()
    accounts.close_account(alone.session, whom, "离职", by=me, at=now())
    alone.had.pop(whom, None)


def proposes(alone: Alone, me: Me) -> None:
    kind = alone.dice.choice(list(Kind))
    wish = Wish(kind, alone.dice.choice(WHATS[kind]), "工作需要")
    propose_rights.propose(alone.session, alone.anybody(), wish, by=me, at=now())


def confirms(alone: Alone, me: Me) -> None:
    propose_rights.confirm(alone.session, alone.change(), by=me, at=now())


def refuses(alone: Alone, me: Me) -> None:
    propose_rights.refuse(alone.session, alone.change(), "不妥", by=me, at=now())


def withdraws(alone: Alone, me: Me) -> None:
    propose_rights.withdraw(alone.session, alone.change(), by=me, at=now())


def lends(alone: Alone, me: Me) -> None:
    """One's own work, or as office head another's, to anybody."""
    hat = alone.dice.choice([None, *(to_role(role) for role in Role)])
    term = now() + timedelta(minutes=1), now() + timedelta(days=1)
    whose, whom = alone.anybody(), alone.anybody()
    delegate.delegate(alone.session, Leave(whose, whom, hat, *term, "外出"), by=me, at=now())


def asks_to_widen(alone: Alone, me: Me) -> None:
    widen.ask(alone.session, alone.paper(me), to_person(alone.anybody()), "需要", by=me, at=now())


def decides_to_widen(alone: Alone, me: Me) -> None:
    asked = widen.waiting(alone.session, alone.document_id)
    about = asked[0].id if asked else UUID(int=0)
    widen.decide(alone.session, alone.paper(me), about, True, "", by=me, at=now())


def copies_on(alone: Alone, me: Me) -> None:
    copies.copy(alone.session, alone.paper(me), [to_person(alone.anybody())], "", by=me, at=now())


def takes_off(alone: Alone, me: Me) -> None:
    paper = alone.paper(me)
    narrow.take_off(alone.session, paper, to_person(alone.anybody()), "不再需要", by=me, at=now())


MOVES: dict[str, Callable[[Alone, Me], None]] = {
    move.__name__: move
    for move in (
        opens, takes_it_over, closes, proposes, confirms, refuses, withdraws, lends,
        asks_to_widen, decides_to_widen, copies_on, takes_off,
    )
}  # fmt: skip
