"""时限: so many working days from a moment, by the office calendar."""

from datetime import datetime

from config.policy import policy
from models.office_hours import office_hours
from models.values import Urgency
from models.workdays import office_calendar


def due(start: datetime, working_days: int) -> datetime:
    """The closing hour of the last of ``working_days``; 0 means today, while it lasts."""
    return office_calendar().deadline(start, working_days).at


def for_urgency(start: datetime, urgency: Urgency, *, telegram: bool = False) -> datetime:
    """When an action is due that names no date itself."""
    term = policy().term_of(urgency.value, telegram=telegram)
    return due(start, term) if isinstance(term, int) else office_hours().after(start, term)
