"""规矩 as a page and a program see it: key by key its value, its meaning, since when, and what the file says."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any
from uuid import UUID

from pydantic import BaseModel
from sqlmodel import Session

from api.release_views import came_of
from config.explained import remarks
from config.floors import ELSEWHERE, FILE_ONLY
from config.language import _, listed
from config.policy import SHIPPED, policy, read_policy
from config.toml import Strict
from models import change_policy, policy_releases
from models.people import Me, Person
from models.policy_releases import InForce, PolicyRelease
from models.values import to_the_minute


class KeyOut(BaseModel):
    """``file``: what the file says, where a release says otherwise; ``since``: who released it, and when."""

    key: str
    value: str
    meaning: str
    differs: bool
    file: str = ""
    since: str = ""


def keys(session: Session) -> list[KeyOut]:
    usual, file = dict(flat(read_policy(SHIPPED))), dict(flat(policy.file))
    over = policy_releases.in_force(session)
    return [
        KeyOut(
            key=key,
            value=value,
            meaning=meaning(key),
            differs=usual.get(key) != value,
            file=file.get(key, "—") if key in over and file.get(key) != value else "",
            since=_since(session, over.get(key)),
        )
        for key, value in flat(policy())
    ]


def state(session: Session, one: PolicyRelease) -> str:
    waits = _("等待{roles}发布", roles=listed((role.label for role in change_policy.seconds(one)), "或"))
    return came_of(session, one) or waits


def may_ask(key: str, me: Me) -> bool:
    """Whether a page offers this key to be changed."""
    return key not in FILE_ONLY and bool(me.roles.intersection(change_policy.proposers([key])))


def meaning(key: str) -> str:
    """Its own remark; what has none goes by the one of its table (``deadlines.paper``), if that is no section."""
    table = key.rpartition(".")[0]
    return remarks().get(key, "") or (remarks().get(table, "") if "." in table else "")


def who(session: Session, person_id: UUID) -> str:
    return session.get_one(Person, person_id).name


def flat(table: Strict, above: str = "") -> Iterator[tuple[str, str]]:
    """``deadlines.paper.urgent`` and its value as a page prints it."""
    for name in type(table).model_fields:
        value = getattr(table, name)
        if not above and name in ELSEWHERE:
            continue
        if isinstance(value, Strict):
            yield from flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", shown(value)


def shown(value: Any) -> str:
    if isinstance(value, tuple):
        parts = [shown(one) for one in value]
        return "\n".join(parts) if any(len(one) > 8 for one in parts) else "、".join(parts) or "—"
    if isinstance(value, Strict):
        return "　".join(shown(one) for _, one in value if one not in ("", (), None))
    if isinstance(value, timedelta):
        return _("{n}小时", n=value // timedelta(hours=1))
    return f"{value:%H:%M}" if isinstance(value, time) else "—" if value in ("", None, {}) else str(value)


def _since(session: Session, one: InForce | None) -> str:
    if one is None or one.release.released_by is None or one.release.released_at is None:
        return ""
    return _(
        "{at}起，{proposed_by}提请，{released_by}发布",
        at=to_the_minute(one.release.released_at),
        proposed_by=who(session, one.release.proposed_by),
        released_by=who(session, one.release.released_by),
    )
