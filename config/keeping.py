"""归档与保管期限: which papers are kept, how long, and under which code."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from config.sections import Question, Text
from config.toml import Strict

Code = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,5}$")]
Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,31}$")]
MonthDay = Annotated[str, Field(pattern=r"^\d{2}-\d{2}$")]


class Archive(Strict):
    """``usual`` is the category that a filing form offers first.

    Source of the date: 机关档案管理规定 (2018), files of a year are handed over by the middle of the next."""

    due: MonthDay
    category: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    usual: Slug
    checks: Annotated[tuple[Question, ...], Field(min_length=1)]

    @field_validator("due")
    @classmethod
    def _is_a_day(cls, due: str) -> str:
        try:
            date.fromisoformat(f"2025-{due}")
        except ValueError:
            raise ValueError("应为每年都有的月-日，如 06-30") from None
        return due

    def due_of(self, year: int) -> date:
        """The last day to file the papers of ``year``."""
        return date.fromisoformat(f"{year + 1}-{self.due}")


class Forever(Strict):
    code: Code
    years: None = None


class Term(Strict):
    code: Code
    years: Annotated[int, Field(strict=True, le=100)]


class ThirtyYears(Term):
    years: Annotated[int, Field(strict=True, ge=30, le=100)]


class TenYears(Term):
    years: Annotated[int, Field(strict=True, ge=10, le=100)]


class Periods(Strict):
    """A hospital may keep longer than the rule, never shorter.  Source: 国家档案局令第8号 (2006) art. 6."""

    permanent: Forever
    years30: ThirtyYears
    years10: TenYears

    def __getitem__(self, retention: str) -> Forever | Term:
        period: Forever | Term = getattr(self, retention)
        return period


class Category(Strict):
    """One 类目 with its period and the office under which it is usually filed."""

    id: Slug
    name: Text
    period: Literal["permanent", "years30", "years10", "none"]
    office: Annotated[str, Field(pattern=r"^[A-Z0-9]{0,8}$")]

    @property
    def kept(self) -> bool:
        return self.period != "none"


class Retention(Strict):
    periods: Periods
    categories: Annotated[tuple[Category, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        ids = [category.id for category in self.categories]
        if twice := {one for one in ids if ids.count(one) > 1}:
            raise ValueError(f"类目 {min(twice)} 写了两次")
        return self

    def years(self, retention: str) -> int | None:
        """How many years a period lasts; None: for ever."""
        return self.periods[retention].years
