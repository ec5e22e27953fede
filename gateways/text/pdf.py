"""pdf: the text layer page by page; a scan has none and gives an empty text."""

from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from gateways.text.placing import Letter, lines, on_pages
from gateways.text.refusals import BrokenPdf, EncryptedPdf

MOST_PAGES = 500  # read; longer papers are cut
_LOCKED = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)
_NOT_PRINTED = {0, 2, 10, 13, 0xFFFE, 0xFFFF}  # what pdfium puts for line ends and broken hyphens


def extract(path: Path) -> tuple[str, str, int]:
    document = _opened(path)
    pages = len(document)
    if pages == 0:
        raise BrokenPdf
    texts = [_text_of(document, at) for at in range(min(pages, MOST_PAGES))]
    return on_pages(texts), texts[0], pages


def _opened(path: Path) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise (EncryptedPdf if error.err_code in _LOCKED else BrokenPdf) from None
    if raw.FPDF_GetSecurityHandlerRevision(document) != -1:
        raise EncryptedPdf
    return document


def _text_of(document: pdfium.PdfDocument, at: int) -> str:
    """A page that cannot be parsed makes the whole file broken: half a paper must not pass for one."""
    try:
        page = document[at]
        text = page.get_textpage()
    except pdfium.PdfiumError:
        raise BrokenPdf from None
    if page.get_rotation():
        return str(text.get_text_range()).replace("\r\n", "\n")
    return "\n".join(lines(_letters(text)))


def _letters(text: pdfium.PdfTextPage) -> list[Letter]:
    """In the order of the content stream, which is not that of the page where fonts change within a line."""
    box, x, y = raw.FS_RECTF(), raw.c_double(), raw.c_double()
    found = []
    for at in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, at)
        if code in _NOT_PRINTED or 0xD800 <= code <= 0xDFFF or raw.FPDFText_IsGenerated(text, at) == 1:
            continue
        raw.FPDFText_GetLooseCharBox(text, at, box)
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        upright = abs(raw.FPDFText_GetCharAngle(text, at)) < 0.1
        found.append(Letter(chr(code), x.value, box.right, y.value, abs(box.top - box.bottom), upright))
    return found
