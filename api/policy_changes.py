"""修改规矩: a slip with its preview, proposed by one, released or withdrawn by the page and by programs."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from api import step_up
from api.deps import Actor, Looking, Reader
from api.notices import said_at
from api.pages import page
from api.policy_sheets import preview, sheet, started, tried
from api.policy_views import state
from api.sent import Sent
from config.language import _, listed
from gateways import policy_watch
from gateways.clock import now
from models import change_policy, policy_candidates, policy_releases
from models.errors import Malformed
from models.people import Me
from models.policy_releases import PolicyRelease

pages = APIRouter(prefix="/policy", include_in_schema=False)
api = APIRouter(prefix="/api/v1/policy", tags=["administration"])
LONGEST = 4_000  # characters of a slip, which a preview carries in its address
Text = Annotated[str, Query(max_length=LONGEST)]


class ChangeSent(Sent):
    """``text``: TOML, ``deadlines.signing = 2``; ``back``: keys that the file decides again."""

    text: str = Field(default="", title=_("改成什么"), max_length=LONGEST)
    back: str = Field(default="", title=_("恢复为文件规定"), max_length=LONGEST)
    why: str = Field(title=_("修改理由"))


class ChangeForm(ChangeSent):
    csrf: str = ""


class NothingForm(Sent):
    csrf: str = ""


class ReleaseOut(BaseModel):
    id: UUID
    number: int | None
    text: str
    back: list[str]
    why: str
    state: str


@pages.get("/change")
def change_page(
    request: Request,
    session: Looking,
    _me: Reader,
    key: Annotated[list[str] | None, Query()] = None,
    text: Text = "",
    back: Text = "",
) -> HTMLResponse:
    """``key``: what somebody picked on the list, as it is now; with ``text`` or ``back`` the preview."""
    shown = {"form": sheet(started(session, key)), "preview": None} if key else tried(session, text, back)
    return page(request, "admin/policy-change.html", **shown)


@pages.post("", name="propose-policy")
def propose_page(sent: Annotated[ChangeForm, Form()], actor: Actor) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        _propose(session, sent, me)
    return said_at("/policy", "policy-proposed")


@pages.post("/releases/{release_id}/release", name="release-policy")
def release_page(release_id: UUID, sent: Annotated[NothingForm, Form()], actor: Actor) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        _release(session, release_id, me)
    policy_watch.look()
    return said_at("/policy", "policy-released")


@pages.post("/releases/{release_id}/withdrawal", name="withdraw-policy")
def withdraw_page(release_id: UUID, sent: Annotated[NothingForm, Form()], actor: Actor) -> RedirectResponse:
    with actor(sent.csrf) as (session, me):
        _withdraw(session, release_id, me)
    return said_at("/policy", "policy-withdrawn")


@api.get("/change", operation_id="preview_policy", summary="规矩修改的预览")
def preview_by_program(session: Looking, _me: Reader, text: Text = "", back: Text = "") -> dict[str, Any]:
    return preview(session, policy_candidates.made(session, text, back))


@api.get("/releases", operation_id="list_policy_releases", summary="规矩的发布")
def list_releases(session: Looking, _me: Reader) -> list[ReleaseOut]:
    return [_told(session, one) for one in policy_releases.history(session)]


@api.post("", operation_id="propose_policy", summary="提请修改规矩", status_code=201)
def propose_by_program(sent: ChangeSent, actor: Actor) -> ReleaseOut:
    with actor() as (session, me):
        return _told(session, _propose(session, sent, me))


@api.post("/releases/{release_id}/release", operation_id="release_policy", summary="发布规矩")
def release_by_program(release_id: UUID, actor: Actor) -> ReleaseOut:
    with actor() as (session, me):
        told = _told(session, _release(session, release_id, me))
    policy_watch.look()
    return told


@api.post("/releases/{release_id}/withdrawal", operation_id="withdraw_policy", summary="撤回规矩修改")
def withdraw_by_program(release_id: UUID, actor: Actor) -> ReleaseOut:
    with actor() as (session, me):
        return _told(session, _withdraw(session, release_id, me))


def _propose(session: Session, sent: ChangeSent, me: Me) -> PolicyRelease:
    asked = policy_candidates.made(session, sent.text, sent.back)
    if lost := step_up.unknown(asked.policy.step_up):
        raise Malformed(_("step_up：没有 {lost}。", lost=listed(lost)), "text")
    return change_policy.propose(session, asked, sent.why, by=me, at=now())


def _release(session: Session, release_id: UUID, me: Me) -> PolicyRelease:
    one = policy_releases.find(session, release_id, to_change=True)
    return change_policy.release(session, one, by=me, at=now())


def _withdraw(session: Session, release_id: UUID, me: Me) -> PolicyRelease:
    one = policy_releases.find(session, release_id, to_change=True)
    return change_policy.withdraw(session, one, by=me, at=now())


def _told(session: Session, one: PolicyRelease) -> ReleaseOut:
    return ReleaseOut(
        id=one.id, number=one.number, text=one.text, back=one.back, why=one.why, state=state(session, one)
    )
