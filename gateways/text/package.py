"""压缩包: what a .docx or .ofd package must not hold, checked before any reader opens it."""

import re
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile, ZipInfo

from gateways.text import word_parts
from gateways.text.refusals import DoctypeInside, FileInside, TooMuchInside, Unreadable

MOST_ENTRIES = 2_000
LARGEST_SUM = 200 << 20  # bytes, all entries unpacked
LARGEST_RATIO = 100  # unpacked to packed
SMALL = 1 << 20  # bytes; below this a high ratio does no harm
_XML_NAME = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
_PACKED = (b"PK\x03\x04", b"PK\x05\x06", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"\x1f\x8b")


def inspect(path: Path, *, word: bool) -> None:
    """Raises FileRefused for a bomb, an archive in the archive, a DOCTYPE, and in Word for what is not on the lists."""
    with ZipFile(path) as archive:
        _inspect(archive, path.stat().st_size, word=word)


def inspect_bytes(content: bytes) -> None:
    """The same for a Word file that is in memory.  Raises FileRefused."""
    try:
        with ZipFile(BytesIO(content)) as archive:
            _inspect(archive, len(content), word=True)
    except (BadZipFile, NotImplementedError, KeyError, ParseError):
        raise Unreadable from None


def weigh(archive: ZipFile, packed: int) -> None:
    """Believes only declared sizes that the reader will enforce; refuses overlapping and encrypted entries."""
    entries = archive.infolist()
    total = sum(entry.file_size for entry in entries)
    if (
        len(entries) > MOST_ENTRIES
        or total > LARGEST_SUM
        or (total > SMALL and total > LARGEST_RATIO * packed)
    ):
        raise TooMuchInside
    if any(_is_dense(entry) for entry in entries) or _overlap(entries):
        raise TooMuchInside
    if any(entry.flag_bits & 1 or _leaves(entry.filename) for entry in entries):
        raise Unreadable
    if len({entry.filename for entry in entries}) != len(entries):
        raise Unreadable


def _inspect(archive: ZipFile, packed: int, *, word: bool) -> None:
    weigh(archive, packed)
    for name in archive.namelist():
        _look_into(archive, name)
    if word:
        word_parts.inspect(archive)


def _is_dense(entry: ZipInfo) -> bool:
    return entry.file_size > SMALL and entry.file_size > LARGEST_RATIO * max(1, entry.compress_size)


def _overlap(entries: list[ZipInfo]) -> bool:
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    return any(one.header_offset + one.compress_size > two.header_offset for one, two in pairwise(ordered))


def _leaves(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name)


def _look_into(archive: ZipFile, name: str) -> None:
    """Zero bytes are dropped first, so that UTF-16 hides no DOCTYPE."""
    content = archive.read(name)
    if _XML_NAME.search(name) and b"<!DOCTYPE" in content.replace(b"\x00", b""):
        raise DoctypeInside
    if content.startswith(_PACKED):
        raise FileInside
