"""时限: the sections of policy.toml that say when the office is open and how long each thing may take."""

import re
from datetime import time, timedelta
from typing import Annotated, Self

from pydantic import Field, PlainValidator, model_validator

from config.sections import LONGEST, Days
from config.toml import Strict


class OfficeHours(Strict):
    """When the office is open on a working day; only in the morning on a half day."""

    morning: tuple[time, time]
    afternoon: tuple[time, time]

    @model_validator(mode="after")
    def _one_after_the_other(self) -> Self:
        hours = [*self.morning, *self.afternoon]
        if hours != sorted(set(hours)):
            raise ValueError("上班时间应依次为：上午上班、上午下班、下午上班、下午下班")
        return self


HOURS = re.compile(r"([1-9]\d{0,2}) ?小时")


def _read_term(term: object) -> int | timedelta:
    if isinstance(term, str) and (hours := HOURS.fullmatch(term)):
        return timedelta(hours=int(hours[1]))
    if type(term) is int and 0 <= term <= LONGEST:
        return term
    raise ValueError(f'应写工作日数（0至{LONGEST}），或者写上班小时数，如 "4小时"')


Term = Annotated[int | timedelta, PlainValidator(_read_term)]


class ByUrgency(Strict):
    """A term for every urgency; ``terms[urgency]``."""

    routine: Term
    prompt: Term
    urgent: Term
    very_urgent: Term
    flash: Term

    def __getitem__(self, urgency: str) -> int | timedelta:
        term: int | timedelta = getattr(self, urgency)
        return term


class Deadlines(Strict):
    due_at: time
    registering: Days
    proposing: Days
    signing: Days
    handing: Days
    reading: Days
    accepting: Days
    reporting: Days
    reviewing: Days
    deciding: Days
    archiving: Days
    witnessing: Days
    paper: ByUrgency
    telegram: ByUrgency


class Dates(Strict):
    earliest_year: Annotated[int, Field(strict=True, ge=1, le=9000)]
    issue_years_ahead: Annotated[int, Field(strict=True, ge=0, le=10)]
    due_years_ahead: Annotated[int, Field(strict=True, ge=1, le=50)]
    calendar_asked_days: Annotated[int, Field(strict=True, ge=0, le=365)] = 61
    calendar_missing_days: Annotated[int, Field(strict=True, ge=0, le=365)] = 20
