"""本院的规矩: policy.toml as one typed, frozen value.  A key it does not know stops the start."""

import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from config.backups import BackupRules
from config.errors import BadConfig
from config.keeping import Archive, Category, Retention
from config.released import Keys, whole
from config.roster import RosterRules
from config.rules import Rules
from config.sections import (
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
    RightsRules,
    Routing,
    Secrecy,
    StateSecrets,
    Tickets,
)
from config.settings import settings
from config.signing_in import SignInRules, StepUp
from config.terms import Dates, Deadlines, OfficeHours
from config.toml import read, text_of
from config.uploads import Uploads

SHIPPED = Path(__file__).parent / "policy.toml"


class Policy(Rules):
    hospital: Hospital
    directory: RosterRules = RosterRules()
    office_hours: OfficeHours
    deadlines: Deadlines
    dates: Dates
    reminders: Reminders
    tickets: Tickets
    sign_in: SignInRules
    step_up: StepUp
    rights: RightsRules = RightsRules()
    secrecy: Secrecy = Secrecy()
    leases: Leases
    mail: Mail
    routing: Routing
    registers: Registers
    examination: Annotated[tuple[ExaminationPoint, ...], Field(min_length=1)]
    fields: Fields
    uploads: Uploads = Uploads()
    review: Review
    distribution: Distribution
    phrases: Phrases
    archive: Archive
    retention: Retention
    destruction: Destruction
    backup: BackupRules = BackupRules()
    state_secrets: StateSecrets

    @model_validator(mode="after")
    def _usual_is_kept(self) -> Self:
        if not any(one.kept for one in self.retention.categories if one.id == self.archive.usual):
            raise ValueError(f"archive.usual 不是需归档的类目：{self.archive.usual}")
        return self

    @property
    def return_reasons(self) -> tuple[str, ...]:
        """What a document may be sent back for: one reason for each point of the 初审."""
        return tuple(point.reason for point in self.examination)

    @property
    def rules(self) -> Rules:
        """The first version of the rules; later ones are in the database."""
        return Rules(**{name: getattr(self, name) for name in Rules.model_fields})

    def term_of(self, urgency: str, *, telegram: bool = False) -> int | timedelta:
        """Working days, or office time, an action is given when the paper itself names no date."""
        return (self.deadlines.telegram if telegram else self.deadlines.paper)[urgency]

    def category(self, id: str) -> Category | None:
        return next((category for category in self.retention.categories if category.id == id), None)


def read_policy(path: Path) -> Policy:
    """Raises BadConfig."""
    return read(path, Policy)


class Door:
    """``policy()``: what the file says, and over it what was released.

    The file is read once.  What is held in a context stays as it is there, whatever is released meanwhile.
    """

    def __init__(self) -> None:
        self._held: ContextVar[Policy | None] = ContextVar("policy", default=None)
        self.cache_clear()

    def __call__(self) -> Policy:
        return self._held.get() or self._now or self.file

    def cache_clear(self) -> None:
        """The next question reads the file anew; what was released is to be laid over it anew."""
        self.number, self.fault, self.keys = 0, "", dict[str, Any]()
        self._now: Policy | None = None
        self._file: tuple[dict[str, Any], Policy] | None = None

    def lay_over(self, number: int, keys: Keys) -> None:
        """Release ``number`` is in force: these keys win.  Where they no longer fit the file, ``fault`` says why."""
        self.number, self.fault = number, ""
        try:
            now = whole(self.table, keys, Policy) if keys else None
        except BadConfig as error:
            self.fault = str(error)
        else:
            self.keys, self._now = dict(keys), now

    @contextmanager
    def held(self, chosen: Policy | None = None) -> Iterator[None]:
        """Until the end nothing else counts: ``chosen``, or what is in force at the beginning."""
        token = self._held.set(chosen or self())
        try:
            yield
        finally:
            self._held.reset(token)

    @property
    def file(self) -> Policy:
        """What the file alone says.  Raises BadConfig."""
        return self._read()[1]

    @property
    def table(self) -> dict[str, Any]:
        """The same, as TOML makes it."""
        return self._read()[0]

    def _read(self) -> tuple[dict[str, Any], Policy]:
        if self._file is None:
            path = settings().policy or SHIPPED
            typed = read_policy(path)
            self._file = (tomllib.loads(text_of(path)), typed)
        return self._file


policy = Door()
