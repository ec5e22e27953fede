"""水印: burnt into the page, different for every viewer and minute, on every page of a print; the text stays readable."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pikepdf
import pytest
from PIL import Image, ImageChops

from gateways import pictures, watermark
from gateways.watermark import Mark
from tests.gateways import files

MARK = Mark("王建国", "wang", "院长办公室", datetime(2026, 11, 22, 2, 31, 59, tzinfo=UTC), "2026-普-0001")


def clean() -> bytes:
    """A page with a black square on it."""
    page = Image.new("RGB", (893, 1263), "white")
    page.paste("black", (60, 60, 120, 120))
    out = io.BytesIO()
    page.save(out, "PNG")
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content)).convert("L")


def test_a_mark_says_who_where_when_and_what_to_the_minute() -> None:
    assert MARK.lines == ("王建国（wang）院长办公室", "2026年11月22日 10:31　2026-普-0001")


def test_the_page_is_marked_all_over_and_stays_readable() -> None:
    page = clean()
    plain, marked = opened(page), opened(watermark.on_picture(page, MARK))
    assert marked.size == plain.size
    for left, top in ((200, 0), (0, 640), (450, 0), (450, 640)):
        assert 190 < marked.crop((left, top, left + 400, top + 500)).getextrema()[0] < 240, (
            "faint, in every quarter"
        )
    assert marked.crop((60, 60, 120, 120)).getextrema()[1] < 60, "the ink of the text is as black as before"


@pytest.mark.parametrize(
    "other",
    [
        replace(MARK, name="周建国"),
        replace(MARK, office="医务部"),
        replace(MARK, number="2026-普-0002"),
        replace(MARK, at=MARK.at + timedelta(minutes=1)),
    ],
)
def test_another_viewer_minute_or_paper_is_another_picture(other: Mark) -> None:
    page = clean()
    one, two = (opened(watermark.on_picture(page, mark)) for mark in (MARK, other))
    assert ImageChops.difference(one, two).getbbox()


def test_every_page_of_a_print_is_marked_and_its_text_is_still_there() -> None:
    printed = watermark.on_pdf(files.pdf("甲", "乙"), MARK)
    with pikepdf.open(io.BytesIO(printed)) as document:
        assert len(document.pages) == 2
    for number in (1, 2):
        drawn = opened(pictures.page([printed], "application/pdf", number))
        plain = opened(pictures.page([files.pdf("甲", "乙")], "application/pdf", number))
        assert ImageChops.difference(drawn, plain).getbbox()
        assert drawn.crop((0, drawn.height // 2, *drawn.size)).getextrema()[0] in range(190, 240)


def test_without_a_chinese_typeface_the_account_the_time_and_the_figures_remain(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    watermark._tiled.cache_clear()
    monkeypatch.setattr(watermark, "_chinese", lambda: None)
    assert watermark._ascii(MARK.lines[0]) == "wang"
    assert watermark._ascii(MARK.lines[1]) == "2026 11 22 10:31 2026- -0001"
    page = clean()
    assert ImageChops.difference(opened(page), opened(watermark.on_picture(page, MARK))).getbbox()
    watermark._tiled.cache_clear()
