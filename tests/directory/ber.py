"""BER by hand, as much of it as a lying directory server needs."""

from collections.abc import Iterable, Iterator

BIND, BOUND, SEARCH, ENTRY, DONE, REFERENCE = 0x60, 0x61, 0x63, 0x64, 0x65, 0x73
EXTENDED, ANSWERED = 0x77, 0x78


def tlv(tag: int, *parts: bytes) -> bytes:
    body = b"".join(parts)
    if len(body) < 128:
        return bytes([tag, len(body)]) + body
    size = len(body).to_bytes((len(body).bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(size)]) + size + body


def number(value: int, tag: int = 0x02) -> bytes:
    return tlv(tag, value.to_bytes(value.bit_length() // 8 + 1, "big"))


def text(value: str | bytes, tag: int = 0x04) -> bytes:
    return tlv(tag, value.encode() if isinstance(value, str) else value)


def parts(body: bytes) -> Iterator[tuple[int, bytes]]:
    """The values that stand one after another in ``body``."""
    while body:
        size, start = body[1], 2
        if size & 0x80:
            start = 2 + (size & 0x7F)
            size = int.from_bytes(body[2:start], "big")
        yield body[0], body[start : start + size]
        body = body[start + size :]


def whole(data: bytes) -> int:
    """How long the first message is; 0 when more has to come."""
    if len(data) < 2:
        return 0
    size, start = data[1], 2
    if size & 0x80:
        start = 2 + (size & 0x7F)
        if len(data) < start:
            return 0
        size = int.from_bytes(data[2:start], "big")
    return start + size if len(data) >= start + size else 0


def message(id: int, operation: bytes) -> bytes:
    return tlv(0x30, number(id), operation)


def result(tag: int, code: int, *more: bytes) -> bytes:
    return tlv(tag, number(code, 0x0A), text(""), text(""), *more)


def entry(dn: str, attributes: dict[str, Iterable[str | bytes]]) -> bytes:
    told = [
        tlv(0x30, text(name), tlv(0x31, *(text(one) for one in values)))
        for name, values in attributes.items()
    ]
    return tlv(ENTRY, text(dn), tlv(0x30, *told))
