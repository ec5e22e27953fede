"""我的账号 as the page shows it."""

from typing import Any

from fastapi import Request
from sqlmodel import Session

from api import address, feeds, phrases
from api.forms import Form
from api.new_password import what_a_password_is
from config.language import _
from config.policy import policy
from gateways import passkeys as ceremony
from gateways.clock import now
from models import authenticators, desk_habits, devices, mail_wishes, passkeys, recovery_codes, signins
from models.authenticators import MOST, Authenticator
from models.devices import Device
from models.passkeys import Passkey
from models.people import Me
from models.signins import SignIn
from models.values import to_the_minute


def overview(request: Request, session: Session, me: Me) -> dict[str, Any]:
    """What account.html needs."""
    here = request.state.visitor.proof.digest
    factors = authenticators.proven(session, me.id)
    return {
        "uid": me.person.uid,
        "sessions": [_session(one, here) for one in signins.of_person(session, me.id, at=now())],
        "devices": [_device(one) for one in devices.of_person(session, me.person, at=now())],
        "password": password_sheet(),
        "has_password": bool(me.person.password),
        "factors": [*map(_factor, factors), *map(_passkey, passkeys.of_person(session, me.id))],
        "passkeys": ceremony.offered(),
        "factor": factor_sheet() if len(factors) < MOST else None,
        "codes_left": recovery_codes.left(session, me.id),
        "must_have": bool(me.roles.intersection(policy().step_up.factor_for)),
        "mail": mail_wishes.of(session, me.id) if me.person.mail else None,
        "digest_at": f"{policy().reminders.digest_hour}:30" if policy().mail.digest else "",
        "keys_act": desk_habits.keys_act(session, me),
        "failed": None,
        **phrases.overview(session, me),
        **feeds.overview(session, me),
    }


def password_sheet() -> Form:
    hints = {"password": what_a_password_is()}
    return Form(act="password", action="/account/password", template="account.html", hints=hints)


def factor_sheet() -> Form:
    return Form(
        act="factor", action="/account/factors", template="account.html", values={"name": _("手机验证器")}
    )


def _session(one: SignIn, here: str) -> dict[str, Any]:
    return {
        "device": address.told(one.device),
        "address": one.address,
        "since": to_the_minute(one.begun_at),
        "seen": to_the_minute(one.seen_at),
        "here": one.digest == here,
        "end": f"/account/sessions/{one.handle}/end",
    }


def _device(one: Device) -> dict[str, str]:
    return {
        "device": address.told(one.device),
        "since": to_the_minute(one.since),
        "end": f"/account/devices/{one.handle}/end",
    }


def _passkey(one: Passkey) -> dict[str, str]:
    return {
        "name": one.name,
        "kind": _("通行密钥"),
        "since": to_the_minute(one.added_at),
        "used": to_the_minute(one.used_at) if one.used_at else "",
        "remove": f"/account/passkeys/{one.id}/removal",
    }


def _factor(one: Authenticator) -> dict[str, str]:
    return {
        "name": one.name,
        "kind": _("验证器"),
        "since": to_the_minute(one.proven_at or one.added_at),
        "used": to_the_minute(one.used_at) if one.used_at else "",
        "remove": f"/account/factors/{one.id}/removal",
    }
