"""拟办规则: the routes, the leaders' division of work, and who stands in for whom."""

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from config.routes import Office, Route, Traits
from config.sections import Text, Texts
from config.toml import Strict

Day = Annotated[date, Field(strict=True)]


class Duty(Strict):
    """领导分工: what a leader is in charge of, from one day until another, both included.

    keywords:  what a title says; offices: the departments that report to this leader.
    """

    leader: Text
    area: Text
    keywords: tuple[Text, ...] = ()
    offices: tuple[Office, ...] = ()
    since: Day = Field(alias="from")
    until: Day | None = None

    @model_validator(mode="after")
    def _can_be_told(self) -> Self:
        if not (self.keywords or self.offices):
            raise ValueError("keywords、offices 至少要写一项")
        if self.until and self.until < self.since:
            raise ValueError("until 不能早于 from")
        return self

    def holds_on(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def matched(self, title: str) -> str:
        """The keyword that a title bears."""
        return next((word for word in self.keywords if word in title), "")


class Post(Strict):
    """岗位: who holds it, and who stands in, in this order."""

    name: Text
    holder: Text
    substitutes: Texts

    @model_validator(mode="after")
    def _somebody_else(self) -> Self:
        if self.holder in self.substitutes:
            raise ValueError("替代人不能是本人")
        return self


class Rules(Strict):
    """Of the routes the first that fits applies; so it is with the duties."""

    routes: tuple[Route, ...] = ()
    duties: tuple[Duty, ...] = ()
    posts: tuple[Post, ...] = ()

    @field_validator("routes", "posts")
    @classmethod
    def _each_once(cls, named: tuple[Route | Post, ...]) -> tuple[Route | Post, ...]:
        if twice := _twice(one.name for one in named):
            raise ValueError(f"“{twice}”写了两次")
        return named

    @field_validator("duties")
    @classmethod
    def _areas_once(cls, duties: tuple[Duty, ...]) -> tuple[Duty, ...]:
        if twice := _twice(f"{duty.leader} {duty.area} {duty.since}" for duty in duties):
            raise ValueError(f"“{twice}”写了两次")
        return duties

    @property
    def people(self) -> set[str]:
        """Every sign-in name in them."""
        routed = {uid for route in self.routes for uid in (*route.leaders, *route.readers)}
        standing = {uid for post in self.posts for uid in (post.holder, *post.substitutes)}
        return routed | standing | {duty.leader for duty in self.duties}

    def route_of(self, paper: Traits) -> Route | None:
        """The first rule that fits."""
        return next((route for route in self.routes if route.matched(paper)), None)

    def in_charge(self, title: str, lead: str, day: date, *, leader: str = "") -> Duty | None:
        """By what the title says; where it says nothing, by the department that leads.  Of all, or of one leader."""
        theirs = [duty for duty in self.duties if duty.holds_on(day) and leader in ("", duty.leader)]
        spoken = (duty for duty in theirs if duty.matched(title))
        return next(spoken, next((duty for duty in theirs if lead in duty.offices), None))

    def posts_of(self, uid: str) -> list[Post]:
        return [post for post in self.posts if post.holder == uid]


def _twice(names: Iterable[str]) -> str:
    """The first name that comes a second time."""
    seen: set[str] = set()
    for name in names:
        if name in seen:
            return name
        seen.add(name)
    return ""
