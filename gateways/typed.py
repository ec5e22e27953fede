"""The words of a file that LibreOffice cannot draw, as a Word file to be read; the original stays what it was."""

from io import BytesIO

from docx import Document
from docx.oxml.ns import qn

from gateways.forms import NOT_IN_XML

TYPEFACE = "仿宋_GB2312"


def as_word(text: str) -> bytes:
    """A paragraph for each line."""
    document, out = Document(), BytesIO()
    normal = document.styles["Normal"]
    normal.font.name = TYPEFACE
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), TYPEFACE)
    for line in NOT_IN_XML.sub("", text).splitlines() or [""]:
        document.add_paragraph(line)
    document.save(out)
    return out.getvalue()
