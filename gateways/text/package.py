"""压缩包: what a .docx or .ofd package must not hold, checked before any reader opens it."""

import re
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile, ZipInfo

from gateways.text.refusals import DoctypeInside, ExternalContent, Macros, TooMuchInside, Unreadable

MOST_ENTRIES = 2_000
LARGEST_SUM = 200 << 20  # bytes, all entries unpacked
LARGEST_RATIO = 100  # unpacked to packed
SMALL = 1 << 20  # bytes; below this a high ratio does no harm
MAIN_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ACTIVE = re.compile(r"vbaProject|vbaData|activeX|macroEnabled|ms-word\.template\.macro", re.IGNORECASE)
_XML_NAME = re.compile(r"\.(?:xml|rels|vml)$", re.IGNORECASE)
_FETCHING_FIELD = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK)\b")
_TEXT_OF_FIELD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}instrText"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def inspect(path: Path, *, word: bool) -> None:
    """Raises FileRefused for a bomb, a DOCTYPE, and in Word for macros and whatever would be fetched."""
    with ZipFile(path) as archive:
        weigh(archive, path.stat().st_size)
        _refuse_doctype(archive)
        if word:
            _refuse_macros(archive)
            _refuse_fetching(archive)


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


def _is_dense(entry: ZipInfo) -> bool:
    return entry.file_size > SMALL and entry.file_size > LARGEST_RATIO * max(1, entry.compress_size)


def _overlap(entries: list[ZipInfo]) -> bool:
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    return any(one.header_offset + one.compress_size > two.header_offset for one, two in pairwise(ordered))


def _leaves(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name)


def _refuse_doctype(archive: ZipFile) -> None:
    """Zero bytes are dropped first, so that UTF-16 hides nothing."""
    for name in archive.namelist():
        if _XML_NAME.search(name) and b"<!DOCTYPE" in archive.read(name).replace(b"\x00", b""):
            raise DoctypeInside


def _refuse_macros(archive: ZipFile) -> None:
    types = archive.read("[Content_Types].xml").decode("utf-8", "replace")
    if _ACTIVE.search(types) or any(_ACTIVE.search(name) for name in archive.namelist()):
        raise Macros
    if MAIN_TYPE not in types:
        raise Unreadable


def _refuse_fetching(archive: ZipFile) -> None:
    """Links a person may click stay; what Word fetches by itself, imported chunks and fetching fields do not."""
    for name in archive.namelist():
        if name.endswith(".rels"):
            _refuse_relations(_tree(archive, name))
        elif name.startswith("word/") and name.endswith(".xml"):
            _refuse_fields(_tree(archive, name))


def _tree(archive: ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read(name))  # noqa: S314  a DOCTYPE was refused before


def _refuse_relations(root: ElementTree.Element) -> None:
    for relation in root.iter(_RELATION):
        kind = relation.get("Type", "").rsplit("/", 1)[-1]
        external = relation.get("TargetMode", "").strip().lower() == "external"
        if kind == "aFChunk" or (external and kind != "hyperlink"):
            raise ExternalContent


def _refuse_fields(root: ElementTree.Element) -> None:
    codes = "".join(part.text or "" for part in root.iter(_TEXT_OF_FIELD))
    simple = " ".join(
        value for part in root.iter() for key, value in part.attrib.items() if key.endswith("}instr")
    )
    if _FETCHING_FIELD.search(f"{codes} {simple}"):
        raise ExternalContent
