"""委托与外出 as the page shows them: what I gave, what I took, who is away, and the two forms."""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from api.forms import Choices, Form, by_name
from api.story import called
from config.language import _
from gateways.clock import SHANGHAI, now
from models import delegations
from models.delegations import Absence, Delegation
from models.people import ADMINISTRATORS, Me, Office, Person, Role, RoleGrant, to_role
from models.values import to_the_minute

SINCE = timedelta(days=30)  # what ended longer ago is history
USUALLY = timedelta(days=7)


def overview(session: Session, me: Me, failed: Form | None = None) -> dict[str, Any]:
    """What delegations.html needs.  ``failed`` takes the place of the form that was refused."""
    at = now()
    given = delegations.concerning(session, me, at - SINCE)
    away = delegations.absences(session, me, at - SINCE)
    forms = {form.key: form for form in (delegation_sheet(session, me), absence_sheet(session, me))}
    return {
        "taken": [_delegation(session, one, me, at) for one in given if one.substitute_id == me.id],
        "given": [_delegation(session, one, me, at) for one in given if one.principal_id == me.id],
        "others": [
            _delegation(session, o, me, at) for o in given if me.id not in (o.principal_id, o.substitute_id)
        ],
        "away": [_absence(session, one, me, at) for one in away],
        "heads": Role.OFFICE_HEAD in me.roles,
        "forms": forms | ({failed.key: failed} if failed else {}),
        "failed": failed,
    }


def sheet(session: Session, me: Me, act: str) -> Form:
    return delegation_sheet(session, me) if act == "delegations" else absence_sheet(session, me)


def delegation_sheet(session: Session, me: Me) -> Form:
    return Form(
        act="delegations",
        action="/delegations",
        template="delegations.html",
        values=_from_now(),
        choices={"hat": _hats(session, me), **_people(session, me, "principal")},
    )


def absence_sheet(session: Session, me: Me) -> Form:
    return Form(
        act="absences",
        action="/absences",
        template="delegations.html",
        values=_from_now(),
        choices=_people(session, me, "person"),
        hints={
            "substitute": _(
                "选了受托人，外出期间的全部事项由其代办；不选的，轮到本人的签批按规定略过并记明原因。"
            )
        },
    )


def _from_now() -> dict[str, str]:
    begins = now().astimezone(SHANGHAI)
    return {
        "starts": begins.strftime("%Y-%m-%dT%H:%M"),
        "ends": (begins + USUALLY).strftime("%Y-%m-%dT18:00"),
    }


def _hats(session: Session, me: Me) -> Choices:
    """One's own; the office head also names the posts of others."""
    roles = [to_role(role) for role in Role if role not in ADMINISTRATORS]
    named = [*me.hats, *(roles if Role.OFFICE_HEAD in me.roles else ())]
    return [(hat, _what(session, hat)) for hat in dict.fromkeys(named)]


def _people(session: Session, me: Me, whose: str) -> dict[str, Choices]:
    """Everybody in office but 三员 and oneself, by name."""
    aloof = select(RoleGrant.person_id).where(col(RoleGrant.role).in_(ADMINISTRATORS))
    found = select(Person, Office).join(Office).where(col(Person.active), col(Person.id).not_in(aloof))
    named = session.exec(found.where(Person.id != me.id))
    others = by_name(
        (str(person.id), _("{person}（{office}）", person=person.name, office=office.name))
        for person, office in named
    )
    return {"substitute": others} | ({whose: others} if Role.OFFICE_HEAD in me.roles else {})


def _what(session: Session, hat: str | None) -> str:
    if hat is None:
        return _("全部事项")
    return _("本人名下的事项") if hat.startswith("person:") else _("{hat}的事项", hat=called(session, hat))


def _delegation(session: Session, one: Delegation, me: Me, at: datetime) -> dict[str, str]:
    principal, substitute = (session.get_one(Person, id) for id in (one.principal_id, one.substitute_id))
    mine = me.id == principal.id or Role.OFFICE_HEAD in me.roles
    return _shared(session, one, at) | {
        "who": principal.name,
        "to": substitute.name,
        "what": _what(session, one.hat),
        "note": _note(session, one, principal, substitute, at),
        "end": f"/delegations/{one.id}/revocation" if mine and _stands(one, at) else "",
    }


def _absence(session: Session, one: Absence, me: Me, at: datetime) -> dict[str, str]:
    mine = me.id == one.person_id or Role.OFFICE_HEAD in me.roles
    return _shared(session, one, at) | {
        "who": session.get_one(Person, one.person_id).name,
        "end": f"/absences/{one.id}/return" if mine and _stands(one, at) else "",
    }


def _shared(session: Session, one: Delegation | Absence, at: datetime) -> dict[str, str]:
    return {
        "id": str(one.id),
        "starts": to_the_minute(one.starts),
        "ends": to_the_minute(one.revoked_at or one.ends),
        "why": one.why,
        "by": session.get_one(Person, one.by).name,
        "state": delegations.state(one, at),
    }


def _stands(one: Delegation | Absence, at: datetime) -> bool:
    return one.revoked_at is None and one.ends > at


def _note(session: Session, one: Delegation, principal: Person, substitute: Person, at: datetime) -> str:
    """What the principal should know about his substitute."""
    if not _stands(one, at):
        return ""
    if substitute.clearance.rank < principal.clearance.rank:
        return _(
            "受托人只知悉{clearance}级；级别更高的仍由委托人本人办理。", clearance=substitute.clearance.label
        )
    away = delegations.is_away(session, substitute.id, max(at, one.starts))
    return _("受托人届时外出；受托的事项不能再转委托，请改请他人。") if away else ""
