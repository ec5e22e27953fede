"""The papers that are carried while flows and server die: who acts next, what is owed, and what happened twice."""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

from sqlmodel import col, func, select

from gateways.clock import now
from models import outbox
from models.database import reading
from models.document import Document
from models.files import FileRole, StoredFile
from models.letters import Letter as Mail
from models.outbox import HAND_OVERS, WORLD, Errand
from models.prints import PrintJob
from models.stages import Stage
from models.tasks import Task
from tests.office import Letter
from tests.personas import Cast

NEXT = {
    "register": lambda letter, _: letter.is_registered(),
    "propose": lambda letter, _: letter.is_proposed(),
    "sign": lambda letter, who: letter.is_signed(who),
    "accept": lambda letter, _: letter.is_accepted(),
    "complete": lambda letter, _: letter.is_completed(),
    "review": lambda letter, _: letter.is_closed(),
    "acknowledge": lambda letter, who: letter.is_acknowledged(who),
    "archive": lambda letter, _: letter.is_filed(),
}


@dataclass
class OfficeDay:
    cast: Cast
    chance: Random
    letters: list[Letter] = field(default_factory=list)
    acts: int = 0

    def somebody_acts(self, most: int) -> int:
        """A few of the documents that wait for somebody are handled; how many.  A new one comes where none waits."""
        self.chance.shuffle(self.letters)
        waiting = [(one, one.waits_for[0]) for one in self.letters if one.waits_for][:most]
        for letter, (kind, who) in waiting:
            NEXT[kind](letter, who)
        self.acts += len(waiting)
        return len(waiting)

    def a_letter_comes(self) -> None:
        self.letters.append(Letter(self.cast).arrives())

    def filed(self) -> int:
        return sum(one.stage is Stage.ARCHIVED for one in self.letters)

    def twice(self) -> list[str]:
        """What happened once too often, or not at all."""
        with reading() as session:
            tasks = Counter((t.subject, t.kind, t.hat, t.about) for t in session.exec(select(Task)))
            jobs = session.exec(select(PrintJob)).all()
            mails = session.exec(select(Mail)).all()
            errands = session.exec(select(Errand)).all()
            forms = session.exec(select(StoredFile.id).where(StoredFile.role == FileRole.FORM)).all()
            numbers = sorted(one.number or "" for one in session.exec(select(Document)))
        printed = sorted(job.file_id for job in jobs if job.file_id)
        found = {f"task {one}": many == 1 for one, many in tasks.items()}
        found |= {f"form {one.id}": one.printed_at is not None for one in jobs}
        found |= {f"mail {one.id}": bool(one.sent_at or one.dropped_at) for one in mails}
        found |= {f"errand {one.id}": one.done_at is not None and one.dead_at is None for one in errands}
        found |= {"a form without its file": sorted(forms) == printed}
        found |= {
            "numbers": numbers == [f"{now().year}-普-{n:04}" for n in range(1, len(self.letters) + 1)],
            **{f"ledger of {one.id}": one.ledger_holds() for one in self.letters},
        }
        return [what for what, holds in found.items() if not holds]


def in_hand() -> bool:
    """Whether the clerk has begun something."""
    held = select(func.count()).where(col(Errand.holder).is_not(None), col(Errand.done_at).is_(None))
    with reading() as session:
        return bool(session.exec(held).one())


def owed(everything: bool = False) -> int:
    with reading() as session:
        topics = HAND_OVERS + WORLD if everything else HAND_OVERS
        return outbox.backlog(session, topics, at=now() + outbox.GRACE)[0]
