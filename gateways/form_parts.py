"""What stands where in a Word template: its parts, paragraphs and typefaces."""

import re
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile

from docx import Document
from docx.document import Document as Docx
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from config.language import _, each
from models.errors import Malformed

P, T, TC, TR, TBL = (qn(f"w:{name}") for name in ("p", "t", "tc", "tr", "tbl"))
PRINTED = each({"document": "正文", "header": "页眉", "footer": "页脚", "footnotes": "脚注"})
PART = re.compile(rf"/word/(?P<stem>{'|'.join(PRINTED)})\d*\.xml")
ACTIVE = ("vbaProject", "activeX", "embeddings", "afchunk")
FONTS = ("ascii", "hAnsi", "eastAsia", "cs")


class BadTemplate(Malformed):
    """The template is the office's own file: missing, broken, or asking for more than a form may print."""


def opened(template: bytes, file: str) -> Docx:
    """Raises BadTemplate for what is no .docx, for macros and embedded files, and for links to the outside."""
    try:
        document = Document(BytesIO(template))
    except (BadZipFile, KeyError, ValueError, SyntaxError):
        raise BadTemplate(_("模板 {file} 不是完好的 Word 文档（.docx）。", file=file)) from None
    for part in document.part.package.iter_parts():
        if any(word in part.partname for word in ACTIVE):
            raise BadTemplate(_("模板 {file} 带有宏或者嵌入的文件，请删去后另存为 .docx。", file=file))
        if any(link.is_external for link in part.rels.values()):
            raise BadTemplate(_("模板 {file} 链接了外部文件或者网址，请取消链接。", file=file))
    return document


def paragraphs(document: Docx) -> Iterator[tuple[str, str]]:
    """Place and text of every paragraph that is printed, in the order they are read."""
    for part in _printed(document):
        root = parse_xml(part.blob)
        for paragraph in root.iter(P):
            yield f"{_name(part)}{_place(root, paragraph)}", _text(paragraph)


def fonts_missing(document: Docx) -> str:
    """The first place whose typeface is left to Word or to its theme: there the Chinese is drawn in any font."""
    base = document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr/w:rFonts")
    if not base or not all(base[0].get(qn(f"w:{font}")) for font in FONTS):
        return _("样式")
    for part in _printed(document):
        root = parse_xml(part.blob)
        for fonts in root.iter(qn("w:rFonts")):
            if any(font.endswith("Theme") or font.endswith("theme") for font in fonts.attrib):
                return f"{_name(part)}{_place(root, next(fonts.iterancestors(P)))}"
    return ""


def _printed(document: Docx) -> list[Part]:
    return [part for part in document.part.package.iter_parts() if _name(part)]


def _name(part: Part) -> str:
    found = PART.fullmatch(part.partname)
    return PRINTED[found["stem"]] if found else ""


def _place(root: BaseOxmlElement, paragraph: BaseOxmlElement) -> str:
    cell = next(paragraph.iterancestors(TC), None)
    if cell is None:
        return _("第{rank}段", rank=_rank(paragraph, root.iter(P)))
    row, table = next(cell.iterancestors(TR)), next(cell.iterancestors(TBL))
    return _(
        "第{table}个表格第{row}行第{cell}格",
        table=_rank(table, root.iter(TBL)),
        row=_rank(row, table.iter(TR)),
        cell=_rank(cell, row.iter(TC)),
    )


def _rank(one: BaseOxmlElement, them: Iterator[BaseOxmlElement]) -> int:
    return 1 + next(place for place, other in enumerate(them) if other is one)


def _text(paragraph: BaseOxmlElement) -> str:
    """Its own words; those of a text box inside it belong to the box's paragraphs."""
    return "".join(text.text or "" for text in paragraph.iter(T) if next(text.iterancestors(P)) is paragraph)
