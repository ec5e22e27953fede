"""图表: a bar chart of Word's own in a printed form, where the template left its mark; no picture, no workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from xml.sax.saxutils import escape

from docx import Document
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from docx.shared import Mm
from docx.text.paragraph import Paragraph

CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
PLACED = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CONTENT = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
FILLS = ("7F9DB9", "E0B84C", "B3121D")  # light, middle, dark: told apart in black and white too
FONT = "宋体"
WIDTH, HEAD, ROW = Mm(155), Mm(22), Mm(9)


@dataclass(frozen=True)
class Bars:
    """One stacked bar for each name; ``words`` names the parts, from left to right."""

    words: Sequence[str]
    rows: Sequence[tuple[str, Sequence[int]]]


def with_chart(docx: bytes, mark: str, bars: Bars) -> bytes:
    """The first paragraph that says ``mark`` alone becomes the chart; without bars it says so."""
    document = Document(BytesIO(docx))
    place = next((one for one in document.paragraphs if one.text.strip() == mark), None)
    if place is None:
        return docx
    if bars.rows:
        part = Part(PackURI("/word/charts/chart1.xml"), CONTENT, _chart(bars).encode(), document.part.package)
        _put(place, document.part.relate_to(part, f"{RELATION}/chart"), len(bars.rows))
    else:
        place.runs[0].text = "（没有在办事项。）"
    written = BytesIO()
    document.save(written)
    return written.getvalue()


def _put(place: Paragraph, relation: str, rows: int) -> None:
    for run in place.runs[1:]:
        run._r.getparent().remove(run._r)
    place.runs[0].text = ""
    place.runs[0]._r.append(
        parse_xml(
            f'<w:drawing xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
            f' xmlns:wp="{PLACED}" xmlns:a="{DRAWING}" xmlns:c="{CHART}" xmlns:r="{RELATION}">'
            f'<wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{WIDTH}" cy="{HEAD + ROW * rows}"/>'
            f'<wp:docPr id="1" name="chart" descr="各部门在办事项"/><a:graphic><a:graphicData uri="{CHART}">'
            f'<c:chart r:id="{relation}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
        )
    )


def _chart(bars: Bars) -> str:
    series = "".join(_series(n, word, bars) for n, word in enumerate(bars.words))
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><c:chartSpace xmlns:c="{CHART}" xmlns:a="{DRAWING}">'
        '<c:roundedCorners val="0"/><c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/><c:barChart>'
        f'<c:barDir val="bar"/><c:grouping val="stacked"/><c:varyColors val="0"/>{series}'
        '<c:gapWidth val="60"/><c:overlap val="100"/><c:axId val="1"/><c:axId val="2"/></c:barChart>'
        f"{_axis('catAx', 1, 2, 'l', 'maxMin')}{_axis('valAx', 2, 1, 'b', 'minMax')}</c:plotArea>"
        '<c:legend><c:legendPos val="t"/><c:overlay val="0"/></c:legend><c:plotVisOnly val="1"/></c:chart>'
        f"<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{_letters()}</c:chartSpace>"
    )


def _series(place: int, word: str, bars: Bars) -> str:
    names = "".join(_point(n, name) for n, (name, _parts) in enumerate(bars.rows))
    values = "".join(_point(n, str(parts[place])) for n, (_name, parts) in enumerate(bars.rows))
    many, shade = f'<c:ptCount val="{len(bars.rows)}"/>', "FFFFFF" if place == len(FILLS) - 1 else "000000"
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:v>{escape(word)}</c:v></c:tx>'
        f'<c:spPr><a:solidFill><a:srgbClr val="{FILLS[place]}"/></a:solidFill></c:spPr><c:invertIfNegative val="0"/>'
        f'<c:dLbls><c:numFmt formatCode="0;;" sourceLinked="0"/>{_letters(shade)}<c:showLegendKey val="0"/>'
        '<c:showVal val="1"/><c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/>'
        '<c:showBubbleSize val="0"/></c:dLbls>'
        f"<c:cat><c:strLit>{many}{names}</c:strLit></c:cat>"
        f"<c:val><c:numLit><c:formatCode>0</c:formatCode>{many}{values}</c:numLit></c:val></c:ser>"
    )


def _point(place: int, value: str) -> str:
    return f'<c:pt idx="{place}"><c:v>{escape(value)}</c:v></c:pt>'


def _axis(kind: str, own: int, other: int, side: str, direction: str) -> str:
    return (
        f'<c:{kind}><c:axId val="{own}"/><c:scaling><c:orientation val="{direction}"/></c:scaling>'
        f'<c:delete val="{int(kind == "valAx")}"/><c:axPos val="{side}"/><c:numFmt formatCode="0" sourceLinked="0"/>'
        '<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'{_letters()}<c:crossAx val="{other}"/><c:crosses val="autoZero"/></c:{kind}>'
    )


def _letters(shade: str = "000000") -> str:
    return (
        f'<c:txPr><a:bodyPr/><a:p><a:pPr><a:defRPr sz="1000"><a:solidFill><a:srgbClr val="{shade}"/></a:solidFill>'
        f'<a:latin typeface="{FONT}"/><a:ea typeface="{FONT}"/><a:cs typeface="{FONT}"/></a:defRPr></a:pPr>'
        '<a:endParaRPr lang="zh-CN"/></a:p></c:txPr>'
    )
