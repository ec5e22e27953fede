"""来文机关目录 as the pages show it: the directory, and one organ with what may be done about it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api.forms import Form, choose
from config.language import _
from models import organs
from models.organs import Organ, OrganKind, OrganLevel

SHOWN = 100
Mark = Callable[[Form], Form]


def listing(session: Session, sought: str = "", failed: Form | None = None) -> dict[str, Any]:
    """What organs/organs.html needs."""
    found = organs.directory(session, sought, limit=SHOWN + 1)
    return {
        "rows": [_row(one) for one in found[:SHOWN]],
        "more": SHOWN if len(found) > SHOWN else 0,
        "sought": sought,
        "form": failed or _sheet("organs", "/organs", values={"kind": OrganKind.AUTHORITY.value}, main=False),
        "failed": failed,
    }


def one(session: Session, organ_id: UUID, failed: Form | None = None) -> dict[str, Any]:
    """What organs/organ.html needs.  Raises NotFound."""
    organ = organs.find(session, organ_id)
    offered = offers(session, organ)
    return {
        "row": _row(organ),
        "pairs": [
            (_("曾用名和别名"), "、".join(organs.other_names(session, organ))),
            (_("来历"), _("登记时学到") if organ.learnt else _("手工维护")),
        ],
        "offers": [failed if failed and form.key == failed.key else form for form in offered],
        "failed": failed,
    }


def offers(session: Session, organ: Organ) -> list[Form]:
    place = f"/organs/{organ.id}"
    values = organ.model_dump(include={"name", "short_name", "code", "kind", "level", "area"})
    ending = "return" if organ.retired else "retirement"
    others = [one for one in organs.directory(session, limit=1000) if one.id != organ.id and not one.retired]
    choices = {
        "into": [
            (str(one.id), _("{one}（{code}）", one=one.name, code=one.code or one.level.label))
            for one in others
        ]
    }
    return [
        _sheet("change", f"{place}/change", values=values),
        Form(
            act="merger", action=f"{place}/merger", template="organs/merger.html", choices=choices, main=False
        ),
        Form(act=ending, action=f"{place}/{ending}", template=f"organs/{ending}.html", main=False),
    ]


def refused(session: Session, parts: list[str], mark: Mark) -> tuple[str, dict[str, Any]] | None:
    """The template and what it needs, with the form that was refused."""
    if len(parts) == 1:
        return "organs/organs.html", listing(session, failed=mark(listing(session)["form"]))
    organ = organs.find(session, UUID(parts[1]))
    failed = next((mark(form) for form in offers(session, organ) if form.act == parts[2]), None)
    return ("organs/organ.html", one(session, organ.id, failed)) if failed else None


def _sheet(act: str, action: str, values: dict[str, Any], main: bool = True) -> Form:
    choices = {"kind": choose(OrganKind), "level": choose(OrganLevel)}
    return Form(
        act=act, action=action, template="organs/sheet.html", values=values, choices=choices, main=main
    )


def _row(organ: Organ) -> dict[str, Any]:
    return {
        "href": f"/organs/{organ.id}",
        "name": organ.name,
        "short_name": organ.short_name,
        "code": organ.code,
        "kind": organ.kind.label,
        "level": organ.level.label,
        "area": organ.area,
        "retired": organ.retired,
    }
