"""验迹: finds a mark in any bytes, in whatever of eight ways it was written down."""

import base64
import gzip
import json
import quopri
import re
import zlib
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, quote_plus

from tests.leaks.marks import STEM, Marks

Disguise = Callable[[bytes], list[bytes]]
BEGINS = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]|PK\x03\x04")
UNPACKED = 64 << 20  # bytes
DEEP = 3  # a Word file in a mail in a backup
LEAST, LEAST_OF_A_CODE = 8, 6  # bytes: less stands by chance in any file
ALONE = rb"(?<![0-9A-Fa-f.])%s(?![0-9A-Fa-f])"  # neither in a longer number nor a fraction of a second


def _text(mark: bytes) -> str | None:
    try:
        return mark.decode()
    except UnicodeDecodeError:  # a key is bytes and no text
        return None


def _as(encoding: str) -> Disguise:
    return lambda mark: [text.encode(encoding)] if (text := _text(mark)) else []


def _base64(mark: bytes) -> list[bytes]:
    """At each of the three offsets, without what its neighbours have a say in."""
    made = [
        base64.b64encode(b"x" * shift + mark)[(shift * 8 + 5) // 6 : (shift + len(mark)) * 8 // 6]
        for shift in range(3)
    ]
    return made + [one.replace(b"+", b"-").replace(b"/", b"_") for one in made]


def _url(mark: bytes) -> list[bytes]:
    made = [quote(mark, safe="").encode(), quote_plus(mark).encode()]
    return made + [re.sub(rb"%[0-9A-F]{2}", lambda one: one[0].lower(), text) for text in made]


def _json(mark: bytes) -> list[bytes]:
    made = json.dumps(text)[1:-1].encode() if (text := _text(mark)) else b""
    upper = re.sub(rb"u[0-9a-f]{4}", lambda one: b"u" + one[0][1:].upper(), made)
    return [made, upper, repr(mark)[2:-1].encode(), mark.hex().encode()] if made else [mark.hex().encode()]


def _quoted(mark: bytes) -> list[bytes]:
    return [quopri.encodestring(mark).replace(b"=\n", b"")]


ENCODINGS: dict[str, Disguise] = {
    "utf-8": lambda mark: [mark],
    "utf-16": _as("utf-16-le"),
    "gbk": _as("gb18030"),
    "base64": _base64,
    "url": _url,
    "json": _json,
    "quoted-printable": _quoted,
}
DEFLATE = "deflate"  # the eighth: whatever lies in a compressed stream, in any of the seven


@lru_cache(maxsize=4096)
def disguises(mark: bytes) -> tuple[bytes, ...]:
    return tuple(one for one in _ways(mark) if len(one) >= LEAST)


@lru_cache(maxsize=64)
def disguises_of_a_code(code: bytes) -> re.Pattern[bytes]:
    """Its digits standing alone, or whatever else they were written as."""
    ways = [one for one in _ways(code) if len(one) >= LEAST_OF_A_CODE]
    return re.compile(b"|".join(ALONE % one if one.isdigit() else re.escape(one) for one in ways))


def _ways(mark: bytes) -> list[bytes]:
    return list(dict.fromkeys(one for disguise in ENCODINGS.values() for one in disguise(mark)))


def found(marks: Marks, data: bytes) -> set[str]:
    """Whose marks stand in ``data``; ``?`` where a torn one does."""
    names: set[str] = set()
    for view in views(data):
        if any(one in view for one in disguises(STEM.encode())):
            mine = {name for name, mark in marks.typed.items() if _stands(mark.encode(), view)}
            names |= mine or {"?"}
        names |= {name for name, secret in marks.secrets.items() if _stands(secret, view)}
        names |= {
            name for name, code in marks.codes.items() if disguises_of_a_code(code.encode()).search(view)
        }
    return names


def _stands(mark: bytes, view: bytes) -> bool:
    return any(one in view for one in disguises(mark))


def views(data: bytes, depth: int = DEEP) -> Iterator[bytes]:
    """As it is, with the line breaks of mails taken out, and what is packed in it."""
    yield data
    if b"\n" in data:
        yield re.sub(rb"=?\r?\n[ \t]?", b"", data)
    if depth:
        for packed in unpacked(data):
            yield from views(packed, depth - 1)


def unpacked(data: bytes) -> Iterator[bytes]:
    for one in BEGINS.finditer(data):
        start, window = one.start(), zlib.MAX_WBITS | 32
        if one[0][:2] == b"PK":
            lengths = int.from_bytes(data[start + 26 : start + 28], "little")
            start += 30 + lengths + int.from_bytes(data[start + 28 : start + 30], "little")
            window = -zlib.MAX_WBITS
        try:
            out = zlib.decompressobj(window).decompress(data[start:], UNPACKED)
        except zlib.error:  # it only looked like one
            continue
        if len(out) > 8:
            yield out


def files(*places: Path) -> Iterator[Path]:
    for place in places:
        yield from (
            (path for path in sorted(place.rglob("*")) if path.is_file()) if place.is_dir() else [place]
        )


def planted(mark: str) -> dict[str, bytes]:
    """The mark in every disguise, among other things: what a leak would look like."""
    utf8 = mark.encode()
    noise = bytes(range(256)) * 4
    made = {f"{name} {n}": one for name, way in ENCODINGS.items() for n, one in enumerate(way(utf8))}
    made |= {f"base64 at {n}": base64.b64encode(b"y" * n + utf8 + b"tail") for n in range(3)}
    made |= {"zlib": zlib.compress(utf8 + b" " + utf8), "gzip": gzip.compress(f"是{mark}。是".encode("gbk"))}
    made |= {"base64 in lines": base64.encodebytes(b"z" * 60 + utf8 + b"z" * 60)}
    made |= {"quoted in lines": quopri.encodestring(b"z" * 60 + utf8 + b"z" * 60)}
    return {name: noise + one + noise for name, one in made.items()}
