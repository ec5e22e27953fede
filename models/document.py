"""公文: the document itself, the metadata a clerk confirms, and the counter every number comes from."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID, uuid4

from sqlalchemy import Date, Index, text
from sqlmodel import Field, Session

from config.language import _
from models.database import Table, moment, word
from models.errors import NotNow
from models.sealed import Sealed, sealed
from models.stages import Stage
from models.values import ActionKind, DocKind, Level, Urgency, on_paper

WITHOUT_TITLE = "题名见销毁清册"


class Document(Sealed, table=True):
    """One incoming document.  ``stage``, ``line`` and ``seal`` are written by ledger.move() alone.

    Issuer, numbers, days and level stay clear: the register lives on them when the content is destroyed.

    ``rules_version``: of the 拟办规则, from the registration on; 0 before it.
    """

    sealed_under: ClassVar[str] = "id"
    __table_args__ = (
        Index("ix_document_stage", "stage", "serial"),
        Index("ix_document_urgency", "urgency", "serial"),
    )
    id: UUID = Field(default_factory=uuid4, primary_key=True)
    serial: int = Field(unique=True)
    stage: Stage | None = word(Stage, default=None)
    line: int = 0
    seal: str = Field(default="", max_length=64)
    number: str | None = Field(default=None, unique=True, max_length=20)
    title: str = sealed(default="")
    issuer: str = Field(default="", index=True)
    doc_number: str = Field(default="", index=True, max_length=60)
    doc_kind: DocKind | None = word(DocKind, default=None)
    issue_date: date | None = Field(default=None, sa_type=Date)
    addressees: list[str] = sealed(list, default_factory=list)
    attachments: list[str] = sealed(list, default_factory=list)
    level: Level = word(Level, default=Level.INTERNAL)
    term: str = Field(default="", max_length=20)
    urgency: Urgency = word(Urgency, default=Urgency.ROUTINE)
    action: ActionKind | None = word(ActionKind, default=None)
    copies: int = 1
    copy_numbers: str = Field(default="", max_length=200)
    pages: int = 0
    on_paper: bool = True
    due_at: datetime | None = moment(default=None)
    rules_version: int = 0
    received_at: datetime = moment(index=True)
    suspended_until: datetime | None = moment(default=None)

    def stays_clear(self) -> bool:
        """What a public document is called is no secret; of a destroyed one stays what the register may say."""
        return self.level is Level.PUBLIC or self.stage is Stage.DESTROYED

    @property
    def title_is_gone(self) -> bool:
        return self.stage is Stage.DESTROYED and self.level is not Level.PUBLIC

    @property
    def label(self) -> str:
        """How a mail, a refusal or a log line may call it: its number, never its title."""
        return self.number or _("未编号件（{serial}）", serial=self.serial)

    @property
    def secrecy(self) -> str:
        """密级和保密期限, as a form prints them: 内部, or 内部 5年."""
        return f"{self.level.label} {self.term}".strip()

    @property
    def ends(self) -> bool:
        return self.stage in (Stage.DESTROYED, Stage.RETURNED)


class Suspended(NotNow):
    def __init__(self, document: Document, act: str) -> None:
        until = on_paper(document.suspended_until) if document.suspended_until else ""
        super().__init__(_("此件缓办至{until}，恢复办理后方可{act}。", until=until, act=act))


class Counter(Table, table=True):
    """The last number given under a name."""

    name: str = Field(primary_key=True, max_length=60)
    value: int


def next_number(session: Session, name: str) -> int:
    """The next number, from 1, in the caller's transaction: a roll-back gives it back, so there is no gap.

    One statement takes the row's lock on both databases, so no two transactions read the same value.
    """
    take = text(
        "INSERT INTO counter (name, value) VALUES (:name, 1) "
        "ON CONFLICT (name) DO UPDATE SET value = counter.value + 1 RETURNING value"
    )
    return int(session.connection().execute(take, {"name": name}).scalar_one())


def peek_number(session: Session, name: str) -> int:
    """What the next number would be; shown, never kept."""
    counter = session.get(Counter, name)
    return counter.value + 1 if counter else 1
