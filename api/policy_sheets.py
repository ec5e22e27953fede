"""规矩修改 as its pages show it: the slip, what it would change, what waits for a second person, what was before."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlmodel import Session

from api.forms import Form
from api.policy_views import meaning, shown, state, who
from config.floors import section_of, value_of
from config.language import _
from config.policy import policy
from config.released import write_keys
from gateways.clock import now
from models import change_policy, policy_candidates, policy_releases
from models.errors import Malformed
from models.people import Me
from models.policy_candidates import Candidate
from models.policy_effects import OF_TIME, effects
from models.policy_releases import PolicyRelease
from models.values import to_the_minute


def may_propose(me: Me) -> bool:
    return bool(me.roles.intersection(change_policy.KEEPERS))


def sheet(text: str = "", back: str = "") -> Form:
    values = {"text": text, "back": back, "why": ""}
    return Form(act="policy", action="/policy", template="admin/policy-change.html", values=values)


def started(session: Session, wanted: Iterable[str]) -> str:
    """The keys that somebody picked, as they are now."""
    today = policy_candidates.now(session)
    return write_keys({key: today[key] for key in wanted if key in today})


def tried(session: Session, text: str, back: str) -> dict[str, Any]:
    """What admin/policy-change.html needs: the slip, and below it what it would change, or why it cannot be."""
    form = sheet(text, back)
    if not text and not back:
        return {"form": form, "preview": None}
    try:
        return {"form": form, "preview": preview(session, policy_candidates.made(session, text, back))}
    except Malformed as error:
        return {"form": form.refused({}, {"text": error.said}, ""), "preview": None}


def refused(session: Session, typed: Mapping[str, Any], mark: Callable[[Form], Form]) -> dict[str, Any]:
    """The same page with what was typed."""
    again = tried(session, str(typed.get("text", "")), str(typed.get("back", "")))
    return again | {"form": mark(again["form"])}


def preview(session: Session, asked: Candidate) -> dict[str, Any]:
    """Key by key old and new, and what it does to the open tasks; None where no deadline is touched."""
    timely = any(section_of(key) in OF_TIME for key in asked.named)
    return {
        "changes": [
            {
                "key": key,
                "meaning": meaning(key),
                "old": shown(value_of(policy(), key)),
                "new": shown(value_of(asked.policy, key)),
                "back": key in asked.back,
            }
            for key in asked.named
        ],
        "effects": vars(effects(session, asked.policy, at=now())) if timely else None,
    }


def releases(session: Session, me: Me) -> dict[str, Any]:
    """What admin/policy.html says of changes."""
    history = policy_releases.history(session)
    return {
        "waiting": [_waiting(session, one, me) for one in history if one.is_open],
        "before": [_row(session, one) for one in history if not one.is_open],
    }


def _waiting(session: Session, one: PolicyRelease, me: Me) -> dict[str, Any]:
    row = _row(session, one)
    try:
        row["preview"] = preview(session, policy_candidates.again(session, one))
    except Malformed as error:
        row["fault"] = error.said
    place = f"/policy/releases/{one.id}"
    row["release"] = f"{place}/release" if change_policy.may_release(one, me) else ""
    row["withdrawal"] = f"{place}/withdrawal" if change_policy.may_withdraw(one, me) else ""
    return row


def _row(session: Session, one: PolicyRelease) -> dict[str, Any]:
    back = [_("{key} 恢复为文件规定", key=key) for key in one.back]
    return {
        "said": [*one.text.splitlines(), *back],
        "why": one.why,
        "proposed": f"{who(session, one.proposed_by)} {to_the_minute(one.proposed_at)}",
        "state": state(session, one),
        "fault": "",
    }
