"""txt: UTF-8 or GB 18030, or UTF-16 with its mark; nothing else passes for text."""

import re
from pathlib import Path

from gateways.text.refusals import TooHeavy, TypeMismatch

LARGEST = 20 << 20  # bytes
FIRST_PAGE = 45  # lines
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def extract(path: Path) -> tuple[str, str, int]:
    if path.stat().st_size > LARGEST:
        raise TooHeavy
    text = decoded(path.read_bytes())
    pages = text.split("\f")
    first = pages[0] if len(pages) > 1 else "\n".join(text.splitlines()[:FIRST_PAGE])
    return text.replace("\f", "\n"), first, len(pages)


def decoded(raw: bytes) -> str:
    for encoding in (*(name for mark, name in _MARKS if raw.startswith(mark)), "utf-8", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return text
    raise TypeMismatch
