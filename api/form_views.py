"""表单模板 as its page shows it: what is printed on what, what waits for a release, what was there before."""

from typing import Any

from sqlmodel import Session

from api.forms import Form as Sheet
from api.release_views import came_of
from config.language import _
from models import form_releases
from models.form_releases import PROPOSER, RELEASER, FormRelease
from models.papers import KINDS, Kind
from models.people import Me, Person
from models.values import to_the_minute


def listing(session: Session, me: Me) -> dict[str, Any]:
    """What forms/templates.html needs."""
    history = form_releases.history(session)
    return {
        "kinds": [_kind(session, kind) for kind in KINDS.values()],
        "waiting": [_waiting(session, one, me) for one in history if one.is_open],
        "before": [_row(session, one) for one in history if not one.is_open],
        "form": sheet() if PROPOSER in me.roles else None,
    }


def sheet() -> Sheet:
    """An empty slip for a template."""
    return Sheet(
        act="forms",
        action="/forms",
        template="forms/templates.html",
        upload=True,
        values={"kind": "", "why": ""},
        choices={"kind": [(kind.word, kind.title) for kind in KINDS.values()]},
    )


def state(session: Session, one: FormRelease) -> str:
    return came_of(session, one) or _("等待发布")


def _kind(session: Session, kind: Kind) -> dict[str, str]:
    last = form_releases.in_force(session, kind)
    return {
        "title": kind.title,
        "state": state(session, last) if last else _("随系统模板"),
        "href": f"/forms/kinds/{kind.word}/template",
    }


def _waiting(session: Session, one: FormRelease, me: Me) -> dict[str, Any]:
    may_release = RELEASER in me.roles and me.id != one.proposed_by
    return _row(session, one) | {
        "sample": f"/forms/{one.id}/sample",
        "release": f"/forms/{one.id}/release" if may_release else "",
        "withdrawal": f"/forms/{one.id}/withdrawal",
    }


def _row(session: Session, one: FormRelease) -> dict[str, Any]:
    return {
        "title": KINDS[one.kind].title,
        "why": one.why,
        "proposed": f"{_who(session, one.proposed_by)} {to_the_minute(one.proposed_at)}",
        "digest": one.digest[:16],
        "state": state(session, one),
    }


def _who(session: Session, person_id: Any) -> str:
    return session.get_one(Person, person_id).name
