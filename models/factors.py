"""第二因素: what a person has besides the password: authenticators, passkeys, recovery codes."""

import unicodedata
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, or_, select

from config.language import _
from config.policy import policy
from config.signing_in import Strength
from models import attempts, authenticators, recovery_codes
from models.authenticators import Authenticator
from models.errors import NotYours
from models.passkeys import Passkey
from models.people import Person, Role

DIGITS = 6


class WrongCode(NotYours):
    """Wrong, used before, or of another half minute: the answer is the same."""

    def __init__(self) -> None:
        super().__init__(_("验证码不对，或者已经用过。请等手机上显示下一个再输。"))
        self.field = "code"


def has(session: Session, person_id: UUID) -> bool:
    """Whether the second factor is asked for at all."""
    shows = select(Authenticator.id).where(
        Authenticator.person_id == person_id, col(Authenticator.proven_at).is_not(None)
    )
    signs = select(Passkey.id).where(Passkey.person_id == person_id)
    return any(session.exec(one.limit(1)).first() for one in (shows, signs))


def strongest(session: Session, person_id: UUID) -> Strength:
    """What this person can be asked for at most."""
    return "second-factor" if has(session, person_id) else "password"


def holders(session: Session) -> list[Person]:
    """Whoever has one and is here, by account."""
    shows = select(Authenticator.person_id).where(col(Authenticator.proven_at).is_not(None))
    signs = col(Person.id).in_(select(Passkey.person_id))
    having = select(Person).where(col(Person.active), or_(col(Person.id).in_(shows), signs))
    return list(session.exec(having.order_by(Person.uid)))


def accepts(session: Session, person_id: UUID, typed: str, *, at: datetime) -> bool:
    """Whether this is a code of the person's, from the phone or from paper."""
    code = "".join(unicodedata.normalize("NFKC", typed).split())
    if len(code) == DIGITS and code.isascii() and code.isdigit():
        return authenticators.any_accepts(session, person_id, code, at=at)
    return recovery_codes.accepts(session, person_id, code, at=at)


def remove_all(session: Session, person_id: UUID) -> None:
    """Nothing is asked for any more; what was guessed at is forgiven."""
    for kind in (Authenticator, Passkey):
        for one in session.exec(select(kind).where(kind.person_id == person_id)):
            session.delete(one)
    recovery_codes.remove(session, person_id)
    attempts.forgive_code(session, person_id)


def tidy(session: Session, person_id: UUID) -> None:
    """With the last factor its recovery codes go."""
    if not has(session, person_id):
        remove_all(session, person_id)


def is_owed(session: Session, person_id: UUID, roles: frozenset[Role]) -> bool:
    """Whether the policy wants one of this person who has none."""
    wanted = roles.intersection(policy().step_up.factor_for)
    return bool(wanted) and not has(session, person_id)
