"""时限: so many working days from a moment, by the office calendar."""

from datetime import datetime

from config.policy import policy
from models.values import Urgency
from models.workdays import office_calendar


def due(start: datetime, working_days: int) -> datetime:
    """The closing hour of the last of ``working_days``; 0 means today, while it lasts."""
    return office_calendar().deadline(start, working_days).at


def for_urgency(start: datetime, urgency: Urgency, *, telegram: bool = False) -> datetime:
    """When an action is due that names no date itself."""
    return due(start, policy().days_to_handle(urgency.value, telegram=telegram))
