"""规则的结论: where the rules send a paper on a day, whoever is in office; and how that is said in names."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from config.language import _, listed
from config.routes import Route, Traits
from config.rules import Duty, Rules
from models.document import Document
from models.people import Office, Person


@dataclass(frozen=True)
class Outcome:
    """The rule that fits, the words that made it fit, and who is in charge where it names no leader."""

    route: Route | None = None
    matched: tuple[str, ...] = ()
    duty: Duty | None = None

    @property
    def lead(self) -> str:
        return self.route.lead if self.route else ""

    @property
    def assistants(self) -> tuple[str, ...]:
        return self.route.assistants if self.route else ()

    @property
    def leaders(self) -> tuple[str, ...]:
        named = self.route.leaders if self.route else ()
        return named or ((self.duty.leader,) if self.duty else ())

    @property
    def readers(self) -> tuple[str, ...]:
        return self.route.readers if self.route else ()

    @property
    def days(self) -> int | None:
        return self.route.days if self.route else None

    @property
    def goes(self) -> tuple[object, ...]:
        """To whom and how fast: two rules that agree in this send a paper the same way."""
        return self.lead, self.assistants, self.leaders, self.readers, self.days


class Called:
    """What sign-in names and department codes are called; a name that is nobody's stays as it is."""

    def __init__(self, session: Session, *several: Rules) -> None:
        uids = {uid for rules in several for uid in rules.people}
        self.people = dict(
            session.exec(select(Person.uid, Person.name).where(col(Person.uid).in_(uids))).all()
        )
        self.offices = dict(session.exec(select(Office.code, Office.name)).all())

    def person(self, uid: str) -> str:
        return self.people.get(uid, uid)

    def office(self, code: str) -> str:
        return self.offices.get(code, code)

    def sent(self, outcome: Outcome) -> str:
        """``主办医务部，协办护理部，送王建国，3个工作日``."""
        told = [
            _("主办{office}", office=self.office(outcome.lead)) if outcome.lead else "",
            _row(_("协办"), map(self.office, outcome.assistants)),
            _row(_("送"), map(self.person, outcome.leaders)),
            _row(_("传阅"), map(self.person, outcome.readers)),
            _("{days}个工作日", days=outcome.days) if outcome.days is not None else "",
        ]
        return listed(filter(None, told), "，") or _("没有建议")


def traits(document: Document) -> Traits:
    kind = document.doc_kind.label if document.doc_kind else ""
    return Traits(document.issuer, kind, document.title, document.urgency.label, document.level.label)


def weigh(rules: Rules, paper: Traits, day: date) -> Outcome:
    """Where a paper goes: the first rule that fits, and the leader in charge on that day."""
    route = rules.route_of(paper)
    duty = rules.in_charge(paper.title, route.lead if route else "", day)
    if route is None:
        return Outcome(duty=duty, matched=(duty.matched(paper.title),) if duty else ())
    return Outcome(route, route.matched(paper), duty)


def _row(word: str, names: Iterable[str]) -> str:
    joined = "、".join(names)
    return f"{word}{joined}" if joined else ""
