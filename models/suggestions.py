"""拟办建议: who should lead, instruct and read, by the rules the document started under; and because of what."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from config.language import _, listed
from config.rules import Rules
from models import fitness, rulebooks
from models.document import Document
from models.outcomes import Called, Outcome, traits, weigh
from models.people import Person, Role, RoleGrant, to_person
from models.rulebooks import Rulebook
from models.values import ActionKind, local_day


@dataclass(frozen=True)
class Suggestion:
    """Never a decision.  ``days``: working days to handle it, where the rule says so."""

    lead: str | None = None
    assistants: list[str] = field(default_factory=list)
    leaders: list[UUID] = field(default_factory=list)
    readers: list[UUID] = field(default_factory=list)
    days: int | None = None
    because: str = ""


def suggest(session: Session, document: Document, *, at: datetime) -> Suggestion:
    """What the proposal could be today; empty where no rule and nobody's duty fits."""
    book = rulebooks.of(session, document, at=at)
    outcome = weigh(book.rules, traits(document), local_day(at))
    if not outcome.leaders and outcome.route is None:
        return Suggestion()
    called, seats = Called(session, book.rules), Seats(session, book.rules, document, at)
    leaders, readers = seats.leaders(outcome.leaders), seats.readers(outcome.readers)
    offices = [code for code in (outcome.lead, *outcome.assistants) if code in called.offices]
    told = Told(book, outcome, called, document)
    return Suggestion(
        lead=outcome.lead if outcome.lead in offices else None,
        assistants=[code for code in outcome.assistants if code in offices],
        leaders=[leader.id for leader in leaders],
        readers=[reader.id for reader in readers],
        days=outcome.days,
        because=told.because(leaders, readers, at) + "".join(seats.notes),
    )


class Seats:
    """The people behind the names of the rules, as they stand now; ``notes`` says who was replaced by whom."""

    def __init__(self, session: Session, rules: Rules, document: Document, at: datetime) -> None:
        named = session.exec(select(Person).where(col(Person.uid).in_(rules.people)))
        self.people = {person.uid: person for person in named}
        self.leading = set(session.exec(select(RoleGrant.person_id).where(RoleGrant.role == Role.LEADER)))
        self.rules, self.notes = rules, list[str]()
        self._cannot = {
            uid: fitness.obstacle(session, to_person(person.id), document, at=at)
            for uid, person in self.people.items()
        }

    def leaders(self, uids: tuple[str, ...]) -> list[Person]:
        """In their order, nobody twice."""
        found = [self._leader(uid) for uid in uids]
        return list({person.id: person for person in found if person}.values())

    def readers(self, uids: tuple[str, ...]) -> list[Person]:
        for uid in uids:
            if why := self._obstacle(uid):
                self.notes.append(_("{name}{why}，未列入传阅。", name=self._name(uid), why=why))
        return [self.people[uid] for uid in uids if not self._obstacle(uid)]

    def _leader(self, uid: str) -> Person | None:
        """The leader, or the first who can stand in for his or her post."""
        why = self._obstacle(uid, leading=True)
        if not why:
            return self.people[uid]
        for post in self.rules.posts_of(uid):
            for substitute in post.substitutes:
                if not self._obstacle(substitute, leading=True):
                    name = self._name(substitute)
                    self.notes.append(
                        _(
                            "{name}{why}，由“{post}”岗位替代人{substitute}代。",
                            name=self._name(uid),
                            why=why,
                            post=post.name,
                            substitute=name,
                        )
                    )
                    return self.people[substitute]
        self.notes.append(_("{name}{why}，没有可用的替代人，请另选。", name=self._name(uid), why=why))
        return None

    def _obstacle(self, uid: str, *, leading: bool = False) -> str:
        """Why this name cannot be asked; empty when it can."""
        if uid not in self.people:
            return _("不在人员名册中")
        if leading and self.people[uid].id not in self.leading:
            return _("不是院领导")
        return self._cannot[uid]

    def _name(self, uid: str) -> str:
        return self.people[uid].name if uid in self.people else uid


@dataclass(frozen=True)
class Told:
    """The sentence that goes with a suggestion."""

    book: Rulebook
    outcome: Outcome
    called: Called
    document: Document

    def because(self, leaders: list[Person], readers: list[Person], at: datetime) -> str:
        acts = self.document.action is ActionKind.ACT
        to = [
            "、".join(self._leader(leader, at) for leader in leaders),
            self._departments() if acts else "",
            _("传阅{readers}", readers=listed(reader.name for reader in readers)) if readers else "",
            _("{days}个工作日内办结", days=self.outcome.days)
            if acts and self.outcome.days is not None
            else "",
        ]
        conditions = " + ".join(self.outcome.matched)
        return _(
            "建议：{conditions} → {to}。{basis}",
            conditions=conditions,
            to=listed(filter(None, to), "；") or _("请选定人员"),
            basis=self._basis(),
        )

    def _leader(self, leader: Person, at: datetime) -> str:
        rules, title = self.book.rules, self.document.title
        duty = rules.in_charge(title, self.outcome.lead, local_day(at), leader=leader.uid)
        told = _("分管{area}", area=duty.area) if duty else leader.post
        return _("{leader}（{told}）", leader=leader.name, told=told) if told else leader.name

    def _departments(self) -> str:
        if not self.outcome.lead:
            return ""
        beside = "、".join(map(self.called.office, self.outcome.assistants))
        return _("主办{office}", office=self.called.office(self.outcome.lead)) + (
            _("，协办{beside}", beside=beside) if beside else ""
        )

    def _basis(self) -> str:
        if self.outcome.route is None:
            return _("没有规则符合，依据{book}领导分工。", book=self.book.label)
        route = self.outcome.route
        duty = _("和领导分工") if self.outcome.duty and not route.leaders else ""
        return _(
            "依据{book}规则“{route}”{duty}（{reason}）。",
            book=self.book.label,
            route=route.name,
            duty=duty,
            reason=route.reason,
        )
