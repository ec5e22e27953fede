"""页面图像: one page of a file drawn as a picture, so that a browser never runs what came in."""

import io
import warnings
from threading import Lock

import pypdfium2 as pdfium
from PIL import Image

from models.errors import NotFound, NotNow

SCALE = 1.5  # 108 dots an inch: an A4 page is 893 points wide, readable and light
WIDEST = (1800, 2600)

_one_at_a_time = Lock()  # PDFium is not safe between threads


class NoPicture(NotNow):
    def __init__(self) -> None:
        super().__init__("这一页画不出来，请下载原件查看。")


def page(content: bytes, media_type: str, number: int) -> bytes:
    """Page ``number`` (from 1) as PNG.  Raises NotFound for a page that is not there, NoPicture."""
    try:
        drawn = _pdf_page(content, number) if media_type == "application/pdf" else _image(content, number)
    except (pdfium.PdfiumError, OSError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NoPicture() from None
    out = io.BytesIO()
    drawn.save(out, format="PNG")
    return out.getvalue()


def count(pdf: bytes) -> int:
    """How many pages a PDF of our own has."""
    with _one_at_a_time, pdfium.PdfDocument(pdf) as document:
        return len(document)


def _pdf_page(content: bytes, number: int) -> Image.Image:
    with _one_at_a_time, pdfium.PdfDocument(content) as document:
        if not 1 <= number <= len(document):
            raise NotFound()
        picture: Image.Image = document[number - 1].render(scale=SCALE).to_pil()
        return picture


def _image(content: bytes, number: int) -> Image.Image:
    """Decoded and drawn anew: whatever else the file carried stays behind."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        with Image.open(io.BytesIO(content)) as picture:
            if number != 1:
                raise NotFound()
            plain = picture.convert("RGB")
    plain.thumbnail(WIDEST)
    return plain
