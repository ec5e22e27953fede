"""The sections of policy.toml that hold times, counts and words.  Days are working days unless a name says otherwise."""

from datetime import time
from typing import Annotated, Literal

from pydantic import Field

from config.toml import Strict

LONGEST = 366
Days = Annotated[int, Field(strict=True, ge=0, le=LONGEST)]
Count = Annotated[int, Field(strict=True, ge=1, le=100_000)]
Hour = Annotated[int, Field(strict=True, ge=0, le=23)]
Text = Annotated[str, Field(min_length=1, max_length=200)]
Texts = Annotated[tuple[Text, ...], Field(min_length=1)]


class Hospital(Strict):
    name: Text
    fonds: Annotated[str, Field(pattern=r"^[A-Z0-9]{1,6}$")]


class Reminders(Strict):
    """``before`` and ``after``: on which days from the deadline somebody is reminded.

    ``tell_…_after``: the ladder, by days overdue.  Until the head's turn a named handler is reminded alone.
    """

    yellow_days: Days
    before: tuple[Days, ...]
    after: tuple[Days, ...]
    tell_department_head_after: Days = 1
    tell_office_head_after: Days
    tell_leader_after: Days
    digest_hour: Hour


class Tickets(Strict):
    hours: Annotated[int, Field(strict=True, ge=1, le=720)]


class Leases(Strict):
    outbox_seconds: Count
    timetable_seconds: Count
    sweep_minutes: Count


Urgent = Literal["routine", "prompt", "urgent", "very_urgent", "flash"]


class Mail(Strict):
    """``ask_for``: the kinds of task that are worth a mail; the others wait in the inbox alone.

    ``at_once``: the urgencies that do not wait for the digest; ``through_quiet``: those that leave at night too.
    ``together``: from so many mails to one person at once, they leave as one.
    """

    ask_for: tuple[Text, ...]
    digest: Annotated[bool, Field(strict=True)] = True
    at_once: tuple[Urgent, ...] = ("very_urgent", "flash")
    quiet_from: time = time(21, 0)
    quiet_until: time = time(7, 30)
    through_quiet: tuple[Urgent, ...] = ("flash",)
    together: Annotated[int, Field(strict=True, ge=2, le=1000)] = 4
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
    supervision: Text

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
    """``cooling_off_days`` are calendar days between the approval and the shredder.

    ``key_backup_days``: calendar days for which a copy of the keys folder is kept.
    """

    cooling_off_days: Days
    key_backup_days: Days
    witnesses: Annotated[int, Field(strict=True, ge=2, le=5)]
    methods: Texts


class StateSecrets(Strict):
    """``register_only``: of a carrier only what is on its outside and who holds it.  ``reading``: working days."""

    mode: Literal["off", "register_only"]
    reading: Days
    reading_top_secret: Days


class RightsRules(Strict):
    """``proposal_days``: a proposal that nobody confirmed lapses.  ``confirmers``: whose post confirms where there is
    no second 安全保密管理员; the first that has somebody else.
    """

    proposal_days: Annotated[int, Field(strict=True, ge=1, le=60)] = 5
    confirmers: Annotated[tuple[Literal["office-head", "leader"], ...], Field(min_length=1)] = (
        "office-head",
        "leader",
    )


class Secrecy(Strict):
    """``widening_decided_by``: who may let others know of a document.  ``record_readers_from``: the lowest level
    whose readers are recorded.
    """

    widening_decided_by: Literal["office-head", "leader"] = "office-head"
    record_readers_from: Literal["public", "internal"] = "internal"
