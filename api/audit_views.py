"""审计 as its page shows it: the filter, the lines, and what the last look through everything found."""

from datetime import date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from api.documents import PER_PAGE, turn_page
from api.forms import Form
from config.language import _
from gateways.clock import SHANGHAI
from models import anchors, journal, powers
from models.audit_words import Act
from models.desk import COUNT_MOST
from models.journal import SOURCES, Record, Sought
from models.people import Me
from models.powers import Power
from models.stages import Move
from models.values import to_the_minute


class Asked(BaseModel):
    """What the filter sends; days are whole days in Shanghai."""

    model_config = ConfigDict(extra="ignore")
    who: str = Field(default="", max_length=64)
    act: str = Field(default="", max_length=32)
    about: str = Field(default="", max_length=64)
    source: str = Field(default="", max_length=10)
    since: str = Field(default="", max_length=10)
    until: str = Field(default="", max_length=10)
    page: int = Field(default=1, ge=1, le=10_000)

    @property
    def sought(self) -> Sought:
        last = _midnight(self.until)
        return Sought(
            who=self.who.strip(),
            act=self.act,
            about=self.about.strip(),
            source=self.source,
            since=_midnight(self.since),
            until=last + timedelta(days=1) if last else None,
        )

    def address(self, page: int, path: str = "/audit") -> str:
        kept = {name: value for name, value in self.model_dump(exclude={"page"}).items() if value}
        return f"{path}?{urlencode(kept | ({'page': page} if page > 1 else {}))}".rstrip("?")


def audit_page(session: Session, me: Me, asked: Asked) -> dict[str, Any]:
    """What audit.html needs."""
    offset = (asked.page - 1) * PER_PAGE
    found = journal.records(session, me, asked.sought, offset=offset, limit=PER_PAGE)
    many = journal.count(session, me, asked.sought, COUNT_MOST)
    verifies = powers.has(me, Power.READ_ADMINISTRATORS_JOURNAL)
    return {
        "search": _form(asked),
        "rows": [_row(one) for one in found],
        "turn": turn_page(asked.page, len(found), many, asked.address),
        "export": asked.address(1, "/audit/export") if verifies else "",
        "proof": _proof(session) if verifies else None,
    }


def _proof(session: Session) -> dict[str, Any]:
    last, anchor = journal.last_verification(session), anchors.newest(session)
    looked, *found = last.why.split("；") if last else [""]
    return {
        "at": to_the_minute(last.at) if last else "",
        "ok": bool(last and last.ok),
        "looked": looked,
        "found": found,
        "anchor": _("第{anchor}号，{at}", anchor=anchor.number, at=to_the_minute(anchor.at))
        if anchor
        else "",
    }


def _row(one: Record) -> dict[str, Any]:
    return vars(one) | {"at": to_the_minute(one.at), "number": str(one.number), "short": len(one.about) < 25}


def _form(asked: Asked) -> Form:
    acts = [(word.value, word.label) for word in (*Act, *Move)]
    return Form(
        act="audit",
        action="/audit",
        template="audit.html",
        values=asked.model_dump(),
        choices={"act": sorted(dict(acts).items(), key=lambda one: one[1]), "source": list(SOURCES.items())},
    )


def _midnight(day: str) -> datetime | None:
    """None for what is no day: a filter that cannot be read filters nothing."""
    try:
        return datetime.combine(date.fromisoformat(day), time(), SHANGHAI) if day else None
    except ValueError:
        return None
