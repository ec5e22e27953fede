"""样文 .docx: set in the typefaces of the standard, with its margins."""

from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from gateways.samples.paper import Look, Paper, Row

PLACES = {"left": ALIGN.LEFT, "centre": ALIGN.CENTER, "right": ALIGN.RIGHT}
FACES = {Look.MASTHEAD: "方正小标宋简体", Look.TITLE: "方正小标宋简体", Look.MARK: "黑体"}
FACE = "仿宋_GB2312"
RED = RGBColor(0xC0, 0x00, 0x00)
LINE = Pt(28)


def docx(paper: Paper) -> bytes:
    """The paper as Word would save it, without a name in its properties."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.bottom_margin, section.right_margin = Mm(35), Mm(26)
    for row in paper.rows():
        _set(document.add_paragraph(), row)
    document.core_properties.author = document.core_properties.last_modified_by = ""
    document.core_properties.title = document.core_properties.comments = ""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _set(paragraph: Paragraph, row: Row) -> None:
    paragraph.alignment = PLACES[row.look.place]
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing = max(LINE, Pt(row.look.size * 1.4))
    run = paragraph.add_run(row.words)
    run.font.size = Pt(row.look.size)
    if row.look.red:
        run.font.color.rgb = RED
    face = FACES.get(row.look, FACE)
    run.font.name = face
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:eastAsia", "w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(script), face)
