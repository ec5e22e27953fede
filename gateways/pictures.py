"""页面图像: one page of a file drawn as a picture, so that a browser never runs what came in."""

import io

import pypdfium2 as pdfium

from models.errors import NotFound

SCALE = 1.5  # 108 dots an inch: an A4 page is 893 points wide, readable and light


def page(content: bytes, media_type: str, number: int) -> bytes:
    """Page ``number`` (from 1) as PNG.  Raises NotFound for a page that is not there."""
    if media_type != "application/pdf":
        return content
    with pdfium.PdfDocument(content) as document:
        if not 1 <= number <= len(document):
            raise NotFound()
        drawn = document[number - 1].render(scale=SCALE).to_pil()
    out = io.BytesIO()
    drawn.save(out, format="PNG")
    return out.getvalue()
