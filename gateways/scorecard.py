"""督办考核表: the departments' figures of one period as a workbook; every word is a word and nothing is calculated."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

import xlsxwriter

from models.bulletins import OfficeLine

HEADS = ("主办部门", "在办", "本周到期", "已超期", "按期办结", "超期办结", "按期率（%）", "平均工作日")
INERT = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
WIDEST = 44  # of a column, in Latin letters; a longer name is printed smaller
FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}
BOX = FONT | {"border": 1}


def scorecard(
    title: str, note: str, lines: Sequence[OfficeLine], total: OfficeLine, *, at: datetime
) -> bytes:
    """The .xlsx: heads repeated on every sheet of paper, the total at the foot."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, INERT) as book:
        book.set_properties({"title": title, "created": at.astimezone(UTC).replace(tzinfo=None)})
        head = book.add_format(
            BOX | {"bold": True, "align": "center", "text_wrap": True, "bg_color": "#E8EFF6"}
        )
        word = book.add_format(BOX | {"shrink": True})
        number = book.add_format(BOX | {"align": "center"})
        foot, summed = (
            book.add_format(BOX | {"bold": True}),
            book.add_format(BOX | {"bold": True, "align": "center"}),
        )
        big = book.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"})
        small = book.add_format(FONT | {"font_size": 9})
        sheet = book.add_worksheet("督办考核表")
        sheet.merge_range(0, 0, 0, len(HEADS) - 1, "", big)
        sheet.write_string(0, 0, title, big)
        sheet.write_string(1, 0, note, small)
        for column, one in enumerate(HEADS):
            sheet.write_string(2, column, one, head)
        for row, line in enumerate([*lines, total], 3):
            last = line is total
            sheet.write_string(row, 0, line.office, foot if last else word)
            _figures(sheet, row, line, summed if last else number)
        _on_paper(sheet, max(len(line.office) for line in (*lines, total)))
    return out.getvalue()


def _figures(sheet: xlsxwriter.worksheet.Worksheet, row: int, line: OfficeLine, look: object) -> None:
    told = (line.open, line.week, line.late, line.in_time, line.done_late, line.percent, line.days)
    for column, one in enumerate(told, 1):
        figure = one.removesuffix("%")
        if figure.replace(".", "", 1).isdigit():
            sheet.write_number(row, column, float(figure), look)
        else:
            sheet.write_string(row, column, figure, look)


def _on_paper(sheet: xlsxwriter.worksheet.Worksheet, longest: int) -> None:
    """A4 across, as wide as the sheet, so many pages as there are lines.  ``longest``: of the names, in letters."""
    sheet.set_default_row(22)
    sheet.set_row(0, 30)
    sheet.set_row(2, 32)
    sheet.set_column(0, 0, min(max(26, 2 * longest + 2), WIDEST))
    sheet.set_column(1, len(HEADS) - 1, 12)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 1)
    sheet.set_footer("&C第 &P 页 共 &N 页")
