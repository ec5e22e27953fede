"""规则文本: TOML that the house understands, and whose every name exists; else refused, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from sqlmodel import Session, col, select

from config.errors import BadConfig
from config.language import _, listed
from config.rules import Rules
from config.toml import Place, told, typed
from models.errors import Malformed
from models.people import Office, Person, Role, RoleGrant
from models.words import words

MOST = 60_000  # characters; about three hundred rules
LONGEST_LINE = 1_000
SHOWN = 12  # faults at once


class BadRules(Malformed):
    """One line for each fault, each with its line in the text."""

    def __init__(self, faults: list[str]) -> None:
        more: list[str] = [_("另有{many}处。", many=len(faults) - SHOWN)] if len(faults) > SHOWN else []
        super().__init__(listed(faults[:SHOWN] + more, "\n"), "text")


@dataclass(frozen=True)
class Somebody:
    """What a name in the rules must be: there, in office, a leader where a leader is asked for."""

    name: str
    active: bool
    leads: bool


@lru_cache(maxsize=16)
def parsed(text: str) -> Rules:
    """Raises BadRules."""
    try:
        return typed(text, Rules)
    except BadConfig as error:
        raise BadRules(str(error).splitlines()) from None


def checked(session: Session, text: str) -> str:
    """The text as it is kept.  Raises BadRules, TooLong, Empty."""
    clean = words(text, MOST, _("规则文本"), field="text")
    if long := next((n for n, line in enumerate(clean.split("\n"), start=1) if len(line) > LONGEST_LINE), 0):
        raise BadRules([_("第{long}行：一行最多{longest_line}字。", long=long, longest_line=LONGEST_LINE)])
    if wrong := faults(session, clean):
        raise BadRules(wrong)
    return clean


def faults(session: Session, text: str) -> list[str]:
    """The names in a text that are nobody's, each with its line.  Raises BadRules for what is no text of rules."""
    return [told(text, place, wrong) for place, wrong in Names(session, parsed(text)).faults()]


class Names:
    """Every person and department that a text names, held against the house's own lists."""

    def __init__(self, session: Session, rules: Rules) -> None:
        self.rules = rules
        self.offices = set(session.exec(select(Office.code)))
        leads = set(session.exec(select(RoleGrant.person_id).where(RoleGrant.role == Role.LEADER)))
        found = session.exec(select(Person).where(col(Person.uid).in_(rules.people)))
        self.people = {one.uid: Somebody(one.name, one.active, one.id in leads) for one in found}

    def faults(self) -> Iterator[tuple[Place, str]]:
        for n, route in enumerate(self.rules.routes):
            yield from self._offices(("routes", n, "lead"), route.lead)
            yield from self._offices(("routes", n, "assistants"), *route.assistants)
            yield from self._people(("routes", n, "leaders"), *route.leaders, leading=True)
            yield from self._people(("routes", n, "readers"), *route.readers)
        for n, duty in enumerate(self.rules.duties):
            yield from self._people(("duties", n, "leader"), duty.leader, leading=True)
            yield from self._offices(("duties", n, "offices"), *duty.offices)
        for n, post in enumerate(self.rules.posts):
            holder = self.people.get(post.holder)
            if holder is None:
                yield ("posts", n, "holder"), _nobody(post.holder)
            leading = holder is not None and holder.leads
            yield from self._people(("posts", n, "substitutes"), *post.substitutes, leading=leading)

    def _offices(self, place: Place, *codes: str) -> Iterator[tuple[Place, str]]:
        yield from (
            (place, _("本院没有代码为“{code}”的部门", code=code))
            for code in codes
            if code not in self.offices
        )

    def _people(self, place: Place, *uids: str, leading: bool = False) -> Iterator[tuple[Place, str]]:
        for uid in uids:
            if (person := self.people.get(uid)) is None:
                yield place, _nobody(uid)
            elif leading and not person.leads:
                yield place, _("{person}（{uid}）不是院领导", person=person.name, uid=uid)
            elif not person.active and not self.rules.posts_of(uid):
                yield place, _("{person}（{uid}）已离任，岗位也没有写替代人", person=person.name, uid=uid)


def _nobody(uid: str) -> str:
    return _("没有账号“{uid}”", uid=uid)
