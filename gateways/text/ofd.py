"""ofd (GB/T 33190): by ofdkit; when it cannot, by the text codes of the pages themselves."""

import posixpath
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import ofdkit

from gateways.text.placing import on_pages
from gateways.text.refusals import Unreadable

_NS = "{*}"
SAME_LINE = 1.0  # millimetres between the tops of two pieces of one line


def extract(path: Path) -> tuple[str, str, int]:
    try:
        with ofdkit.open(path) as document:
            texts = [page.text() for page in document.pages]
    except (ofdkit.OFDError, KeyError, ValueError):
        texts = []
    if not any(text.strip() for text in texts):
        texts = pages_by_hand(path)
    if not texts:
        raise Unreadable
    return on_pages(texts), texts[0], len(texts)


def pages_by_hand(path: Path) -> list[str]:
    """The text of each page, from the top down, without ofdkit."""
    with ZipFile(path) as archive:
        root = _tree(archive, "OFD.xml").findtext(f".//{_NS}DocRoot") or ""
        base = posixpath.dirname(root.strip().lstrip("/"))
        pages = _tree(archive, root.strip().lstrip("/")).iterfind(f".//{_NS}Pages/{_NS}Page")
        return [_page(_tree(archive, _beside(base, page.get("BaseLoc", "")))) for page in pages]


def _beside(base: str, name: str) -> str:
    return name.lstrip("/") if name.startswith("/") else posixpath.normpath(posixpath.join(base, name))


def _tree(archive: ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(archive.read(name))  # noqa: S314  a DOCTYPE was refused before


def _page(content: ElementTree.Element) -> str:
    """Pieces on one height make one line."""
    pieces = sorted(_piece(piece) for piece in content.iterfind(f".//{_NS}TextObject"))
    lines: list[tuple[float, list[tuple[float, str]]]] = []
    for top, left, words in pieces:
        if not lines or top - lines[-1][0] > SAME_LINE:
            lines.append((top, []))
        lines[-1][1].append((left, words))
    return "\n".join("".join(words for _, words in sorted(row)) for _, row in lines)


def _piece(piece: ElementTree.Element) -> tuple[float, float, str]:
    box = [float(number) for number in piece.get("Boundary", "0 0 0 0").split()]
    words = "".join(code.text or "" for code in piece.iterfind(f"{_NS}TextCode"))
    return box[1], box[0], words
