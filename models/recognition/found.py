"""识读结果: each field with the line and the printed words it was read from."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Generic, TypeVar

from models.recognition.places import Place

T = TypeVar("T", covariant=True)
FROM_THE_NAME = 0  # the line number of words that stand in the file name, not on the paper


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """A value, and where it was read: the line (from 1; 0 is the file name) and the printed words."""

    value: T
    line: int
    words: str

    @property
    def where(self) -> str:
        return f"第{self.line}行" if self.line else "文件名"


@dataclass(frozen=True, slots=True)
class Recognition:
    """A suggestion for the register; the clerk decides.  None or an empty tuple: not on the paper."""

    title: Found[str] | None = None
    issuer: Found[str] | None = None
    doc_number: Found[str] | None = None
    issue_date: Found[date] | None = None
    addressees: Found[tuple[str, ...]] | None = None
    kind: Found[str] | None = None
    urgency: Found[str] | None = None
    security_mark: Found[str] | None = None
    attachments: Found[tuple[str, ...]] | None = None
    due_date: Found[date] | None = None
    due_phrase: Found[str] | None = None
    action_type: Found[str] | None = None
    places: Mapping[str, Place] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        return {name: _plain(name, getattr(self, name)) for name in LABELS}

    def offered(self) -> dict[str, dict[str, Any]]:
        """What a registration form is pre-filled with: each value that was found, and where it stood."""
        said = self.to_json()
        return {
            name: {"value": said[name], "where": found.where, **_place(self.places.get(name))}
            for name in LABELS
            if isinstance(found := getattr(self, name), Found)
        }


LABELS = {
    "title": "标题",
    "issuer": "发文机关",
    "doc_number": "发文字号",
    "issue_date": "成文日期",
    "addressees": "主送机关",
    "kind": "文种",
    "urgency": "紧急程度",
    "security_mark": "密级标志",
    "attachments": "附件",
    "due_date": "办理期限",
    "due_phrase": "期限原文",
    "action_type": "办件或阅件",
}
_LISTS = {"addressees", "attachments"}


def describe(recognition: Recognition) -> list[tuple[str, str, str]]:
    """Rows to print: label, value, where.  What was not found has an empty value and an empty where."""
    return [(label, *_row(getattr(recognition, name))) for name, label in LABELS.items()]


def _row(found: Found[Any] | None) -> tuple[str, str]:
    if found is None:
        return "", ""
    value = "；".join(found.value) if isinstance(found.value, tuple) else str(found.value)
    return value, f"{found.where}：{found.words}"


def _plain(name: str, found: Found[Any] | None) -> Any:
    if found is None:
        return [] if name in _LISTS else None
    if name in _LISTS:
        return list(found.value)
    return found.value.isoformat() if isinstance(found.value, date) else found.value


def _place(place: Place | None) -> dict[str, Any]:
    return {"page": place.page, "part": place.part.value} if place else {}
