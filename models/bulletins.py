"""督查通报: what stands on the monthly report of supervision.  Every value is already printed words."""

from dataclasses import dataclass

CHART = "〔图〕"  # where a template wants the chart


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeLine:
    """One lead department.  ``percent`` and ``days`` are a dash where it closed nothing."""

    office: str
    open: str
    week: str
    late: str
    in_time: str
    done_late: str
    percent: str
    days: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """A matter that is open past its deadline; ``matter`` is its title only where the paper is public."""

    place: str
    number: str
    office: str
    due: str
    matter: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionBulletin:
    """督查通报 of one month, as of the moment it is drawn.  ``days`` is blank where nothing was closed."""

    unit: str
    period: str
    as_of: str
    given: str
    done: str
    open: str
    week: str
    late: str
    in_time: str
    done_late: str
    percent: str
    days: str
    offices: tuple[OfficeLine, ...] = ()
    chart: str = CHART
    overdue: tuple[Overdue, ...] = ()
    issued: str
