"""人员 as the pages show them: the register, one person with what is proposed, the departments."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api.forms import Choices, Form, choose
from config.language import _, listed
from gateways.clock import now
from models import accounts, grants, powers, register_of_people, signins
from models.granted import kind_of
from models.grants import Kind, RightsChange
from models.kinds import Level
from models.people import Me, Office, Person, Role, roles_of
from models.powers import Power
from models.values import to_the_minute

Mark = Callable[[Form], Form]

PLACES = ("people", "offices", "rights-changes")


def people_page(session: Session, me: Me, failed: Form | None = None) -> dict[str, Any]:
    """What people/people.html needs.  Raises NotFound."""
    rows = [_row(session, person, office) for person, office in register_of_people.everybody(session, me)]
    may_open = powers.has(me, Power.KEEP_ACCOUNTS)
    return {
        "rows": rows,
        "waiting": [_change(session, one, me) for one in grants.open_changes(session, at=now())],
        "form": (failed or newcomer_sheet(session)) if may_open else None,
        "failed": failed,
    }


def person_page(session: Session, person_id: UUID, me: Me, failed: Form | None = None) -> dict[str, Any]:
    """What people/person.html needs.  Raises NotFound."""
    person = register_of_people.find(session, person_id, me)
    told = [_change(session, one, me) for one in grants.changes_of(session, person_id)]
    offered = person_offers(session, person, me)
    return {
        "person": {"name": person.name, "uid": person.uid},
        "pairs": _facts(session, person),
        "waiting": [one for one in told if one["waits"]],
        "earlier": [one for one in told if not one["waits"]],
        "offers": [failed if failed and form.key == failed.key else form for form in offered],
        "failed": failed,
    }


def offices_page(session: Session, me: Me, failed: Form | None = None) -> dict[str, Any]:
    """What people/offices.html needs.  Raises NotFound."""
    register_of_people.must_see(me)
    return {
        "rows": accounts.offices(session),
        "form": (failed or office_sheet()) if powers.has(me, Power.KEEP_ACCOUNTS) else None,
        "failed": failed,
    }


def person_offers(session: Session, person: Person, me: Me) -> list[Form]:
    """What may be decided about this person now, then what may be proposed, then the closing of the account."""
    asked = [one for one in grants.waiting_for(session, me, at=now()) if one.person_id == person.id]
    offered = [form for change in asked for form in _decisions(session, change)]
    if person.active and me.id != person.id:
        if powers.has(me, Power.GRANT_RIGHTS):
            offered += _proposals(session, person)
        if powers.has(me, Power.KEEP_ACCOUNTS):
            offered.append(_on(f"/people/{person.id}/closure", "closure", main=False))
    return offered


def asked_to_confirm(session: Session, me: Me) -> list[dict[str, Any]]:
    """What stands on the desk of whoever is asked to confirm."""
    if not powers.has(me, Power.SEE_PEOPLE):
        return []
    return [_change(session, one, me) for one in grants.waiting_for(session, me, at=now())]


def newcomer_sheet(session: Session) -> Form:
    choices = {"office": [(one.code, one.name) for one in accounts.offices(session)]}
    return Form(act="people", action="/people", template="people/people.html", choices=choices)


def office_sheet() -> Form:
    return Form(act="offices", action="/offices", template="people/offices.html")


def refused(session: Session, parts: list[str], me: Me, mark: Mark) -> tuple[str, dict[str, Any]] | None:
    """The template and what it needs, with the form that was refused; None where it is no longer offered."""
    if parts == ["people"]:
        return "people/people.html", people_page(session, me, mark(newcomer_sheet(session)))
    if parts == ["offices"]:
        return "people/offices.html", offices_page(session, me, mark(office_sheet()))
    about = grants.find(session, UUID(parts[1])).person_id if parts[0] == "rights-changes" else UUID(parts[1])
    person = register_of_people.find(session, about, me)
    here = [form for form in person_offers(session, person, me) if form.action == f"/{'/'.join(parts)}"]
    marked = [mark(form) for form in here]
    failed = next((form for form in marked if form.values.get("kind") in (None, form.key)), None)
    return ("people/person.html", person_page(session, about, me, failed)) if failed else None


def _decisions(session: Session, change: RightsChange) -> list[Form]:
    say = _(
        "{proposer}提出{said}。理由：{why}",
        proposer=grants.proposer(session, change),
        said=grants.said(session, change),
        why=change.why,
    )
    place, last = f"/rights-changes/{change.id}", to_the_minute(change.expires_at)
    return [
        _on(
            f"{place}/confirmation",
            "confirmation",
            str(change.id),
            say=say,
            then=_("{last}前有效。", last=last),
        ),
        _on(f"{place}/refusal", "refusal", str(change.id), main=False, say=say),
    ]


def _proposals(session: Session, person: Person) -> list[Form]:
    """One form for each kind of change that is possible."""
    held = roles_of(session, person.id)
    kinds = {kind_of(role) for role in held}
    free = [role for role in Role if role not in held and kinds <= {kind_of(role)}]
    offices = [(one.code, one.name) for one in accounts.offices(session) if one.code != person.office_code]
    offered: dict[Kind, Choices] = {
        Kind.GRANT: [(role.value, role.label) for role in free],
        Kind.REVOKE: [(role.value, role.label) for role in Role if role in held],
        Kind.CLEAR: choose(Level, *(level for level in Level if level is not person.clearance)),
        Kind.MOVE: offices,
    }
    return [
        Form(
            act="rights-changes",
            action=f"/people/{person.id}/rights-changes",
            template="people/rights-changes.html",
            key=kind.value,
            main=False,
            values={"kind": kind.value, "word": kind.label},
            choices={"what": choices},
            then=_("由另一人确认后生效。"),
        )
        for kind, choices in offered.items()
        if choices
    ]


def _on(action: str, act: str, about: str = "", **said: Any) -> Form:
    key = f"{act}-{about[:8]}" if about else act
    return Form(act=act, action=action, template=f"people/{act}.html", key=key, **said)


def _row(session: Session, person: Person, office: Office) -> dict[str, str]:
    return {
        "href": f"/people/{person.id}",
        "uid": person.uid,
        "name": person.name,
        "post": person.post,
        "office": office.name,
        "roles": _labels(session, person),
        "clearance": person.clearance.label,
        "state": _("在用") if person.active else _("停用"),
    }


def _facts(session: Session, person: Person) -> list[tuple[str, str]]:
    return [
        (_("账号"), person.uid),
        (_("部门"), session.get_one(Office, person.office_code).name),
        (_("职务"), person.post),
        (_("角色"), _labels(session, person) or _("（无）")),
        (_("密级许可"), person.clearance.label),
        (_("状态"), _("在用") if person.active else _("停用")),
        (_("登录中"), _("{many} 处", many=len(signins.of_person(session, person.id, at=now())))),
    ]


def _labels(session: Session, person: Person) -> str:
    held = roles_of(session, person.id)
    return listed(role.label for role in Role if role in held)


def _change(session: Session, change: RightsChange, me: Me) -> dict[str, Any]:
    person = session.get_one(Person, change.person_id)
    decider = session.get_one(Person, change.decided_by).name if change.decided_by else ""
    waits = change.is_open(now())
    able = _("或").join(one.name for one in grants.confirmers(session, change)) if waits else ""
    return {
        "href": f"/people/{person.id}",
        "who": person.name,
        "said": grants.said(session, change),
        "why": change.why,
        "by": grants.proposer(session, change),
        "at": to_the_minute(change.at),
        "until": to_the_minute(change.expires_at),
        "state": change.state(now()),
        "decider": decider,
        "refusal": change.refusal,
        "waits": waits,
        "able": able,
        "withdraw": f"/rights-changes/{change.id}/withdrawal" if waits and change.by == me.id else "",
    }
