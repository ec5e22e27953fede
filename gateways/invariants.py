"""不变量的核对: one look at database, vault and mails, as one moment saw them; nothing is changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, exists
from sqlmodel import Session, col

from config.language import _
from config.settings import settings
from gateways import anchor_file, shelf
from models import heads, verify
from models.content_keys import ContentKey
from models.files import StoredFile
from models.invariants import PATIENCE, Broken, invariants
from models.invariants.finding import ask
from models.letters import Letter
from models.proof import looking_at


@dataclass(frozen=True)
class Looked:
    """One rule, and where it does not hold."""

    name: str
    rule: str
    broken: list[Broken]

    def as_dict(self) -> dict[str, Any]:
        where = [{"where": one.where, "what": str(one.what)} for one in self.broken]
        return {"name": self.name, "rule": str(self.rule), "ok": not self.broken, "broken": where}


def look(
    at: datetime, patience: timedelta = PATIENCE, mails: Path | None = None, database: str = ""
) -> Iterator[Looked]:
    """``mails``: where every letter that left should lie as a file, for whoever keeps them all.

    ``database``: another than the one of the settings, a restored copy for instance.
    """
    told = anchor_file.lines()  # before the look: a head that leaves meanwhile is not in it
    with looking_at(database or settings().database_url) as connection, Session(connection) as session:
        for one in invariants(at, patience):
            yield Looked(one.name, one.rule, list(one.look(session)))
        yield Looked("records", _("台账、日志、事实和存证与校验码相符"), list(_records(connection, told)))
        yield Looked("vault", _("登记在册的文件都在库房里"), list(_vault(session)))
        if mails:
            yield Looked("mails", _("记为已发的邮件都发出去了"), list(_mails(session, mails)))


def _records(connection: Connection, told: list[str]) -> Iterator[Broken]:
    report = verify.verify(connection, told, heads.public_key())
    for found in report.findings:
        yield Broken(found.where, found.what)


def _vault(session: Session) -> Iterator[Broken]:
    """Of what can still be read; what was destroyed is meant to be gone."""
    readable = exists().where(col(ContentKey.owner) == col(StoredFile.owner))
    for file, blob in session.execute(ask(StoredFile.id, StoredFile.blob).where(readable)):
        if not shelf.place(blob).exists():
            yield Broken(str(file), _("库房里没有这个文件。"))


def _mails(session: Session, mails: Path) -> Iterator[Broken]:
    there = {file.stem for file in mails.glob("*.eml")}
    left = ask(Letter.id).where(col(Letter.sent_at).is_not(None), col(Letter.digest_id).is_(None))
    for letter in session.scalars(left):
        if str(letter) not in there:
            yield Broken(str(letter), _("邮件记为已发，却没有发出。"))
