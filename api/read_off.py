"""预填: what a registration form begins with, and beside each field where it was read, in words a person uses."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from config.language import _
from models import due_phrases
from models.document import Document
from models.recognition import Part
from models.values import ActionKind, Book, DocKind, Urgency

Found = Mapping[str, Mapping[str, Any]]

# What the recognition calls otherwise than the form does.
READ_AS = {"doc_kind": "kind", "action": "action_type"}
READ = ("title", "issuer", "doc_number", "issue_date", "doc_kind", "addressees", "attachments", "urgency",
        "due_date", "action")  # fmt: skip
OFTEN_ABSENT = ("urgency", "action")  # their first choice stands for "nothing is printed"


def values(document: Document, found: Found, received_from: str) -> dict[str, Any]:
    read = {name: one["value"] for name, one in found.items()}
    return {
        "title": read.get("title", ""),
        "issuer": read.get("issuer", received_from),
        "doc_number": read.get("doc_number", ""),
        "issue_date": read.get("issue_date", ""),
        "addressees": "\n".join(read.get("addressees", [])),
        "attachments": "\n".join(read.get("attachments", [])),
        "doc_kind": DocKind.of(read["kind"]).value if "kind" in read else "",
        "level": document.level.value,
        "term": document.term,
        "urgency": Urgency.of(read["urgency"]).value if "urgency" in read else document.urgency.value,
        "copies": str(document.copies),
        "copy_numbers": document.copy_numbers,
        "pages": str(document.pages),
        "due_date": read.get("due_date") or _reckoned(document, read),
        "book": Book.GENERAL.value,
        "action": ActionKind.of(read.get("action_type", ActionKind.ACT.label)).value,
        "checks": [],
    }


def _reckoned(document: Document, read: Mapping[str, Any]) -> str:
    """收到之日起5个工作日内: offered as the day that it comes to."""
    issued = date.fromisoformat(read["issue_date"]) if "issue_date" in read else None
    day = due_phrases.reckoned(read.get("due_phrase", ""), document.received_at, issued)
    return day.isoformat() if day else ""


def _due_hint(phrase: Mapping[str, Any], day: str) -> str:
    """In the paper's own words, so that whoever registers it can judge the day."""
    said = _("来文写“{phrase}”（{where}）", phrase=phrase["value"], where=place(phrase))
    return said if day else said + _("，请据此选定日期")


def hints(found: Found, received_from: str, due_date: str) -> dict[str, str]:
    """Where each value was read; what was looked for and not found says so.  Of a paper nobody could read, nothing."""
    looked = has_words(found)
    told = {name: _hint(found.get(READ_AS.get(name, name)), looked, name) for name in READ}
    if "due_phrase" in found:
        told["due_date"] = _due_hint(found["due_phrase"], due_date)
    if "issuer" not in found and received_from:
        told["issuer"] = _("签收时填的来文单位")
    return {name: hint for name, hint in told.items() if hint}


def has_words(found: Found) -> bool:
    """Whether anything was read off the paper itself: of a scan there is at most its file's name."""
    return any(one["where"] != Part.NAME.label for one in found.values())


def place(one: Mapping[str, Any]) -> str:
    """``第1页 标题区``; of what was read before parts were known, its line."""
    if "part" not in one:
        return str(one["where"])
    part = Part(one["part"]).label
    return _("第{page}页 {part}", page=one["page"], part=part) if one["page"] else part


def _hint(one: Mapping[str, Any] | None, looked: bool, name: str) -> str:
    if one:
        return _("识别自{where}", where=place(one))
    return _("未识别到") if looked and name not in OFTEN_ABSENT else ""
