"""备份的清单: what a trial of a copy said, written into this house's own list."""

import hashlib
from pathlib import Path

from sqlalchemy import inspect

from gateways.clock import now
from models import backups
from models.backups import Backup, Outcome
from models.database import engine, unit_of_work


def note_trial(copy: Path, *, right: bool, missing: int) -> None:
    """A good copy is known by its digest; one that was changed has another, and is found by its name."""
    if not inspect(engine()).has_table(str(Backup.__tablename__)):
        return
    outcome = Outcome.WRONG if not right else Outcome.WITHOUT if missing else Outcome.WHOLE
    with copy.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    with unit_of_work() as session:
        found = backups.by_digest(session, digest) or (None if right else backups.by_name(session, copy.name))
        if found:
            backups.tried(session, found, outcome, at=now())
