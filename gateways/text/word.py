"""docx: the letterhead, then paragraphs, tables and text boxes in printed order."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from docx import Document
from docx.oxml.ns import qn

from gateways.text.numbering import Numbering

FIRST_PAGE = 45  # lines, where Word has not noted a page break
_PAGES = re.compile(rb"<Pages>(\d{1,5})</Pages>")
_BREAK = "\f"
_PLAIN = {qn("w:tab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_LEFT_OUT = {
    qn("w:del"),
    qn("w:moveFrom"),
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
}


def extract(path: Path) -> tuple[str, str, int]:
    document = Document(str(path))
    numbering = Numbering(document)
    lines = [*_headers(document, numbering), *_blocks(document.element.body, numbering)]
    printed = "\n".join(lines)
    first, _, rest = printed.partition(_BREAK)
    if not rest:
        first = "\n".join(printed.split("\n")[:FIRST_PAGE])
    return printed.replace(_BREAK, ""), first, _page_count(path)


def _headers(document: Any, numbering: Numbering) -> Iterator[str]:
    """The headers of the first section: some offices set the mark or the letterhead there."""
    section = document.sections[0] if document.sections else None
    for header in (section.first_page_header, section.header) if section is not None else ():
        if not header.is_linked_to_previous:
            yield from (line for line in _blocks(header._element, numbering) if line.strip())


def _blocks(parent: Any, numbering: Numbering) -> Iterator[str]:
    for child in parent:
        if child.tag == qn("w:p"):
            yield from _paragraph(child, numbering)
        elif child.tag == qn("w:tbl"):
            yield from _table(child, numbering)
        elif child.tag not in _LEFT_OUT:
            yield from _blocks(child, numbering)


def _paragraph(paragraph: Any, numbering: Numbering) -> Iterator[str]:
    boxes: list[str] = []
    words = "".join(_words(paragraph, boxes, numbering))
    yield from boxes
    yield from (numbering.label(paragraph) + words if words.strip() else words).split("\n")


def _words(node: Any, boxes: list[str], numbering: Numbering) -> Iterator[str]:
    """The words of a paragraph; a text box anchored in it is put beside."""
    for child in node:
        if child.tag == qn("w:t"):
            yield child.text or ""
        elif child.tag == qn("w:br"):
            yield _BREAK if child.get(qn("w:type")) == "page" else "\n"
        elif child.tag == qn("w:lastRenderedPageBreak"):
            yield _BREAK
        elif child.tag == qn("w:txbxContent"):
            boxes.extend(_blocks(child, numbering))
        elif child.tag in _PLAIN:
            yield _PLAIN[child.tag]
        elif child.tag not in _LEFT_OUT:
            yield from _words(child, boxes, numbering)


def _table(table: Any, numbering: Numbering) -> Iterator[str]:
    """Short cells side by side, parted by tabs; a cell of several lines as lines of its own."""
    for row in table.iter(qn("w:tr")):
        cells = [
            [line for line in _blocks(cell, numbering) if line.strip()]
            for cell in row.iterchildren(qn("w:tc"))
        ]
        if all(len(cell) <= 1 for cell in cells):
            yield "\t".join(line for cell in cells for line in cell)
        else:
            yield from (line for cell in cells for line in cell)


def _page_count(path: Path) -> int:
    """As Word counted when it last saved; 1 when it did not."""
    with ZipFile(path) as archive:
        properties = archive.read("docProps/app.xml") if "docProps/app.xml" in archive.namelist() else b""
    found = _PAGES.search(properties)
    return max(1, int(found.group(1))) if found else 1
