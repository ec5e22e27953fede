"""进门: every way in comes through here: it is counted, judged, written into the journal, and begun anew."""

from dataclasses import dataclass
from datetime import datetime

from fastapi import Request
from sqlmodel import Session

from api import challenges, cookies
from api.address import place_of
from config.language import _
from gateways import directory
from gateways.clock import now
from gateways.directory import WrongPassword
from gateways.passwords import well_formed
from models import attempts, audit, devices, factors, half_way, own_rows, password_history, people, signins
from models.attempts import fold
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.factors import WrongCode
from models.half_way import HalfWay, Owed
from models.own_rows import Altered
from models.people import Person
from models.signins import Place


@dataclass(frozen=True)
class Let:
    """How far somebody came: ``owed`` None is in, with the secret of a session; else the secret of half a sign-in.

    ``remember``: whether the device is to be remembered; ``device``: the secret by which it now is.
    """

    secret: str
    owed: Owed | None = None
    remember: bool = False
    device: str = ""


@dataclass(frozen=True)
class Shown:
    """What somebody has to show besides the password: a code, or what a passkey signed for this purpose."""

    code: str = ""
    credential: str = ""
    purpose: str = ""
    held: str = ""


def with_password(request: Request, uid: str, password: str, *, remember: bool = False) -> Let:
    """Raises directory.WrongPassword, attempts.Locked."""
    return let_in(request, checked(request, uid, password), remember=remember)


def with_both(request: Request, uid: str, password: str, code: str) -> Let:
    """A program's way: everything at once.  Raises also factors.WrongCode."""
    person = checked(request, uid, password)
    if code:
        take(request, person, Shown(code), Act.SIGN_IN_REFUSED)
    return let_in(request, person, coded=bool(code))


def checked(request: Request, uid: str, password: str, refusal: Act = Act.SIGN_IN_REFUSED) -> Person:
    """Whose password this is; an empty field is no try.  Raises directory.WrongPassword, attempts.Locked."""
    if not (uid.strip() and password.strip()):
        raise WrongPassword()
    place = place_of(request)
    with unit_of_work() as session:
        attempts.count_address(session, place.address, at=now())
    try:
        person = directory.directory().check(uid, password)
    except WrongPassword:
        _note_refusal(refusal, uid, place)
        raise
    with unit_of_work() as session:
        attempts.give_back(session, place.address, at=now())
    return person


def let_in(
    request: Request, person: Person, *, coded: bool = False, vouched: bool = False, remember: bool = False
) -> Let:
    """Somebody proved to be this person: a session where nothing more is owed, else the next half of a sign-in.

    Raises own_rows.Altered.
    """
    try:
        return _let_in(request, person, coded, vouched, remember)
    except Altered as refusal:
        _note_altered(person, str(refusal), place_of(request))
        raise


def _let_in(request: Request, person: Person, coded: bool, vouched: bool, remember: bool) -> Let:
    at, place = now(), place_of(request)
    with unit_of_work() as session:
        password_history.note_first(session, person, at=at)
        session.flush()
        spared = not coded and _is_spared(request, session, person, at, vouched)
        owed = half_way.owed(session, person, at=at, coded=coded or spared, vouched=vouched)
        if owed:
            secret = half_way.begin(session, person, at=at, coded=coded, vouched=vouched)
            return Let(secret, owed, remember)
        signins.forget(session, at=at)
        signins.end(session, cookies.read(request))
        half_way.end(session, cookies.read(request, cookies.HALF_WAY))
        secret = signins.begin(session, person, at=at, place=place, factor=coded)
        kept = remember and not spared
        device = devices.remember(session, person, at=at, place=place, factor=coded) if kept else ""
        why = _how(coded=coded, spared=spared, vouched=vouched, place=place)
        audit.record(
            session, Act.SIGNED_IN, by=person, at=at, about=person.uid, why=why, address=place.address
        )
        own_rows.must_stand(session, person.id)
    return Let(secret, device=device)


def remembered(request: Request) -> str:
    """The account that this device keeps filled in."""
    with reading() as session:
        found = devices.find(session, cookies.read(request, cookies.DEVICE), at=now())
    return found[1].uid if found else ""


def _is_spared(request: Request, session: Session, person: Person, at: datetime, vouched: bool) -> bool:
    """Whether this device answers for the second factor; not where a new password is owed behind it."""
    if half_way.owed(session, person, at=at, coded=True, vouched=vouched):
        return False
    return devices.spares_factor(session, person, cookies.read(request, cookies.DEVICE), at=at)


def _how(*, coded: bool, spared: bool, vouched: bool, place: Place) -> str:
    how = _("身份提供方") if vouched else _("口令")
    if coded:
        return _("{how}和第二因素，{device}", how=how, device=place.device)
    if spared:
        return _("{how}，记住的设备，{device}", how=how, device=place.device)
    return _("{how}，{device}", how=how, device=place.device)


def _note_altered(person: Person, why: str, place: Place) -> None:
    with unit_of_work() as session:
        note = {"about": person.uid, "why": why, "address": place.address}
        audit.record(session, Act.SIGN_IN_REFUSED, by=None, at=now(), ok=False, **note)


def half_of(request: Request, owed: Owed) -> tuple[HalfWay, Person]:
    """The sign-in that this browser began, where this comes next.  Raises half_way.TooLate."""
    with reading() as session:
        return half_way.find(session, cookies.read(request, cookies.HALF_WAY), owed, at=now())


def with_factor(
    request: Request, half: HalfWay, person: Person, code: str, credential: str, *, remember: bool = False
) -> Let:
    """A code, or what a passkey signed.  Raises factors.WrongCode, attempts.Locked."""
    shown = Shown(code, credential, challenges.SIGN_IN, challenges.held(half))
    take(request, person, shown, Act.SIGN_IN_REFUSED)
    return let_in(request, person, coded=True, vouched=half.vouched, remember=remember)


def take(request: Request, person: Person, shown: Shown, refusal: Act) -> None:
    """A factor is counted before it is looked at, and good once.  Raises factors.WrongCode, attempts.Locked."""
    place, at = place_of(request), now()
    with unit_of_work() as session:
        attempts.count_address(session, place.address, at=at)
        attempts.count_code(session, person.id, at=at)
    with unit_of_work() as session:
        right = _is_right(session, person, shown, at)
        if right:
            attempts.forgive_code(session, person.id)
            attempts.give_back(session, place.address, at=at)
        else:
            note = {"about": person.uid, "why": _("验证码不对"), "address": place.address}
            audit.record(session, refusal, by=None, at=at, ok=False, **note)
    if not right:
        raise WrongCode()


def _is_right(session: Session, person: Person, shown: Shown, at: datetime) -> bool:
    if shown.credential:
        return challenges.signed(session, person.id, shown.credential, shown.purpose, shown.held)
    return factors.accepts(session, person.id, shown.code, at=at)


def _note_refusal(refusal: Act, uid: str, place: Place) -> None:
    """Under a name that nobody bears nothing of what was typed is kept: it may have been the password."""
    at = now()
    with unit_of_work() as session:
        name = fold(uid)[: directory.LONGEST_UID] if well_formed(uid) else ""
        person = people.find_uid(session, name)
        about, why = (person.uid, _("口令不对")) if person else ("", _("没有这个账号"))
        why += _("，已暂停登录") if attempts.rests(session, name, at=at) else ""
        note = {"about": about, "why": why, "address": place.address}
        audit.record(session, refusal, by=None, at=at, ok=False, **note)
