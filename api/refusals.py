"""A refusal as a page: the same form again, with what was typed, or a page that says what to do."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import HTMLResponse
from sqlmodel import Session

from api import receive, rules, tickets
from api.acts import ACTS
from api.approve import OpinionSent
from api.case import case
from api.delegation_views import overview as overview_of_leave
from api.delegation_views import sheet
from api.delegations import AbsenceSent, DelegationSent
from api.deps import visitor_of
from api.destroy import OrderSent
from api.forms import Form
from api.offers import offers
from api.order_views import order_offers, order_story, overview, proposal_sheet
from api.pages import page
from api.rule_refusals import rules_again
from api.sent import Sent
from models import access, orders
from models.database import reading
from models.errors import DomainError
from models.people import Me
from models.receive import LikelyDuplicate, Likeness

HEADINGS = {
    401: "请先登录",
    403: "这件事不归您办",
    404: "没有找到",
    405: "不能这样办",
    409: "现在不能这样办",
    413: "文件太大",
    422: "填写有误",
}

ADVICE = {
    403: ["核对当前登录的账号。", "需要代办的，请与机要秘书联系。"],
    404: ["核对编号或链接。", "需要扩大知悉范围的，请与机要秘书联系。"],
    409: ["重新打开此件，核对最新办理情况。"],
}

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
}

SENT = {
    "documents": receive.ReceiptSent,
    "destruction-orders": OrderSent,
    "delegations": DelegationSent,
    "absences": AbsenceSent,
    "rules": rules.DraftSent,
    "rules/release": rules.ReleaseSent,
}


def sent_to(path: str) -> type[Sent] | None:
    """What the act behind this URL accepts."""
    parts = path.removeprefix("/api/v1").strip("/").split("/")
    if act := ACTS.get((parts[0], parts[-1])):
        return act.sent
    return OpinionSent if parts[0] == "t" else SENT.get("/".join(part for part in parts if not _is_id(part)))


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
    with reading() as session:
        try:
            me = visitor_of(request, session).me
            shown = _same_form(request, session, parts, me, status, _Refusal(wrong, why, error, typed))
        except DomainError:
            shown = None
    return shown or page(
        request,
        "refused.html",
        status=status,
        heading=HEADINGS.get(status, "没有办成"),
        why=why,
        advice=ADVICE.get(status, []),
        back="/" + "/".join(parts[:2]) if status == 409 and parts[0] in PAGES else "",
    )


class _Refusal:
    """What went wrong with a form, and how to show the form again."""

    def __init__(
        self, wrong: Mapping[str, str], why: str, error: DomainError, typed: Mapping[str, Any]
    ) -> None:
        self.wrong, self.why, self.error, self.typed = wrong, why, error, typed

    def on(self, form: Form) -> Form:
        problem = "" if self.wrong else self.why
        again = form.refused(self.typed, self.wrong, problem)
        others = self.error.others if isinstance(self.error, LikelyDuplicate) else []
        return replace(again, duplicates=[_duplicate(other) for other in others])


def _same_form(
    request: Request, session: Session, parts: list[str], me: Me, status: int, refusal: _Refusal
) -> HTMLResponse | None:
    if request.method != "POST":
        return None
    if parts == ["documents"]:
        form = refusal.on(receive.blank())
        return page(request, "receive/form.html", status=status, form=form, accept=receive.ACCEPT)
    if parts == ["destruction-orders"]:
        form = refusal.on(proposal_sheet(session))
        return page(request, "destroy/orders.html", status=status, **overview(session, me) | {"form": form})
    if parts in (["delegations"], ["absences"]):
        form = refusal.on(sheet(session, me, parts[0]))
        return page(request, "delegations.html", status=status, **overview_of_leave(session, me, form))
    if parts[0] == "rules":
        return rules_again(request, session, parts, me, status, refusal.on)
    if parts[0] == "t" and len(parts) == 2 and status == 422:
        return _behind_its_link(request, session, parts[1], me, refusal)
    if len(parts) == 3 and (parts[0], parts[2]) in ACTS and _is_id(parts[1]):
        return _on_its_page(request, session, parts, me, status, refusal)
    return None


def _behind_its_link(
    request: Request, session: Session, token: str, me: Me, refusal: _Refusal
) -> HTMLResponse | None:
    document, offered = tickets.behind(session, token, me)
    form = _named("opinion", offered, refusal.typed)
    failed = refusal.on(form) if form else None
    story = case(session, document, me, failed) | {"offers": _with(failed, offered)}
    return failed and page(request, "document.html", status=422, **story)


def _on_its_page(
    request: Request, session: Session, parts: list[str], me: Me, status: int, refusal: _Refusal
) -> HTMLResponse | None:
    """None when the act is no longer offered: then there is no form to show again."""
    if parts[0] == "documents":
        document = access.find(session, UUID(parts[1]), me)
        form = _named(parts[2], offers(session, document, me), refusal.typed)
        failed = refusal.on(form) if form else None
        return failed and page(request, "document.html", status=status, **case(session, document, me, failed))
    order = orders.find_order(session, UUID(parts[1]), me)
    form = _named(parts[2], order_offers(session, order, me), refusal.typed)
    failed = refusal.on(form) if form else None
    story = order_story(session, order, me)
    story["offers"] = _with(failed, story["offers"])
    return failed and page(request, "destroy/order.html", status=status, failed=failed, **story)


def _with(failed: Form | None, offered: list[Form]) -> list[Form]:
    return [failed if failed and form.key == failed.key else form for form in offered]


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _named(act: str, offered: list[Form], typed: Mapping[str, Any]) -> Form | None:
    """The form that was filled in: one's own, or the one for whoever is named in it."""
    behalf_of = typed.get("behalf_of", "")
    return next((form for form in offered if (form.act, form.behalf_of) == (act, behalf_of)), None)


def _duplicate(other: Likeness) -> dict[str, str]:
    return {
        "id": str(other.id),
        "label": other.label,
        "title": other.title,
        "why": "同一文件，或来文单位与文号相同",
    }
