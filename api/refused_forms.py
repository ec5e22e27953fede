"""同一张表: which page shows a refused form again, for every place that takes one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlmodel import Session

from api import (
    backups,
    carrier_views,
    dead_letters,
    delegation_views,
    departure_views,
    factor_resets,
    form_views,
    initiate,
    obligation_views,
    order_views,
    organ_views,
    people_views,
    policy_sheets,
    receive,
    rule_refusals,
    tickets,
)
from api.acts import ACTS
from api.case import case
from api.forms import Form
from api.offers import offers
from config.language import _
from models import access, orders
from models.errors import DomainError
from models.people import Me
from models.receive import LikelyDuplicate, Likeness

# The template and what it needs; None: the form is no longer offered, so there is none to show again.
Shown = tuple[str, dict[str, Any]] | None


@dataclass(frozen=True)
class Refusal:
    """What went wrong with a form, and what was typed into it.  ``wrong``: field → sentence."""

    wrong: Mapping[str, str]
    why: str
    error: DomainError
    typed: Mapping[str, Any]

    def on(self, form: Form) -> Form:
        """The same form with what was typed, and the reason why it did not pass."""
        again = form.refused(self.typed, self.wrong, "" if self.wrong else self.why)
        others = self.error.others if isinstance(self.error, LikelyDuplicate) else []
        return replace(again, duplicates=[_duplicate(other) for other in others])

    def among(self, act: str, offered: list[Form]) -> Form | None:
        """The one that was filled in: one's own, or the one for whoever is named in it."""
        wanted = (act, self.typed.get("behalf_of", ""))
        return next((self.on(form) for form in offered if (form.act, form.behalf_of) == wanted), None)


def same_form(session: Session, parts: list[str], me: Me, refusal: Refusal) -> Shown:
    """``parts`` of the path that the form was sent to.  Raises NotFound."""
    if len(parts) > 1 and parts[0] != "t" and not is_id(parts[1]):
        return None
    if len(parts) == 3 and (parts[0], parts[2]) in ACTS:
        return (_on_document if parts[0] == "documents" else _on_order)(session, parts, me, refusal)
    again = (ON_A_LIST if len(parts) == 1 else WITHIN_ONE).get(parts[0])
    return again(session, parts, me, refusal) if again else None


def is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _receipt(_session: Session, _parts: list[str], _me: Me, refusal: Refusal) -> Shown:
    return "receive/form.html", receive.counter_page(refusal.on(receive.blank()))


def _matter(session: Session, _parts: list[str], me: Me, refusal: Refusal) -> Shown:
    return "supervise/initiation.html", {"form": refusal.on(initiate.blank(session, me))}


def _obligation(session: Session, _parts: list[str], _me: Me, refusal: Refusal) -> Shown:
    form = refusal.on(obligation_views.sheet(session))
    return "supervise/obligations.html", obligation_views.listing(session, form)


def _order(session: Session, _parts: list[str], me: Me, refusal: Refusal) -> Shown:
    form = refusal.on(order_views.proposal_sheet(session))
    return "destroy/orders.html", order_views.overview(session, me) | {"form": form}


def _leave(session: Session, parts: list[str], me: Me, refusal: Refusal) -> Shown:
    form = refusal.on(delegation_views.sheet(session, me, parts[0]))
    return "delegations.html", delegation_views.overview(session, me, form)


def _carrier(session: Session, parts: list[str], me: Me, refusal: Refusal) -> Shown:
    return carrier_views.refused(session, parts, me, refusal.on)


def _people(session: Session, parts: list[str], me: Me, refusal: Refusal) -> Shown:
    return people_views.refused(session, parts, me, refusal.on)


def _reset(session: Session, _parts: list[str], me: Me, refusal: Refusal) -> Shown:
    form = refusal.on(factor_resets.sheet(session, me))
    return "factor_resets.html", factor_resets.overview(session, me, form)


def _medium(session: Session, parts: list[str], me: Me, refusal: Refusal) -> Shown:
    return backups.refused(session, parts[0], me, refusal.on)


def _departure(session: Session, parts: list[str], me: Me, refusal: Refusal) -> Shown:
    form = refusal.on(departure_views.sheet(session, me, parts[1]))
    return "departures.html", departure_views.overview(session, me, form)


def _rules(session: Session, parts: list[str], me: Me, refusal: Refusal) -> Shown:
    return rule_refusals.refused(session, parts, me, refusal.on)


def _organ(session: Session, parts: list[str], _me: Me, refusal: Refusal) -> Shown:
    return organ_views.refused(session, parts, refusal.on)


def _policy(session: Session, _parts: list[str], me: Me, refusal: Refusal) -> Shown:
    return "admin/policy-change.html", policy_sheets.refused(session, refusal.typed, refusal.on)


def _template(session: Session, _parts: list[str], me: Me, refusal: Refusal) -> Shown:
    form = refusal.on(form_views.sheet())
    return "forms/templates.html", form_views.listing(session, me) | {"form": form}


def _dead_letter(session: Session, parts: list[str], _me: Me, refusal: Refusal) -> Shown:
    form = refusal.on(dead_letters.sheet(UUID(parts[1])))
    return "admin/dead-letters.html", dead_letters.overview(session, form)


def _behind_its_link(session: Session, parts: list[str], me: Me, refusal: Refusal) -> Shown:
    document, offered = tickets.behind(session, parts[1], me)
    failed = refusal.among("opinion", offered)
    story = case(session, document, me, failed) | {"offers": _with(failed, offered)}
    return ("document.html", story) if failed else None


def _on_document(session: Session, parts: list[str], me: Me, refusal: Refusal) -> Shown:
    document = access.find(session, UUID(parts[1]), me)
    failed = refusal.among(parts[2], offers(session, document, me))
    return ("document.html", case(session, document, me, failed)) if failed else None


def _on_order(session: Session, parts: list[str], me: Me, refusal: Refusal) -> Shown:
    order = orders.find_order(session, UUID(parts[1]), me)
    failed = refusal.among(parts[2], order_views.order_offers(session, order, me))
    story = order_views.order_story(session, order, me)
    story |= {"offers": _with(failed, story["offers"]), "failed": failed}
    return ("destroy/order.html", story) if failed else None


Again = Callable[[Session, list[str], Me, Refusal], Shown]

# By the first part of the path; acts on a document or a list are found in ACTS.
ON_A_LIST: dict[str, Again] = {
    "backup-media": _medium,
    "backup-media-endings": _medium,
    "documents": _receipt,
    "destruction-orders": _order,
    "delegations": _leave,
    "absences": _leave,
    "carriers": _carrier,
    "consents": _carrier,
    "people": _people,
    "offices": _people,
    "factor-resets": _reset,
    "rules": _rules,
    "forms": _template,
    "organs": _organ,
    "policy": _policy,
    "supervision": _matter,
    "obligations": _obligation,
}
WITHIN_ONE: dict[str, Again] = {
    "carriers": _carrier,
    "people": _people,
    "rights-changes": _people,
    "dead-letters": _dead_letter,
    "departures": _departure,
    "rules": _rules,
    "organs": _organ,
    "t": _behind_its_link,
}


def _with(failed: Form | None, offered: list[Form]) -> list[Form]:
    return [failed if failed and form.key == failed.key else form for form in offered]


def _duplicate(other: Likeness) -> dict[str, str]:
    return {
        "id": str(other.id),
        "label": other.label,
        "title": other.title,
        "why": _("同一文件，或来文单位与文号相同"),
    }
