"""办公时间: when something happens in an office: on working days, between half past eight and five."""

from datetime import date, datetime, time, timedelta
from random import Random

from gateways.clock import SHANGHAI
from models.values import local_day
from models.workdays import office_calendar

OPENS, CLOSES = time(8, 30), time(17, 0)


def morning(day: date, pace: Random) -> datetime:
    """Some minute of the first two hours."""
    return datetime.combine(day, OPENS, SHANGHAI) + timedelta(minutes=pace.randrange(5, 120))


def later(at: datetime, days: int, pace: Random) -> datetime:
    """The morning ``days`` working days later; with 0 a while later, overnight if the office closes before."""
    if days:
        return morning(office_calendar().add_workdays(local_day(at), days), pace)
    then = at + timedelta(minutes=pace.randrange(15, 120))
    if then.astimezone(SHANGHAI).time() <= CLOSES:
        return then
    return later(at, 1, pace)


def days_ago(today: date, days: int) -> date:
    return office_calendar().add_workdays(today, -days)
