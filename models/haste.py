"""缓急: whether a mail leaves at once or waits for the next 每日摘要."""

from datetime import datetime, timedelta
from enum import StrEnum

from config.policy import policy
from models.values import SHANGHAI, Urgency, local_day
from models.workdays import office_calendar


class Haste(StrEnum):
    """``MORNING`` waits for the digest, ``TODAY`` leaves now unless the office rests, ``NOW`` at any hour."""

    MORNING = "morning"
    TODAY = "today"
    NOW = "now"


def of(urgency: Urgency, due_at: datetime | None, at: datetime) -> Haste:
    """By the policy: the urgencies that wait for nobody, and what is due today or was before."""
    rules = policy().mail
    if urgency.value in rules.through_quiet:
        return Haste.NOW
    due_today = due_at is not None and local_day(due_at) <= local_day(at)
    return Haste.TODAY if due_today or urgency.value in rules.at_once else Haste.MORNING


def waits(haste: Haste, at: datetime) -> bool:
    """Whether a mail written now waits for the digest."""
    if haste is Haste.NOW or not policy().mail.digest:
        return False
    return haste is Haste.MORNING or is_quiet(at)


def is_quiet(at: datetime) -> bool:
    """At night by the clock in Shanghai, and all day long when the office rests."""
    wall, rules = at.astimezone(SHANGHAI), policy().mail
    awake = rules.quiet_until <= wall.time() < rules.quiet_from
    return not awake or not office_calendar().is_workday(wall.date())


def wakes(at: datetime) -> datetime:
    """The end of the quiet hours that ``at`` lies in: in the morning of a working day."""
    wall, until = at.astimezone(SHANGHAI), policy().mail.quiet_until
    yesterday = wall.date() - timedelta(days=wall.time() < until)
    return datetime.combine(office_calendar().add_workdays(yesterday, 1), until, SHANGHAI)
