"""涉密载体 as pages show them: the register, one carrier with who held it, and the consents."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api.forms import Form, choose
from api.offers import everybody
from config.language import _, listed
from gateways.clock import now
from models import carriers, consents, custody
from models.carriers import Carrier
from models.consents import Consent
from models.custody import WHEN_MISSING, Handing
from models.dates import SHANGHAI
from models.kinds import Level
from models.leavings import Leaving, Way
from models.people import Me, Person, Role
from models.values import on_paper, to_the_minute

# What was typed, and the reason why it did not pass, laid over a form.
Mark = Callable[[Form], Form]

FOUND = [("yes", _("在")), ("no", _("不在"))]


def register_page(session: Session, me: Me, failed: Form | None = None) -> dict[str, Any]:
    """What carriers/register.html needs.  Raises SwitchedOff, NoConsent; without consent what is here is still shown."""
    consents.must_be_switched_on()
    stands = consents.in_force(session)
    may_enter = stands is not None and Role.SECRETARY in me.roles
    return {
        "consent": f"{stands.authority} {stands.paper}" if stands else "",
        "answers": Role.OFFICE_HEAD in me.roles,
        "keeps": bool(me.roles & carriers.KEEPERS),
        "rows": [_row(session, one) for one in carriers.register(session, me)],
        "held": [_held(one, carrier) for one, carrier in custody.held_by(session, me)],
        "form": (failed or sheet(me)) if may_enter else None,
        "failed": failed,
    }


def sheet(me: Me) -> Form:
    """An empty entry; the levels he is cleared for."""
    able = [level for level in Level.of_carriers() if level.rank <= me.person.clearance.rank]
    return Form(
        act="carriers",
        action="/carriers",
        template="carriers/register.html",
        values={
            "received_at": now().astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M"),
            "copies": "1",
            "pages": "0",
        },
        choices={"level": choose(Level, *able) if able else []},
    )


def story(session: Session, carrier: Carrier, me: Me, failed: Form | None = None) -> dict[str, Any]:
    """What carriers/carrier.html needs."""
    offered = offers(session, carrier, me)
    counted = custody.counts(session, carrier.id)
    return {
        "carrier": {"alias": carrier.alias, "mark": carrier.mark, "gone": bool(carrier.gone_at)},
        "pairs": _facts(session, carrier),
        "alarm": WHEN_MISSING if counted and not counted[0].found else "",
        "handings": [_handing(session, carrier, one, me) for one in custody.handings(session, carrier.id)],
        "counts": [
            {
                "at": to_the_minute(one.at),
                "by": _name(session, one.by),
                "found": one.found,
                "place": one.location,
            }
            for one in counted
        ],
        "offers": [failed if failed and failed.key == form.key else form for form in offered],
        "failed": failed,
    }


def offers(session: Session, carrier: Carrier, me: Me) -> list[Form]:
    """What this person may do with a carrier now."""
    if carrier.gone_at:
        return []
    made = [
        _on(
            carrier,
            "count",
            main=False,
            values={"cabinet": carrier.location, "found": "yes"},
            choices={"found": FOUND},
        )
    ]
    proposed = session.get(Leaving, carrier.id)
    out = custody.out_now(session, carrier.id)
    if Role.OFFICE_HEAD in me.roles and proposed:
        made.insert(0, _on(carrier, "leaving-confirmation", say=_proposed(session, proposed)))
    if Role.SECRETARY not in me.roles:
        return made
    if out < carrier.copies and consents.in_force(session):
        made.insert(
            0, _on(carrier, "handing", values={"copies": "1"}, choices={"person": everybody(session)})
        )
    if not out:
        people = everybody(session)
        made.append(_on(carrier, "leaving", main=False, choices={"way": choose(Way), "escorts": people}))
    return made


def consents_page(session: Session, me: Me, failed: Form | None = None) -> dict[str, Any]:
    """What carriers/consents.html needs.  Raises SwitchedOff."""
    consents.must_be_switched_on()
    writes = Role.SECURITY_ADMIN in me.roles
    return {
        "rows": [_consent(session, one, me) for one in consents.all_of_them(session)],
        "form": (failed or consent_sheet()) if writes else None,
        "failed": failed,
    }


def consent_sheet() -> Form:
    return Form(act="consents", action="/consents", template="carriers/consents.html")


def refused(session: Session, parts: list[str], me: Me, mark: Mark) -> tuple[str, dict[str, Any]] | None:
    """The template and what it needs, with the form that was refused; None where it is no longer offered."""
    if parts == ["carriers"]:
        return "carriers/register.html", register_page(session, me, mark(sheet(me)))
    if parts == ["consents"]:
        return "carriers/consents.html", consents_page(session, me, mark(consent_sheet()))
    carrier = carriers.find(session, UUID(parts[1]), me)
    form = next((form for form in offers(session, carrier, me) if form.act == parts[-1]), None)
    return ("carriers/carrier.html", story(session, carrier, me, mark(form))) if form else None


def _on(carrier: Carrier, act: str, **said: Any) -> Form:
    action = f"/carriers/{carrier.id}/{act}"
    return Form(act=act, action=action, template=f"carriers/{act}.html", **said)


def _row(session: Session, carrier: Carrier) -> dict[str, Any]:
    out = custody.out_now(session, carrier.id)
    standing = _("已办理去向") if carrier.gone_at else _("{out}份在外", out=out) if out else _("在库")
    return {
        "href": f"/carriers/{carrier.id}",
        "alias": carrier.alias,
        "mark": carrier.mark,
        "issuer": carrier.issuer,
        "copies": carrier.copies,
        "state": standing,
        "location": carrier.location,
        "return_by": on_paper(carrier.return_by) if carrier.return_by else "",
    }


def _held(handing: Handing, carrier: Carrier) -> dict[str, Any]:
    return {
        "alias": carrier.alias,
        "copies": handing.copies,
        "due": to_the_minute(handing.due_at),
        "late": handing.due_at < now(),
    }


def _facts(session: Session, carrier: Carrier) -> list[tuple[str, str]]:
    leaving = session.get(Leaving, carrier.id)
    return [
        (_("密级和保密期限"), carrier.mark),
        (_("来文单位"), carrier.issuer),
        (_("来文字号"), carrier.doc_number),
        (_("份数"), _("{copies}份", copies=carrier.copies)),
        (_("份号"), carrier.copy_numbers),
        (_("页数"), _("{pages}页", pages=carrier.pages) if carrier.pages else ""),
        (_("存放位置"), carrier.location),
        (_("收到时间"), to_the_minute(carrier.received_at)),
        (_("应清退日期"), on_paper(carrier.return_by) if carrier.return_by else ""),
        (_("登记人"), f"{_name(session, carrier.by)} {to_the_minute(carrier.at)}"),
        (_("去向"), _proposed(session, leaving) if leaving else ""),
    ]


def _proposed(session: Session, leaving: Leaving) -> str:
    escorts = [_name(session, one) for one in (leaving.escort_id, leaving.second_escort_id) if one]
    with_whom = _("，押运监销：{escorts}", escorts=listed(escorts)) if escorts else ""
    confirmed = (
        _("；{confirmed_by}确认", confirmed_by=_name(session, leaving.confirmed_by))
        if leaving.confirmed_by
        else _("；待办公室主任确认")
    )
    return _(
        "{way}，{to_unit}，回执{receipt}{with_whom}{confirmed}",
        way=leaving.way.label,
        to_unit=leaving.to_unit,
        receipt=leaving.receipt,
        with_whom=with_whom,
        confirmed=confirmed,
    )


def _handing(session: Session, carrier: Carrier, one: Handing, me: Me) -> dict[str, Any]:
    returnable = one.back_at is None and Role.SECRETARY in me.roles
    return {
        "id": str(one.id),
        "holder": _name(session, one.holder_id),
        "copies": one.copies,
        "out": _minute(session, one.out_at, one.out_by),
        "due": to_the_minute(one.due_at),
        "back": _minute(session, one.back_at, one.back_by),
        "late": one.back_at is None and one.due_at < now(),
        "action": f"/carriers/{carrier.id}/coming-back" if returnable else "",
    }


def _minute(session: Session, at: datetime | None, by: UUID | None) -> str:
    return f"{to_the_minute(at)} {_name(session, by)}" if at else ""


def _name(session: Session, person_id: UUID | None) -> str:
    return session.get_one(Person, person_id).name if person_id else ""


def _consent(session: Session, one: Consent, me: Me) -> dict[str, Any]:
    confirmable = Role.OFFICE_HEAD in me.roles and not one.confirmed_at and not one.revoked_at
    return {
        "id": str(one.id),
        "authority": one.authority,
        "paper": one.paper,
        "given_on": on_paper(one.given_on),
        "by": _minute(session, one.at, one.by),
        "confirmed": _minute(session, one.confirmed_at, one.confirmed_by),
        "state": one.state,
        "confirm": f"/consents/{one.id}/confirmation" if confirmable else "",
        "revoke": "" if one.revoked_at else f"/consents/{one.id}/revocation",
    }
