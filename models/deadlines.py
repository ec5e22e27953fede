"""时限: so many working days from a moment, by the office calendar."""

from datetime import datetime

from models.workdays import office_calendar


def due(start: datetime, working_days: int) -> datetime:
    """The closing hour of the last of ``working_days``; 0 means today, while it lasts."""
    return office_calendar().deadline(start, working_days).at
