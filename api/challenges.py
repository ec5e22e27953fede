"""What a passkey is asked to sign, for a session that is there or half a sign-in."""

from uuid import UUID

from fastapi import Request
from sqlmodel import Session

from gateways import passkeys as ceremony
from gateways.clock import now
from models import passkeys
from models.half_way import HalfWay
from models.signins import SignIn

CONFIRM, SIGN_IN = "confirm", "sign-in"


def held_by(request: Request) -> str:
    """This session, until its next confirmation."""
    return held(request.state.visitor.proof)


def held(row: SignIn | HalfWay) -> str:
    return f"{row.digest} {row.csrf}"


def asked_of(purpose: str, held: str) -> list[bytes]:
    """What is asked now, then what was asked a moment ago."""
    return [ceremony.challenge(purpose, held, now(), before=one) for one in (0, 1)]


def options(session: Session, person_id: UUID, purpose: str, held: str) -> str:
    """For the button that uses a passkey; empty for whoever has none, and where browsers would not do it."""
    known = passkeys.of_person(session, person_id) if ceremony.offered() else []
    return ceremony.to_use(known, asked_of(purpose, held)[0]) if known else ""


def signed(session: Session, person_id: UUID, answer: str, purpose: str, held: str) -> bool:
    """Whether one of this person's passkeys signed what was asked."""
    try:
        key = passkeys.named(session, person_id, ceremony.credential_of(answer))
        if key is None:
            return False
        proof = ceremony.used(answer, key, asked_of(purpose, held))
    except ceremony.NotSigned:
        return False
    passkeys.note_use(session, key, proof.new_sign_count, at=now())
    return True
