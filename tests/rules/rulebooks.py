"""A small book of rules for the house of the tests, and how it comes into force."""

from datetime import date, timedelta
from uuid import UUID

from gateways.clock import now
from models import revise
from models.database import unit_of_work
from models.rulebooks import Rulebook
from models.values import local_day
from tests.personas import Cast

TEXT = """\
[[routes]]
name = "医政来文"
issuers = ["卫生健康委", "卫健委"]
kinds = ["通知"]
keywords = ["院感", "传染病"]
lead = "YWB"
assistants = ["YGK"]
leaders = ["wang"]
readers = []
days = 5
reason = "主管部门业务来文，由医务部主办"

[[routes]]
name = "护理"
keywords = ["护理"]
lead = "HLB"
assistants = []
leaders = []
readers = ["sun"]
reason = "护理事项，由护理部主办"

[[duties]]
leader = "wang"
area = "医疗"
keywords = ["院感", "传染病"]
offices = ["YWB", "HLB"]
from = 2026-01-01

[[duties]]
leader = "zhou"
area = "全面工作"
keywords = ["规划"]
offices = ["YZB"]
from = 2026-01-01

[[posts]]
name = "分管医疗副院长"
holder = "wang"
substitutes = ["zhou"]
"""


def with_changes(*changes: tuple[str, str]) -> str:
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def today() -> date:
    return local_day(now())


def drafted(cast: Cast, text: str = TEXT, by: str = "chen", why: str = "按新的分工调整。") -> UUID:
    with unit_of_work() as session:
        return revise.draft(session, text, why, by=getattr(cast, by), at=now()).id


def released(cast: Cast, text: str = TEXT, by: str = "zhou", in_days: int = 0) -> int:
    """The number of a version drafted by the office head; it applies in so many days."""
    book_id = drafted(cast, text)
    with unit_of_work() as session:
        book = session.get_one(Rulebook, book_id)
        day = today() + timedelta(days=in_days)
        return revise.release(session, book, day, by=getattr(cast, by), at=now()).number or 0
