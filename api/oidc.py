"""统一登录: to the identity provider and back.  Both ways are links, so each answer is for one browser and one time."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api import cookies, entrance
from api.address import address_of
from api.pages import page
from api.returning import HERE, safe
from api.session import onward, sheet
from config.language import _
from config.settings import settings
from gateways import oidc
from gateways.clock import now
from models import audit, identities
from models.audit_words import Act
from models.database import unit_of_work
from models.errors import DomainError, NotFound, NotYours
from models.identities import Asking, NotAsked
from models.people import Person

pages = APIRouter(include_in_schema=False)


class NotVouched(NotYours):
    def __init__(self) -> None:
        super().__init__(_("统一登录没有成功，请重试，或者用账号和口令登录。"))


@pages.get("/oidc/start")
def start(request: Request, next: str = HERE) -> Response:
    """SameSite=Lax lets the cookie come back with the provider's redirect, and with no post from there."""
    if not settings().oidc_issuer:
        raise NotFound()
    if request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        return RedirectResponse("/sign-in", status_code=303)  # another site signs nobody in
    with unit_of_work() as session:
        begun = identities.begin(session, safe(next), at=now())
    try:
        place = oidc.address(begun.state, begun.nonce, begun.verifier)
    except oidc.Refused as refusal:
        return _refused(request, next, refusal.code, NotVouched())
    answer = RedirectResponse(place, status_code=303)
    cookies.give(answer, begun.secret, cookies.PROVIDER)
    return answer


@pages.get("/oidc/callback")
def callback(request: Request, state: str = "", code: str = "", iss: str | None = None) -> Response:
    if not settings().oidc_issuer:
        raise NotFound()
    with unit_of_work() as session:
        asked = identities.take(session, state, cookies.read(request, cookies.PROVIDER), at=now())
    try:
        person = _who(asked, code, iss)
    except oidc.Refused as refusal:
        return _refused(request, asked.next if asked else HERE, refusal.code, NotVouched())
    except (NotAsked, identities.NobodyHere) as refusal:
        return _refused(request, HERE, type(refusal).__name__, refusal)
    answer = onward(entrance.let_in(request, person, vouched=True), asked.next if asked else HERE)
    cookies.drop(answer, cookies.PROVIDER)
    return answer


def _who(asked: Asking | None, code: str, issuer: str | None) -> Person:
    """Raises NotAsked, oidc.Refused, identities.NobodyHere."""
    if asked is None:
        raise NotAsked()
    oidc.must_be_named(issuer)
    claims = oidc.redeem(code, asked.verifier, asked.nonce, at=now())
    with unit_of_work() as session:
        return identities.person_of(session, settings().oidc_issuer, claims.subject, claims.uid, at=now())


def _refused(request: Request, next: str, code: str, refusal: DomainError) -> Response:
    with unit_of_work() as session:
        note = {"why": f"统一登录：{code}", "address": address_of(request)}
        audit.record(session, Act.SIGN_IN_REFUSED, by=None, at=now(), ok=False, **note)
    form = sheet(next).refused({}, {}, refusal.said)
    return page(request, "sign_in.html", status=401, form=form)
