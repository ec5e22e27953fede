"""督查通报·考核表: the board's figures on paper, as far as whoever draws them may know, and never calculated."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from docx import Document as Word
from lxml import etree
from sqlmodel import select

from gateways.bulletin import bulletin_bytes
from gateways.clock import now
from gateways.scorecard import scorecard
from models import board
from models.assignments import Assignment
from models.bulletins import OfficeLine
from models.database import reading, unit_of_work
from models.dates import local_day
from models.errors import Malformed
from models.matters import Sought, Standing
from models.people import Office
from models.sheets.bulletin import supervision_bulletin
from models.values import Level
from tests.personas import Cast
from tests.stages.test_initiate import decided
from tests.test_a_secretarys_day import People

SECRET, OPEN = "关于调整药品采购目录的请示", "新建发热门诊通风系统改造"
MONTH = f"{local_day(now()):%Y-%m}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
CELL = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


@pytest.fixture
def overdue(cast: Cast) -> None:
    """Two matters past their deadlines, one of them not public; a third in good time."""
    for title, level, lead in ((SECRET, Level.INTERNAL, "YWB"), (OPEN, Level.PUBLIC, "YGK")):
        letter = decided(cast, title=title, level=level, lead=lead, assistants=[])
        with unit_of_work() as session:
            given = session.exec(select(Assignment).where(Assignment.document_id == letter.id)).one()
            given.due_at = now() - timedelta(days=3)
    decided(cast, title="第三项", lead="YWB", assistants=[])


def text_of(docx: bytes) -> str:
    with ZipFile(BytesIO(docx)) as file:
        return "".join(etree.fromstring(file.read("word/document.xml")).itertext())


def drawn(browser: People, uid: str, period: str = MONTH) -> bytes:
    answer = browser(uid).client.get(f"/supervision/bulletin?period={period}")
    assert answer.status_code == 200, answer.text
    return answer.content


def test_its_figures_are_the_boards(browser: People, overdue: None, cast: Cast) -> None:
    told = Word(BytesIO(drawn(browser, "lin")))
    with reading() as session:
        counted = board.of(session, cast.lin, Sought(standing=Standing.ALL, period=MONTH), now())
        names = {one.code: one.name for one in session.exec(select(Office))}
    rows = {row.cells[0].text: [cell.text for cell in row.cells[1:4]] for row in told.tables[1].rows[1:]}
    assert rows == {
        names[code]: [str(line.figures[one]) for one in (Standing.OPEN, Standing.WEEK, Standing.LATE)]
        for code, line in counted.offices.items()
    }
    assert [cell.text for cell in told.tables[0].rows[1].cells][:2] == ["3", "3"]


def test_what_is_not_public_is_called_by_its_number(browser: People, overdue: None) -> None:
    told = text_of(drawn(browser, "lin"))
    assert OPEN in told
    assert SECRET not in told
    assert "内部事项（" in told
    assert "{" not in told


def test_a_department_head_draws_his_own_department_alone(browser: People, overdue: None) -> None:
    told = text_of(drawn(browser, "zhao"))
    assert "医务部" in told
    assert "院感科" not in told
    assert OPEN not in told


def test_the_chart_is_words_own_and_says_the_open_matters(browser: People, overdue: None) -> None:
    with ZipFile(BytesIO(drawn(browser, "lin"))) as file:
        chart = etree.fromstring(file.read("word/charts/chart1.xml"))
        assert b"chart1.xml" in file.read("word/_rels/document.xml.rels")
    values = [
        [int(one.text or "") for one in series.iterfind(f"{CHART}val//{CHART}v")]
        for series in chart.iter(f"{CHART}ser")
    ]
    assert sum(map(sum, values)) == 3
    assert sum(values[2]) == 2, "overdue"


def test_a_month_without_anything_says_so(browser: People) -> None:
    told = text_of(drawn(browser, "lin"))
    assert "没有在办事项" in told
    assert "没有超期事项" in told


@pytest.mark.parametrize("period", ["2026", "2026-13", "2099-01", "x"])
def test_it_is_of_a_month_that_has_begun(browser: People, cast: Cast, period: str) -> None:
    assert browser("lin").client.get(f"/supervision/bulletin?period={period}").status_code == 422
    with reading() as session, pytest.raises(Malformed):
        supervision_bulletin(session, cast.lin, period, now())


def test_without_a_period_it_is_of_now(browser: People) -> None:
    answers = [browser("lin").client.get(f"/supervision/{one}") for one in ("bulletin", "scorecard")]
    names = [unquote(one.headers["content-disposition"]) for one in answers]
    assert f"{MONTH}督查通报.docx" in names[0]
    assert f"{MONTH[:4]}督办考核表.xlsx" in names[1]


def test_whoever_watches_no_board_draws_nothing(browser: People) -> None:
    for one in ("bulletin", "scorecard"):
        assert browser("li").client.get(f"/supervision/{one}?period={MONTH}").status_code == 404


def test_the_workbook_says_the_same_and_calculates_nothing(browser: People, overdue: None) -> None:
    answer = browser("lin").client.get(f"/supervision/scorecard?period={MONTH}")
    assert answer.status_code == 200
    with ZipFile(BytesIO(answer.content)) as file:
        sheet = etree.fromstring(file.read("xl/worksheets/sheet1.xml"))
        words = "".join(etree.fromstring(file.read("xl/sharedStrings.xml")).itertext())
    assert not list(sheet.iter(f"{CELL}f"))
    assert "医务部" in words
    assert SECRET not in words


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x/", "00012"]
)
def test_a_word_stays_a_word(name: str) -> None:
    line = OfficeLine(
        office=name, open="1", week="0", late="0", in_time="2", done_late="0", percent="100%", days="—"
    )
    with ZipFile(BytesIO(scorecard("表", "注", [line], line, at=now()))) as file:
        sheet = etree.fromstring(file.read("xl/worksheets/sheet1.xml"))
        words = [one.text for one in etree.fromstring(file.read("xl/sharedStrings.xml")).iter(f"{CELL}t")]
        assert not any("externalLink" in one for one in file.namelist())
    assert name in words
    assert not list(sheet.iter(f"{CELL}f", f"{CELL}hyperlink"))


def test_a_template_without_the_mark_is_printed_without_a_chart(cast: Cast, overdue: None) -> None:
    with reading() as session:
        paper = replace(supervision_bulletin(session, cast.lin, MONTH, now()), chart="")
    with ZipFile(BytesIO(bulletin_bytes(paper, None))) as file:
        assert not [one for one in file.namelist() if "chart" in one]
