"""本院的规矩: policy.toml as one typed, frozen value.  A key it does not know stops the start."""

from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from config.keeping import Archive, Category, Retention
from config.rules import Rules
from config.sections import (
    Dates,
    Deadlines,
    Destruction,
    Distribution,
    ExaminationPoint,
    Fields,
    Hospital,
    Leases,
    Mail,
    Phrases,
    Registers,
    Reminders,
    Review,
    Routing,
    SignInRules,
    Tickets,
)
from config.settings import settings
from config.toml import read

SHIPPED = Path(__file__).parent / "policy.toml"


class Policy(Rules):
    hospital: Hospital
    deadlines: Deadlines
    dates: Dates
    reminders: Reminders
    tickets: Tickets
    sign_in: SignInRules
    leases: Leases
    mail: Mail
    routing: Routing
    registers: Registers
    examination: Annotated[tuple[ExaminationPoint, ...], Field(min_length=1)]
    fields: Fields
    review: Review
    distribution: Distribution
    phrases: Phrases
    archive: Archive
    retention: Retention
    destruction: Destruction

    @property
    def return_reasons(self) -> tuple[str, ...]:
        """What a document may be sent back for: one reason for each point of the 初审."""
        return tuple(point.reason for point in self.examination)

    @property
    def rules(self) -> Rules:
        """The first version of the rules; later ones are in the database."""
        return Rules(**{name: getattr(self, name) for name in Rules.model_fields})

    def days_to_handle(self, urgency: str, *, telegram: bool = False) -> int:
        """Working days an action is given when the paper itself names no date."""
        return (self.deadlines.telegram if telegram else self.deadlines.paper)[urgency]

    def category(self, id: str) -> Category | None:
        return next((category for category in self.retention.categories if category.id == id), None)


def read_policy(path: Path) -> Policy:
    """Raises BadConfig."""
    return read(path, Policy)


@cache
def policy() -> Policy:
    """The rules of this process, read once, from JIYAO_POLICY or the file that came with the product."""
    return read_policy(settings().policy or SHIPPED)
