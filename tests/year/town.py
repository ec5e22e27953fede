"""Who works in the hospital of the simulated year, and what they are given to do; one seed, one year."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from sqlmodel import Session

from config.policy import policy
from gateways.clock import SHANGHAI
from models import oblige
from models.delegations import Delegation
from models.oblige import Plan
from models.people import Me, Office, Person, Role, find_uid, grant, roles_of
from models.recurrence import Counted, Recurrence, Rhythm
from models.values import Level
from tests.year.oracle import Oracle

MOST_OFFICES, LEADERS, EACH = 20, 4, 3
SECRETARY, OFFICE_HEAD = "lin", "chen"


@dataclass(frozen=True)
class Item:
    """Days are counted in working days: when it is given, for how long, when it is done and whether it gets more time."""

    number: int
    office: str
    handler: str
    leader: str
    public: bool
    by: str
    opens: int
    lasts: int
    done: int
    moved: int
    more: int


@dataclass(frozen=True)
class Report:
    """定期报送: on the ``nth`` working day of each month, worked at from ``ahead`` working days before."""

    office: str
    nth: int
    ahead: int


class Town:
    def __init__(self, random: Random, items: int, days: list[date]) -> None:
        self.offices = [f"K{n:02d}" for n in range(max(4, min(MOST_OFFICES, items // 10)))]
        self.leaders = [f"leader{n}" for n in range(LEADERS)]
        self.speak = {code: [f"{code.lower()}-{n}" for n in range(EACH)] for code in self.offices}
        handlers = [uid for many in self.speak.values() for uid in many[1:]]
        self.uncleared = set(random.sample(handlers, len(handlers) // 10))
        self.items = [self._item(random, n, len(days)) for n in range(items)]
        self.reports = [Report(code, random.randint(3, 15), random.randint(1, 5)) for code in self.offices]
        self.away = [self._away(random, code, days) for code in self.offices]

    def _item(self, random: Random, number: int, days: int) -> Item:
        office = random.choice(self.offices)
        lasts = random.randint(2, 15)
        return Item(
            number=number,
            office=office,
            handler=random.choice(self.speak[office]),
            leader=random.choice(self.leaders),
            public=random.random() < 0.1,
            by=random.choice((SECRETARY, OFFICE_HEAD)),
            opens=random.randrange(max(1, days - 3)),
            lasts=lasts,
            done=max(1, lasts + random.choice((-9, -5, -2, -1, 0, 1, 2, 4, 8, 12))),
            moved=random.randint(1, lasts) if random.random() < 0.1 else 0,
            more=random.randint(2, 10),
        )

    def _away(self, random: Random, code: str, days: list[date]) -> tuple[str, str, date, date]:
        """Somebody of each department, for two weeks; another department's head stands in."""
        first = random.choice(days)
        other = random.choice([one for one in self.offices if one != code])
        return random.choice(self.speak[code]), self.speak[other][0], first, first + timedelta(days=13)

    def oracle(self) -> Oracle:
        return Oracle(self.speak, OFFICE_HEAD, self.uncleared, self.away)

    def moves_in(self, session: Session, at: datetime) -> None:
        self._arrives(session, OFFICE_HEAD, "YZB", Role.OFFICE_HEAD)
        self._arrives(session, SECRETARY, "YZB", Role.SECRETARY)
        for n, role in enumerate((Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)):
            self._arrives(session, f"admin{n}", "YZB", role)
        for uid in self.leaders:
            self._arrives(session, uid, "YLD", Role.LEADER)
        for code, many in self.speak.items():
            for n, uid in enumerate(many):
                self._arrives(session, uid, code, Role.HANDLER if n else Role.DEPARTMENT_HEAD)
        for principal, other, first, last in self.away:
            session.add(_lent(session, principal, other, first, last, at))

    def promises(self, session: Session, at: datetime) -> None:
        """What comes back every month, from this day on."""
        chen = person(session, OFFICE_HEAD)
        for one in self.reports:
            rule = Recurrence(Rhythm.MONTH, 1, Counted.WORKDAY, one.nth, one.ahead)
            leader = person(session, self.leaders[0]).id
            plan = Plan(
                "月报", "年度计划", "按表填报。", one.office, leader, rule, at.astimezone(SHANGHAI).date()
            )
            oblige.add(session, plan, by=chen, at=at)

    def _arrives(self, session: Session, uid: str, office: str, role: Role) -> None:
        if session.get(Office, office) is None:
            session.add(Office(code=office, name=f"科室{office}"))
            session.flush()
        level = Level.PUBLIC if uid in self.uncleared else Level.INTERNAL
        mail = f"{uid}@{policy().hospital.fonds.lower()}.example"
        arrived = Person(uid=uid, name=uid, office_code=office, mail=mail, clearance=level)
        session.add(arrived)
        session.flush()
        grant(session, arrived, role)


def person(session: Session, uid: str) -> Me:
    found = find_uid(session, uid)
    assert found, uid
    return Me(found, roles_of(session, found.id))


def _lent(session: Session, principal: str, other: str, first: date, last: date, at: datetime) -> Delegation:
    """From the first morning until the last midnight."""
    who = person(session, principal).id
    return Delegation(
        principal_id=who,
        substitute_id=person(session, other).id,
        starts=datetime.combine(first, time(), SHANGHAI),
        ends=datetime.combine(last + timedelta(days=1), time(), SHANGHAI),
        why="出差",
        by=who,
        at=at,
    )
