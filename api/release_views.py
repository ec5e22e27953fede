"""发布: what became of what one proposed and another had to release: a template, or the house's own rules."""

from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlmodel import Session

from config.language import _
from models.people import Person
from models.values import to_the_minute


class Release(Protocol):
    number: int
    released_by: UUID | None
    released_at: datetime | None
    withdrawn_by: UUID | None
    withdrawn_at: datetime | None


def came_of(session: Session, one: Release) -> str:
    """``第2版，韩冰于2026年11月22日 10:31发布``; nothing while it waits."""
    if one.released_by and one.released_at:
        return _(
            "第{one}版，{released_by}于{released_at}发布",
            one=one.number,
            released_by=session.get_one(Person, one.released_by).name,
            released_at=to_the_minute(one.released_at),
        )
    if one.withdrawn_by and one.withdrawn_at:
        return _(
            "{withdrawn_by}于{withdrawn_at}撤回",
            withdrawn_by=session.get_one(Person, one.withdrawn_by).name,
            withdrawn_at=to_the_minute(one.withdrawn_at),
        )
    return ""
