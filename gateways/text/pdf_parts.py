"""pdf 活动内容: a PDF is paper.  Whatever runs, starts, sends, plays or carries another file is refused."""

from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from gateways.text.refusals import ActivePdf, BrokenPdf, EncryptedPdf, FileInside

MOST_OBJECTS = 200_000
ACTIONS = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/Rendition", "/Movie", "/Sound", "/GoToE",
           "/GoToR", "/RichMediaExecute"}  # fmt: skip
SHOWN_BY_PROGRAM = {"/RichMedia", "/Movie", "/Sound", "/Screen", "/3D"}
CARRIERS = {"/FileAttachment"}
KEYS = {"/JS", "/JavaScript", "/AA", "/XFA", "/RichMediaContent", "/RichMediaSettings"}
FILES = {"/EmbeddedFiles", "/EF", "/AF"}


def inspect(path: Path) -> None:
    """Raises EncryptedPdf, BrokenPdf, ActivePdf, FileInside.  Links and bookmarks to pages of its own are harmless."""
    try:
        with pikepdf.open(path) as document:
            if document.is_encrypted:
                raise EncryptedPdf
            if len(document.objects) > MOST_OBJECTS:
                raise BrokenPdf
            for one in document.objects:
                _look_at(one)
            _look_at(document.trailer)
    except pikepdf.PasswordError:
        raise EncryptedPdf from None
    except (pikepdf.PdfError, ValueError, RecursionError):
        raise BrokenPdf from None


def _look_at(one: Object) -> None:
    """An object and what lies in it directly; what it only points at comes in its own turn."""
    waiting = [one]
    while waiting:
        here = waiting.pop()
        if isinstance(here, Stream):
            here = here.stream_dict
        if isinstance(here, Dictionary):
            _judge(here)
        waiting += [inner for inner in _inside(here) if not inner.is_indirect]


def _inside(here: Object) -> list[Object]:
    values = here.values() if isinstance(here, Dictionary) else here if isinstance(here, Array) else ()
    return [value for value in values if isinstance(value, (Dictionary, Array, Stream))]


def _judge(here: Dictionary) -> None:
    keys = set(here.keys())
    kinds = {str(here[key]) for key in keys & {"/S", "/Subtype", "/Type"} if isinstance(here[key], Name)}
    if keys & FILES or kinds & (CARRIERS | {"/EmbeddedFile"}):
        raise FileInside
    if keys & KEYS or kinds & (ACTIONS | SHOWN_BY_PROGRAM):
        raise ActivePdf
