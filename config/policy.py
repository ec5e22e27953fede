"""本院的规矩: policy.toml as one typed, frozen value.  A key it does not know stops the start."""

from functools import cache
from pathlib import Path

from config.keeping import Archive, Category, Retention
from config.routes import Route
from config.sections import (
    Dates,
    Deadlines,
    Destruction,
    Fields,
    Hospital,
    Leases,
    Mail,
    Phrases,
    Registers,
    Reminders,
    Returns,
    Review,
    SignInRules,
    Tickets,
)
from config.settings import settings
from config.toml import Strict, read

SHIPPED = Path(__file__).parent / "policy.toml"


class Policy(Strict):
    hospital: Hospital
    deadlines: Deadlines
    dates: Dates
    reminders: Reminders
    tickets: Tickets
    sign_in: SignInRules
    leases: Leases
    mail: Mail
    registers: Registers
    returns: Returns
    fields: Fields
    routes: tuple[Route, ...] = ()
    review: Review
    phrases: Phrases
    archive: Archive
    retention: Retention
    destruction: Destruction

    def days_to_handle(self, urgency: str, *, telegram: bool = False) -> int:
        """Working days an action is given when the paper itself names no date."""
        return (self.deadlines.telegram if telegram else self.deadlines.paper)[urgency]

    def category(self, id: str) -> Category | None:
        return next((category for category in self.retention.categories if category.id == id), None)

    def route_for(self, *, issuer: str, kind: str, title: str) -> Route | None:
        """The first rule that fits; its ``reason`` is the sentence to show with the suggestion."""
        return next((route for route in self.routes if route.fits(issuer, kind, title)), None)


def read_policy(path: Path) -> Policy:
    """Raises BadConfig."""
    return read(path, Policy)


@cache
def policy() -> Policy:
    """The rules of this process, read once, from JIYAO_POLICY or the file that came with the product."""
    return read_policy(settings().policy or SHIPPED)
