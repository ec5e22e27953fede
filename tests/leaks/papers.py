"""Files that people hand in, marked in name, body and properties."""

from io import BytesIO
from typing import Any

import pikepdf
from docx import Document

from tests.leaks.marks import Marks

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_file(marks: Marks) -> dict[str, Any]:
    paper, out = Document(), BytesIO()
    paper.add_paragraph(marks.of("file body"))
    paper.core_properties.title = marks.of("file properties")
    paper.core_properties.author = marks.of("file author")
    paper.save(out)
    return {"file": (f"{marks.of('file name')}.docx", out.getvalue(), WORD)}


def pdf_file(marks: Marks) -> dict[str, Any]:
    """Its properties stand in it twice: as PDF always had them, and as XMP."""
    out = BytesIO()
    with pikepdf.new() as paper:
        paper.add_blank_page()
        for name in ("Title", "Author", "Subject", "Keywords"):
            paper.docinfo[f"/{name}"] = marks.of(f"PDF: {name}")
        with paper.open_metadata() as told:
            told["dc:title"], told["dc:creator"] = marks.of("XMP: title"), [marks.of("XMP: author")]
        paper.save(out)
    return {"file": (f"{marks.of('name of the PDF')}.pdf", out.getvalue(), "application/pdf")}


def scan(marks: Marks) -> dict[str, Any]:
    words = marks.of("scan of a paper opinion").encode()
    return {"file": (f"{marks.of('name of the scan')}.txt", words, "text/plain")}


def damaged(marks: Marks, kind: str, name: str = "damaged file") -> dict[str, Any]:
    """Begins as the kind it claims, and goes on as nothing."""
    begins = {"pdf": b"%PDF-1.7\n", "docx": b"PK\x03\x04", "ofd": b"PK\x03\x04", "png": b"\x89PNG\r\n"}[kind]
    content = begins + marks.of(f"{name} {kind}").encode() * 40
    return {"file": (f"{marks.of(f'name of a {name} {kind}')}.{kind}", content, "application/octet-stream")}
