"""剧本: the people, papers and lives that the TOML files of this folder tell, as typed values."""

from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Literal

from config.policy import policy
from config.routes import Traits
from config.toml import Strict, read
from flows.demo.steps import Step, steps_of
from gateways.samples import MAKERS, Paper
from models.register import Metadata
from models.rounds import Mode
from models.values import ActionKind, Book, DocKind, Urgency, local_day, on_paper
from models.workdays import due_on, office_calendar

HERE = Path(__file__).parent


class Hospital(Strict):
    """``people``: uid → name, post, office, roles."""

    password: str
    offices: dict[str, str]
    people: dict[str, tuple[str, ...]]


class Countersign(Strict):
    """会签 that is asked before the leaders: of people, or of a role of which one claims it."""

    people: tuple[str, ...] = ()
    role: str = ""
    mode: Mode = Mode.EACH
    threshold: int = 0


class Life(Strict):
    """One case and how far it goes: ``ago`` is the working days since it began, ``talk`` what people say of it."""

    id: str = ""
    life: str
    ago: int
    title: str
    category: str = "superior-short"
    talk: tuple[str, ...] = ()

    @property
    def steps(self) -> list[Step]:
        """``life`` is the words themselves, or the name of a life that several papers live."""
        return steps_of(papers().lives.get(self.life, self.life))


class Letter(Life):
    """One paper.  ``issued`` and ``due`` are working days, see letters.toml."""

    format: Literal["docx", "pdf"]
    issuer: str
    code: str
    serial: int
    to: tuple[str, ...]
    body: tuple[str, ...]
    attachments: tuple[str, ...] = ()
    copies_to: str = ""
    urgency: Urgency = Urgency.ROUTINE
    action: ActionKind = ActionKind.ACT
    book: Book = Book.GENERAL
    on_paper: bool = True
    dated: date | None = None
    issued: int = 3
    due: int | None = None
    lead: str | None = None
    leaders: tuple[str, ...] | None = None
    readers: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    countersigns: tuple[Countersign, ...] = ()

    @property
    def file_name(self) -> str:
        return f"{self.title}.{self.format}"

    @property
    def doc_kind(self) -> DocKind:
        return next(kind for kind in DocKind if self.title.endswith(kind.label))

    def issue_date(self, received: date) -> date:
        return self.dated or office_calendar().add_workdays(received, -self.issued)

    def due_at(self, received: date) -> datetime | None:
        return due_on(office_calendar().add_workdays(received, self.due)) if self.due else None

    def number(self, received: date) -> str:
        return f"{self.code}〔{self.issue_date(received).year}〕{self.serial}号"

    def route(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        """Lead department, its assistants, leaders: what the paper's plan says, else what the policy suggests."""
        found = policy().route_of(Traits(self.issuer, self.doc_kind.label, self.title))
        if self.lead and self.leaders:
            return self.lead, (), self.leaders
        if found is None:
            raise LookupError(f"no route for {self.title}")
        return found.lead, found.assistants, self.leaders or found.leaders

    def metadata(self, received: date, copy_numbers: str) -> Metadata:
        """What the secretary confirms: the truth about the paper."""
        return Metadata(
            title=self.title,
            issuer=self.issuer,
            doc_number=self.number(received),
            issue_date=self.issue_date(received),
            addressees=list(self.to),
            doc_kind=self.doc_kind,
            urgency=self.urgency,
            copy_numbers=copy_numbers,
            pages=1,
            attachments=list(self.attachments),
        )

    def file(self, received: date) -> bytes:
        """The paper itself, in the format it came in."""
        return MAKERS[self.format](self._paper(received))

    def scan(self, received: date, words: str) -> bytes:
        """The paper with what a leader wrote below it."""
        paper = self._paper(received)
        return MAKERS["pdf"](replace(paper, body=(*paper.body, f"（批示）{words}")))

    def _paper(self, received: date) -> Paper:
        due, issued = self.due_at(received), self.issue_date(received)
        words = {"due": on_paper(local_day(due)) if due else "", "year": issued.year}
        return Paper(
            issuer=self.issuer,
            number=self.number(received),
            title=self.title,
            addressees=self.to,
            body=tuple(line.format(**words) for line in self.body),
            dated=on_paper(issued),
            urgency="" if self.urgency is Urgency.ROUTINE else self.urgency.label,
            attachments=self.attachments,
            copies_to=self.copies_to,
        )


class Order(Strict):
    """One destruction list: which papers, who watches, how far it goes."""

    letters: tuple[str, ...]
    ago: int
    life: str
    witnesses: tuple[str, ...]

    @property
    def steps(self) -> list[Step]:
        return steps_of(self.life)


class Leave(Strict):
    """Who is away, since how many working days and for how many; who acts meanwhile."""

    who: str
    substitute: str
    ago: int
    days: int
    why: str


class Papers(Strict):
    """``lives``: name → the words of a life."""

    lives: dict[str, str]
    letters: tuple[Letter, ...]
    orders: tuple[Order, ...]
    leaves: tuple[Leave, ...]


@cache
def hospital() -> Hospital:
    return read(HERE / "hospital.toml", Hospital)


@cache
def papers() -> Papers:
    return read(HERE / "letters.toml", Papers)
