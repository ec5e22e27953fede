"""iCalendar (RFC 5545): moments with a word, as a calendar program subscribes to them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LONGEST = 75  # octets a line (3.1)
ESCAPED = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n", "\r": None})


@dataclass(frozen=True)
class Entry:
    """``uid`` stays the same for as long as the thing is the same."""

    uid: str
    at: datetime
    what: str
    url: str


def written(name: str, entries: Iterable[Entry], *, at: datetime, every: timedelta) -> bytes:
    """``every``: how often to look again."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//jiyao//feed//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{every // timedelta(minutes=1)}M",
        *(line for entry in entries for line in _event(entry, at)),
        "END:VCALENDAR",
    ]
    return b"".join(folded for line in lines for folded in _folded(line))


def _event(entry: Entry, at: datetime) -> Iterator[str]:
    """A moment and no span: it keeps nobody from an appointment."""
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"DTSTAMP:{_moment(at)}"
    yield f"DTSTART:{_moment(entry.at)}"
    yield f"SUMMARY:{_text(entry.what)}"
    yield f"URL:{entry.url}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(words: str) -> str:
    return words.translate(ESCAPED)


def _folded(line: str) -> Iterator[bytes]:
    """A line goes on after a line break and a space, and no character is torn apart."""
    piece = b""
    for octets in (one.encode() for one in line):
        if len(piece) + len(octets) > LONGEST:
            yield piece + b"\r\n"
            piece = b" "
        piece += octets
    yield piece + b"\r\n"
