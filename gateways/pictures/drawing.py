"""Drawn anew: whatever else a file carried (scripts, links, where a photograph was taken) stays behind."""

import io
import warnings
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

SCALE = 1.5  # 108 dots an inch: an A4 page is 893 points wide, readable and light
WIDEST = (1800, 2600)
MOST_PIXELS = 80_000_000
KNOWN = ("PNG", "JPEG", "TIFF")
PDF = "application/pdf"


class NoSuchPage(LookupError):
    pass


def answer(path: Path, media_type: str, number: int) -> bytes:
    """Page ``number`` as PNG; for number 0 how many there are, in words.  Raises NoSuchPage, and whatever breaks."""
    if number == 0:
        return str(_pages(path)).encode()
    drawn = _of_pdf(path, number) if media_type == PDF else _of_image(path, number)
    out = io.BytesIO()
    drawn.save(out, format="PNG", compress_level=1)
    return out.getvalue()


def _pages(path: Path) -> int:
    with path.open("rb") as file, pdfium.PdfDocument(file) as document:
        return len(document)


def _of_pdf(path: Path, number: int) -> Image.Image:
    with path.open("rb") as file, pdfium.PdfDocument(file) as document:
        if not 1 <= number <= len(document):
            raise NoSuchPage
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(SCALE, WIDEST[0] / max(width, 1), WIDEST[1] / max(height, 1))
        picture: Image.Image = page.render(scale=scale).to_pil()
        return picture.convert("RGB")


def _of_image(path: Path, number: int) -> Image.Image:
    warnings.simplefilter("error", Image.DecompressionBombWarning)
    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    with Image.open(path, formats=KNOWN) as picture:
        if not 1 <= number <= getattr(picture, "n_frames", 1):
            raise NoSuchPage
        if number > 1:
            picture.seek(number - 1)
        picture.draft("RGB", WIDEST)  # a JPEG is decoded no larger than it will be shown
        picture.thumbnail(WIDEST)
        return picture.convert("RGB")
