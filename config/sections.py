"""The sections of policy.toml that hold times, counts and words.  Days are working days unless a name says otherwise."""

from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from config.toml import Strict

Days = Annotated[int, Field(strict=True, ge=0, le=366)]
Count = Annotated[int, Field(strict=True, ge=1, le=100_000)]
Hour = Annotated[int, Field(strict=True, ge=0, le=23)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Texts = Annotated[tuple[Text, ...], Field(min_length=1)]


class Hospital(Strict):
    name: Text
    fonds: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,6}$")]


class ByUrgency(Strict):
    """A number of days for every urgency; ``days[urgency]``."""

    routine: Days
    prompt: Days
    urgent: Days
    very_urgent: Days
    flash: Days

    def __getitem__(self, urgency: str) -> int:
        days: int = getattr(self, urgency)
        return days


class Deadlines(Strict):
    due_at: time
    registering: Days
    proposing: Days
    signing: Days
    handing: Days
    reading: Days
    accepting: Days
    reporting: Days
    reviewing: Days
    deciding: Days
    archiving: Days
    witnessing: Days
    paper: ByUrgency
    telegram: ByUrgency


class Dates(Strict):
    earliest_year: Annotated[int, Field(strict=True, ge=1, le=9000)]
    issue_years_ahead: Annotated[int, Field(strict=True, ge=0, le=10)]
    due_years_ahead: Annotated[int, Field(strict=True, ge=1, le=50)]


class Reminders(Strict):
    """``before`` and ``after``: on which days from the deadline somebody is reminded."""

    yellow_days: Days
    before: tuple[Days, ...]
    after: tuple[Days, ...]
    tell_office_head_after: Days
    tell_leader_after: Days
    digest_hour: Hour


class Tickets(Strict):
    hours: Annotated[int, Field(strict=True, ge=1, le=720)]


class SignInRules(Strict):
    idle_minutes: Count
    longest_hours: Count
    failures: Count
    lock_minutes: Count
    password_length: Annotated[int, Field(strict=True, ge=8, le=128)]


class Leases(Strict):
    outbox_seconds: Count
    timetable_seconds: Count
    sweep_minutes: Count


class Mail(Strict):
    """``ask_for``: the kinds of task that are worth a mail; the others wait in the inbox alone."""

    ask_for: tuple[Text, ...]
    attempts: Annotated[int, Field(strict=True, ge=1, le=50)]
    backoff_minutes: Annotated[tuple[Count, ...], Field(min_length=1)]

    def wait_minutes(self, failures: int) -> int:
        """How long to wait after the ``failures``-th failure; the last wait repeats."""
        return self.backoff_minutes[min(failures, len(self.backoff_minutes)) - 1]


class Expiry(Strict):
    """What happens when a signature is ``days`` working days overdue (0: nothing).  Silence is never consent."""

    days: Days
    then: Literal["tell", "skip"]

    @property
    def label(self) -> str:
        return f"逾期{self.days}个工作日，{'告知办公室主任' if self.then == 'tell' else '按规定略过'}"


class Routing(Strict):
    """``on_return``: whether a return from a countersign closes the others' tasks at once or waits for them.

    ``urge_hours``: between two urgings of one task.  ``longest_leave_days``: calendar days of one delegation.
    """

    on_return: Literal["close", "keep"]
    quorum_percent: Annotated[int, Field(strict=True, ge=1, le=99)]
    urge_hours: Count
    longest_leave_days: Count
    expiry: Expiry


class Registers(Strict):
    """The name of the book for every register; ``registers[book]``."""

    general: Text
    confidential: Text
    telegram: Text
    internal: Text

    def __getitem__(self, book: str) -> str:
        name: str = getattr(self, book)
        return name


class Fields(Strict):
    """The longest text of each field, in characters; of copies and pages the largest number."""

    title: Count
    issuer: Count
    name: Count
    addressees: Count
    attachments: Count
    opinion: Count
    reason: Count
    remarks: Count
    file_name: Count
    copies: Count
    pages: Count


class Question(Strict):
    """One point of a check; a form sends its ``id``."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_-]*$")]
    question: Text


class ExaminationPoint(Question):
    """One point of the 初审, and the reason a document that fails it goes back with."""

    reason: Text


class Review(Strict):
    points: Texts


class Distribution(Strict):
    """``receipt_by``: the hour at which receipts are wanted; ``chase_minutes``: between two chases of a department."""

    receipt_by: time
    chase_minutes: Count


class Phrases(Strict):
    proposal: Texts
    leader: Texts
    countersign: Texts
    reader: Texts
    progress: Texts
    completion: Texts


class Destruction(Strict):
    """``cooling_off_days`` are calendar days between the approval and the shredder."""

    cooling_off_days: Days
    witnesses: Annotated[int, Field(strict=True, ge=2, le=5)]
    methods: Texts
