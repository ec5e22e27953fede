"""文件类型: told by content; each type is inspected before it is read."""

from importlib import import_module
from pathlib import Path
from zipfile import BadZipFile, ZipFile, is_zipfile

from gateways.text import package
from gateways.text.refusals import (
    NothingInside,
    OldOrEncryptedOffice,
    Polyglot,
    TypeMismatch,
    Unreadable,
    UnsupportedType,
)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF, OFD, TXT = "application/pdf", "application/ofd", "text/plain"
PNG, JPEG, TIFF = "image/png", "image/jpeg", "image/tiff"
UNTOLD = {"", "application/octet-stream"}  # a browser that does not know says these
ALIASES = {
    "image/jpg": JPEG,
    "image/tif": TIFF,
    "application/x-pdf": PDF,
    "application/x-ofd": OFD,
    "application/vnd.ofd": OFD,
}
_MAGIC = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (
    b"<!doctype",
    b"<html",
    b"<head",
    b"<body",
    b"<svg",
    b"<?xml",
    b"<script",
    b"{\\rtf",
    b"mime-version:",
)
_READERS = {DOCX: "word", PDF: "pdf", OFD: "ofd", TXT: "plain", PNG: "image", JPEG: "image", TIFF: "image"}


def inspect(path: Path, claimed: str) -> str:
    """The media type by content.  Raises FileRefused when it is not as claimed, not supported or not safe."""
    found = type_of(path)
    claimed = ALIASES.get(claimed.split(";")[0].strip().lower(), claimed.split(";")[0].strip().lower())
    if claimed not in UNTOLD | set(_READERS):
        raise UnsupportedType
    if claimed not in UNTOLD and claimed != found:
        raise TypeMismatch
    if found in (DOCX, OFD):
        package.inspect(path, word=found == DOCX)
    elif is_zipfile(path):
        raise Polyglot
    if found == PDF:
        import_module("gateways.text.pdf_parts").inspect(path)
    return found


def type_of(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4096)
    for magic, media_type in _MAGIC:
        if start.startswith(magic):
            return media_type
    if not start:
        raise NothingInside
    if b"%PDF-" in start[:1024]:  # a reader of PDF looks that far for its beginning
        raise Polyglot
    if start.startswith(b"PK\x03\x04"):
        return _package_type(path)
    if start.startswith(_OLD_OFFICE):
        raise OldOrEncryptedOffice
    return _text_type(start)


def _text_type(start: bytes) -> str:
    """Markup is not text: a browser that came by it would run it."""
    wide = start.startswith((b"\xff\xfe", b"\xfe\xff"))
    words = start.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe\t\r\n\f ").lower()
    if (b"\x00" in start and not wide) or words.startswith(_MARKUP):
        raise UnsupportedType
    return TXT


def extract(path: Path, media_type: str) -> tuple[str, str, int]:
    """(text, text of the first page, pages) of an inspected file."""
    text, first_page, pages = import_module(f"gateways.text.{_READERS[media_type]}").extract(path)
    return str(text), str(first_page), int(pages)


def _package_type(path: Path) -> str:
    try:
        with ZipFile(path) as archive:
            package.weigh(archive, path.stat().st_size)
            names = set(archive.namelist())
    except (BadZipFile, NotImplementedError):
        raise Unreadable from None
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return DOCX
    if "OFD.xml" in names:
        return OFD
    raise UnsupportedType
