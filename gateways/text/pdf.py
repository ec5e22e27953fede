"""pdf: the text layer page by page; a scan has none and gives an empty text."""

from pathlib import Path

import pypdfium2 as pdfium
from pypdfium2 import raw

from gateways.text.refusals import BrokenPdf, EncryptedPdf

MOST_PAGES = 500  # read; longer papers are cut


def extract(path: Path) -> tuple[str, str, int]:
    document = _opened(path)
    pages = len(document)
    if pages == 0:
        raise BrokenPdf
    texts = [_text_of(document, at) for at in range(min(pages, MOST_PAGES))]
    return "\n".join(texts).strip(), texts[0], pages


def _opened(path: Path) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise (EncryptedPdf if error.err_code in _LOCKED else BrokenPdf) from None
    if raw.FPDF_GetSecurityHandlerRevision(document) != -1:
        raise EncryptedPdf
    return document


_LOCKED = (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY)


def _text_of(document: pdfium.PdfDocument, at: int) -> str:
    """A page that cannot be parsed makes the whole file broken: half a paper must not pass for one."""
    try:
        return str(document[at].get_textpage().get_text_range()).replace("\r\n", "\n").replace("\ufffe", "")
    except pdfium.PdfiumError:
        raise BrokenPdf from None
