"""再次确认身份: what the policy wants proved anew, asked in one place for pages and programs."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from fnmatch import fnmatchcase

from fastapi import Request
from sqlmodel import Session

from api.rights import PROGRAMS, RIGHTS
from config.errors import BadConfig
from config.language import _, listed
from config.policy import policy
from config.signing_in import StepUp, Strength
from gateways.clock import now
from models import orders
from models.document import Document
from models.errors import NotYours
from models.orders import DestructionOrder
from models.people import Role
from models.signins import SignIn

BY_LINK = "documents/opinion"  # the act behind the link in a mail
ID = re.compile(r"/\{\w+\}")
ANY_ID = re.compile(r"/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class NotConfirmed(NotYours):
    """Who acts has proved who he is too long ago, or not strongly enough; ``needs`` says what will do."""

    def __init__(self, needs: Strength) -> None:
        super().__init__(_("办这件事须再次确认身份。"))
        self.needs = needs


def must_be_fresh(request: Request, needs: Strength, *, at: datetime) -> None:
    """Raises NotConfirmed.  ``none`` lets pass; a second factor is as good as a password."""
    proof: SignIn = request.state.visitor.proof
    since = at - timedelta(minutes=policy().step_up.fresh_minutes)
    strong = proof.factor_at is not None and proof.factor_at > since
    weak = strong or (proof.password_at is not None and proof.password_at > since)
    if not {"none": True, "password": weak, "second-factor": strong}[needs]:
        raise NotConfirmed(needs)


def demanded(request: Request, session: Session, thing: Document | DestructionOrder | None) -> Strength:
    """What the policy demands of the act that is asked for, on a thing of this level."""
    return policy().step_up.needs(act_of(request.scope["route"].path), _level(session, thing))


def must_be_fresh_for(request: Request, path: str, level: str = "") -> None:
    """The same for a page that offers an act: asked before a file is chosen, not after."""
    must_be_fresh(request, policy().step_up.needs(act_of(ANY_ID.sub("", path)), level), at=now())


def is_due(request: Request, path: str, level: str = "") -> bool:
    try:
        must_be_fresh_for(request, path, level)
    except NotConfirmed:
        return True
    return False


def act_of(path: str) -> str:
    """``destruction-orders/approval``: the route without ids, the same for both doors."""
    plain = ID.sub("", path).removeprefix(PROGRAMS).strip("/")
    return BY_LINK if plain == "t" else plain


def is_about_a_thing(path: str) -> bool:
    """Whether the level is known only when the document or list is found."""
    return "{document_id}" in path or "{order_id}" in path or path.startswith("/t/")


def must_be_known() -> None:
    """Every act and role that the policy names exists: a slip of the pen would quietly demand nothing.

    Raises BadConfig.
    """
    if lost := unknown(policy().step_up):
        raise BadConfig(_("policy.toml [step_up]：没有 {lost}。", lost=listed(lost)))


def unknown(rules: StepUp) -> list[str]:
    """The acts and roles that these rules name and nobody knows."""
    known = {act_of(route.partition(" ")[2]) for route in RIGHTS if route.startswith("POST ")}
    wanted = [act for demand in rules.demands for act in demand.acts]
    lost = [act for act in wanted if not any(fnmatchcase(one, act) for one in known)]
    return lost + _unknown(rules.factor_for, {role.value for role in Role})


def _unknown(named: Iterable[str], known: set[str]) -> list[str]:
    return [one for one in named if one not in known]


def _level(session: Session, thing: Document | DestructionOrder | None) -> str:
    """Of a list, the highest on it."""
    if isinstance(thing, DestructionOrder):
        listed = orders.documents_on(session, thing.id)
        return max(listed, key=lambda one: one.level.rank).level.label if listed else ""
    return thing.level.label if thing else ""
