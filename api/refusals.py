"""A refusal as a page: the same form again, with what was typed, or a page that says what to do."""

from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlalchemy.exc import SQLAlchemyError

from api import (
    advice,
    backup_media,
    carriers,
    consents,
    departures,
    desk_filters,
    factor_resets,
    form_releases,
    initiate,
    people,
    policy_changes,
    receive,
    rights_changes,
    rules,
)
from api.acts import ACTS
from api.approve import OpinionSent
from api.bulk_acts import BulkSent
from api.delegations import AbsenceSent, DelegationSent
from api.deps import visitor_of
from api.destroy import OrderSent
from api.pages import page
from api.refused_forms import Refusal, Shown, is_id, same_form
from api.rights import right_of
from api.sent import Sent
from models.database import reading
from models.errors import DomainError
from models.rights import may

WORTH = 12  # characters: a sentence that somebody would not like to write again

PAGES = {"documents", "destruction-orders", "rules"}

LISTS = {
    "assistants",
    "leaders",
    "countersigners",
    "people",
    "readers",
    "checks",
    "reasons",
    "documents",
    "witnesses",
    "offices",
    "escorts",
    "items",
    "ids",
}

SENT = {
    "documents": receive.ReceiptSent,
    "destruction-orders": OrderSent,
    "delegations": DelegationSent,
    "absences": AbsenceSent,
    "departures/handing-on": departures.HandingOnForm,
    "carriers": carriers.CarrierSent,
    "consents": consents.ConsentSent,
    "backup-media": backup_media.MediumSent,
    "backup-media-endings": backup_media.MediumEndSent,
    "people": people.NewcomerSent,
    "people/closure": people.ClosureSent,
    "people/rights-changes": rights_changes.ChangeSent,
    "rights-changes/refusal": rights_changes.RefusalSent,
    "factor-resets": factor_resets.ResetSent,
    "offices": people.OfficeSent,
    "rules": rules.DraftSent,
    "rules/release": rules.ReleaseSent,
    "forms": form_releases.TemplateSent,
    "policy": policy_changes.ChangeSent,
    "supervision": initiate.MatterSent,
    "desk/bulk": BulkSent,
    "desk/filters": desk_filters.FilterSent,
    "desk/filters/name": desk_filters.NameSent,
    "account/keys": desk_filters.KeysSent,
}


def sent_to(path: str) -> type[Sent] | None:
    """What the act behind this URL accepts."""
    parts = path.removeprefix("/api/v1").strip("/").split("/")
    if act := ACTS.get((parts[0], parts[-1])):
        return act.sent
    if parts[0] == "carriers" and parts[-1] in carriers.CARRIER_ACTS:
        return carriers.CARRIER_ACTS[parts[-1]]
    return OpinionSent if parts[0] == "t" else SENT.get("/".join(part for part in parts if not is_id(part)))


def show(
    request: Request,
    status: int,
    wrong: Mapping[str, str],
    why: str,
    error: DomainError,
    typed: Mapping[str, Any],
) -> HTMLResponse:
    """The page that answers a refused click."""
    parts = request.url.path.strip("/").split("/")
    try:
        again = _same_form(request, parts, Refusal(wrong, why, error, typed))
    except SQLAlchemyError:
        return bare(request, status, why, type(error).__name__, typed=_written(typed))
    if again and not (parts[0] == "t" and status != 422):
        return page(request, again[0], status=status, **again[1])
    back = "/" + "/".join(parts[:2]) if status == 409 and parts[0] in PAGES else ""
    return bare(request, status, why, type(error).__name__, back=back)


def signed_out(request: Request, why: str, typed: Mapping[str, Any]) -> HTMLResponse | None:
    """What was written while the session ran out is shown once more; None where there was nothing to lose."""
    said = _written(typed)
    return bare(request, 401, why, "SignedOut", typed=said) if said else None


def _written(typed: Mapping[str, Any]) -> list[str]:
    return [one for one in typed.values() if isinstance(one, str) and len(one) >= WORTH and not is_id(one)]


def bare(
    request: Request, status: int, why: str, code: str, *, back: str = "", typed: Sequence[str] = ()
) -> HTMLResponse:
    """The page that only says what to do; ``code`` is for whoever looks into the log."""
    said = {
        "advice": advice.on(status),
        "why": why,
        "code": f"{status} {code}",
        "back": back,
        "typed": typed,
    }
    return page(request, "refused.html", status=status, **said)


def _same_form(request: Request, parts: list[str], refusal: Refusal) -> Shown:
    with reading() as session:
        try:
            me = visitor_of(request, session).me
            may(me, right_of(request))  # a form that one may not send is not shown again either
            return same_form(session, parts, me, refusal) if request.method == "POST" else None
        except DomainError:
            return None
