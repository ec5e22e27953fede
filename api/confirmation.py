"""确认身份: whoever is signed in proves once more who he or she is, by password or by second factor."""

from fastapi import Request

from api import challenges, cookies, entrance
from api.address import address_of
from api.entrance import Shown
from config.language import _
from gateways.clock import now
from gateways.directory import WrongPassword
from models import audit, factors, signins
from models.audit_words import Act
from models.database import reading, unit_of_work
from models.errors import Malformed
from models.people import Me


class WrongAnswer(Malformed):
    """The sentence names what was asked for."""

    def __init__(self, why: str) -> None:
        super().__init__(why, "answer")


def asks_for_code(me: Me) -> bool:
    """Whoever has a second factor confirms by it, everybody else by the password."""
    with reading() as session:
        return factors.has(session, me.id)


def confirm(request: Request, me: Me, answer: str, credential: str = "") -> str:
    """The session's new secret.  Raises WrongAnswer, attempts.Locked."""
    coded = asks_for_code(me)
    if coded:
        _must_be_the_factor(request, me, answer, credential)
    else:
        _must_be_the_password(request, me, answer)
    return note(request, me, factor=coded, why="第二因素" if coded else "口令")


def note(request: Request, me: Me, *, factor: bool, why: str) -> str:
    """Write down that it was proved, and give the session another secret."""
    at = now()
    with unit_of_work() as session:
        secret = signins.confirm(session, cookies.read(request), at=at, factor=factor)
        where = {"about": me.person.uid, "why": why, "address": address_of(request)}
        audit.record(session, Act.CONFIRMED, by=me, at=at, **where)
    return secret


def _must_be_the_factor(request: Request, me: Me, answer: str, credential: str) -> None:
    shown = Shown(answer, credential, challenges.CONFIRM, challenges.held_by(request))
    try:
        entrance.take(request, me.person, shown, Act.CONFIRMATION_REFUSED)
    except factors.WrongCode as refusal:
        raise WrongAnswer(refusal.said) from None


def _must_be_the_password(request: Request, me: Me, answer: str) -> None:
    try:
        entrance.checked(request, me.person.uid, answer, Act.CONFIRMATION_REFUSED)
    except WrongPassword:
        raise WrongAnswer(_("口令不对。")) from None
