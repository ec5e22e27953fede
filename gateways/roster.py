"""同步名册: the directory is asked with no transaction open; then accounts change, all at once."""

import logging
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from config.policy import policy
from config.settings import settings
from gateways.clock import now
from gateways.ldap import lookup, schema
from gateways.ldap.breaker import breaker
from gateways.ldap.dial import Unreachable
from gateways.ldap.schema import Entry, Unreadable
from models import audit, enrol, leaving, roster
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.errors import DomainError, NotNow
from models.people import Me, Person
from models.roster import Listed, Plan, Problem, TooManyLeave

log = logging.getLogger("jiyao.roster")

STUCK = {
    "reach": "连不上服务器",
    "tls": "加密没有建立，证书、主机名或有效期不对",
    "service": "服务账号登录不了",
    "bind": "服务器对登录没有明确答复",
    "search": "服务器没有给出完整的查询结果",
    "busy": "同时询问的人太多",
    "resting": "刚才连续没有应答，稍后再问",
}


class NoDirectory(NotNow):
    def __init__(self) -> None:
        super().__init__("没有设置目录服务（JIYAO_DIRECTORY=ldap），账号都在本系统里。")


class NoAnswer(NotNow):
    """Half a list would make people disappear, so nothing is changed."""

    def __init__(self, code: str) -> None:
        super().__init__(f"目录服务没有应答：{STUCK.get(code, code)}。未作任何改动。")


@dataclass(frozen=True)
class Roll:
    """Everybody the directory listed; ``unclear`` are there, but their entries do not say enough."""

    people: list[Listed] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unclear: set[str] = field(default_factory=set)


def has_a_directory() -> bool:
    return settings().directory == "ldap"


def call() -> Roll:
    """Raises NoDirectory, NoAnswer."""
    if not has_a_directory():
        raise NoDirectory()
    try:
        with breaker.asking(), lookup.as_service() as line:
            return read(lookup.everybody(line))
    except Unreachable as error:
        raise NoAnswer(error.code) from None


def read(entries: Iterable[Entry]) -> Roll:
    roll = Roll()
    for entry in entries:
        try:
            roll.people.append(schema.listed(entry))
        except Unreadable as problem:
            roll.problems.append(Problem(entry.first(schema.schema().uid), str(problem)))
            with suppress(Unreadable):
                roll.unclear.add(schema.identity(entry))
    return roll


def preview(adopt: Collection[str] = ()) -> Plan:
    """What a synchronisation would do now; nothing is changed."""
    roll = call()
    with reading() as session:
        return _plan(session, roll, adopt)


def synchronise(by: Me | None = None, *, adopt: Collection[str] = (), force: bool = False) -> Plan:
    """Raises NoDirectory, NoAnswer, TooManyLeave; then nothing was changed, and the journal says so."""
    try:
        roll = call()
        with unit_of_work() as session:
            plan = _plan(session, roll, adopt)
            enrol.apply(session, plan, by=by, at=now(), force=force)
            return plan
    except (NoAnswer, TooManyLeave) as refusal:
        with unit_of_work() as session:
            audit.record(session, Act.ROSTER_HELD, by=by, at=now(), why=str(refusal), ok=False)
        raise


def sync_nightly(_at: datetime) -> None:
    """For the timetable."""
    try:
        synchronise()
    except DomainError as refusal:  # it is in the journal; tomorrow is another night
        log.error("roster: %s", type(refusal).__name__)


def recheck(at: datetime) -> None:
    """Whoever is signed in and no longer in the directory is out.  A silent directory puts nobody out."""
    with reading() as session:
        here = enrol.signed_in(session)
    if not here:
        return
    try:
        with breaker.asking(), lookup.as_service() as line:
            found = read(lookup.by_identity(line, [one.directory_id or "" for one in here]))
    except Unreachable as error:
        log.error("recheck: directory %s", error.code)
        return
    standing = {one.id: one.enabled for one in found.people} | dict.fromkeys(found.unclear, True)
    _put_out(here, standing, at)


def _put_out(here: list[Person], standing: dict[str, bool], at: datetime) -> None:
    """Being disabled is said outright; merely missing is believed of a few, not of everybody at once."""
    disabled = [one for one in here if standing.get(one.directory_id or "") is False]
    missing = [one for one in here if one.directory_id not in standing]
    with unit_of_work() as session:
        try:
            roster.must_be_likely(len(missing), len(here), policy().directory.leave_percent)
        except TooManyLeave as refusal:
            audit.record(session, Act.ROSTER_HELD, by=None, at=at, why=str(refusal), ok=False)
            missing = []
        for person in (*disabled, *missing):
            known = session.get_one(Person, person.id)
            leaving.close_account(session, known, by=None, at=at, why=enrol.LEFT, gone=True)


def _plan(session: Session, roll: Roll, adopt: Collection[str]) -> Plan:
    plan = enrol.plan(session, roll.people, adopt, roll.unclear, at=now())
    plan.problems = sorted([*roll.problems, *plan.problems], key=lambda one: one.uid)
    return plan
