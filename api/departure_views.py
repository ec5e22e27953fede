"""离任待交接 as the page shows it: who left, what each still owed, and who could take it on."""

from itertools import groupby
from typing import Any

from sqlmodel import Session

from api.forms import Choices, Form
from api.forms import people as as_choices
from api.rail import short
from api.story import called
from config.language import _
from models import departures, fitness
from models.departures import Left
from models.document import Document
from models.people import Me, Person, workers
from models.values import to_the_minute


def overview(session: Session, me: Me, failed: Form | None = None) -> dict[str, Any]:
    """What departures.html needs.  ``failed`` takes the place of the form that was refused."""
    heirs = as_choices(workers(session))
    left = departures.waiting(session, me)
    return {
        "leavers": [
            _leaver(person, list(owed), heirs, failed)
            for person, owed in groupby(left, key=lambda one: one.person)
        ],
        "posts": [
            {"who": called(session, task.hat), "what": task.kind.label, "since": short(task.opened_at)}
            | _entry(document)
            for task, document in departures.unanswered(session, me)
        ],
        "failed": failed,
    }


def sheet(session: Session, me: Me, person_id: str) -> Form:
    """The form of one leaver; blank where nothing of his is left."""
    found = next(
        (one.person for one in departures.waiting(session, me) if str(one.person.id) == person_id), None
    )
    return _form(found.id.hex if found else "", person_id, as_choices(workers(session)))


def _leaver(person: Person, owed: list[Left], heirs: Choices, failed: Form | None) -> dict[str, Any]:
    form = _form(person.id.hex, str(person.id), heirs)
    return {
        "name": person.name,
        "post": person.post,
        "closed": to_the_minute(person.closed_at) if person.closed_at else "",
        "why": _("目录中已停用或删除") if person.gone else _("账号已停用"),
        "items": [_item(one) for one in owed],
        "form": failed if failed and failed.act == form.act else form,
    }


def _form(key: str, person_id: str, heirs: Choices) -> Form:
    return Form(
        act=f"handing-on-{key}",
        action=f"/departures/{person_id}/handing-on",
        template="departures.html",
        choices={"heir": heirs},
    )


def _item(one: Left) -> dict[str, Any]:
    return {
        "about": str(one.about),
        "what": one.kind.label,
        "since": short(one.since) if one.since else "—",
        "standing": _standing(one),
    } | _entry(one.subject)


def _standing(one: Left) -> str:
    if one.skipped:
        return _("已略过（{left}）", left=fitness.LEFT)
    return _("等候办理") if one.since else _("尚未轮到")


def _entry(subject: Any) -> dict[str, str]:
    if isinstance(subject, Document):
        return {
            "href": f"/documents/{subject.id}",
            "title": subject.title or subject.label,
            "label": subject.label,
        }
    return {"href": "", "title": _("销毁清册 {subject}", subject=subject.number), "label": ""}
