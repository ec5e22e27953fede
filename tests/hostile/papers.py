"""Hostile PDFs, pictures and files that are two things at once."""

import struct
import zlib
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.gateways import files
from tests.hostile.packages import PLAIN, squeezed

JS = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
ACTIVE_HEAD = b"%PDF-1.7\n"


def family() -> dict[str, list[bytes]]:
    """Name of the family → its files; every one must be refused."""
    return {
        "pdf that runs a script": [_with(**{place: JS}) for place in ("OpenAction", "X")] + [
            _with(Names=Dictionary(JavaScript=Dictionary(Names=Array([String("a"), JS])))),
            _with(AA=Dictionary(WC=JS)), _on_page(AA=Dictionary(O=JS)), _with(OpenAction=Array([Dictionary(Next=JS)])),
        ],
        "pdf that starts, sends or goes elsewhere": [
            _note(A=Dictionary(S=Name(f"/{act}"), F=String("\\\\192.0.2.1\\x.exe")))
            for act in ("Launch", "SubmitForm", "ImportData", "GoToR", "GoToE", "Rendition", "Movie", "Sound",
                        "RichMediaExecute")
        ],
        "pdf that plays": [_note(Subtype=Name(f"/{kind}")) for kind in ("RichMedia", "Movie", "Sound", "Screen", "3D")],
        "pdf with a file inside": _carrying(),
        "pdf with a program for a form": [
            _with(AcroForm=Dictionary(XFA=Array([String("template")]), Fields=Array())),
            _with(AcroForm=Dictionary(Fields=Array([Dictionary(AA=Dictionary(K=JS), FT=Name.Tx)]))),
        ],
        "pdf that is locked": [_locked(user, revision) for user in ("", "x") for revision in (3, 4, 6)],
        "pdf that is broken": [
            ACTIVE_HEAD, files.pdf("a")[:60], ACTIVE_HEAD + bytes(5_000), files.pdf("a").replace(b"/Pages", b"/Pagez"),
            files.pdf(), b"%PDF-1.7\n" + b"[" * 100_000, b"%PDF-1.7\n1 0 obj\n" + b"<</A " * 50_000,
        ],
        "two things at once": [
            files.pdf("a") + PLAIN, files.pdf("a") + files.zipped({"a.html": b"x"}), b"GIF89a;" + files.pdf("a"),
            b"\n" * 300 + files.pdf("a"), "通知".encode() + files.pdf("a"), files.image() + files.zipped({"a": b"b"}),
            files.image("JPEG") + files.zipped({"a": b"b"}), _pdf_in_front_of_zip(),
            "通知\n".encode() + files.zipped({"a": b"b"}),
        ],
        "pictures that are bombs": _picture_bombs(),
        "pictures that are broken": [
            files.image()[:60], files.image("JPEG")[:100], files.image("TIFF")[:40], b"\x89PNG\r\n\x1a\n" + bytes(90),
            b"\xff\xd8\xff" + bytes(900), b"II*\x00\xff\xff\xff\xff", b"MM\x00*\x00\x00\x00\x08\xff\xff" + bytes(90),
        ],
        "pages of the web": [
            words.encode(encoding)
            for words in ("<html><script>alert(1)</script>", "<!DOCTYPE html>", "<svg onload=alert(1)>",
                          "<?xml version='1.0'?>", "  \n<script>", "<body onload=x>", "<head>")
            for encoding in ("utf-8", "utf-8-sig", "utf-16")
        ],
        "other kinds": [
            b"MZ\x90\x00" + bytes(99), b"\x7fELF" + bytes(99), b"GIF89a" + bytes(99), b"BM" + bytes(99),
            b"\x00\x00\x00\x0cjP  ",
            b"{\\rtf1{\\object\\objautlink}}", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
            b"Rar!\x1a\x07\x00" + bytes(9),
            b"7z\xbc\xaf\x27\x1c" + bytes(9), b"\x1f\x8b\x08" + bytes(9), b"", b"RIFF\x10\x00\x00\x00WEBPVP8 " + bytes(9),
            b"%!PS-Adobe-3.0\x00", b"MIME-Version: 1.0\nContent-Type: text/html\n\n<script>",
        ],
    }  # fmt: skip


def harmless() -> list[bytes]:
    """What opens somewhere in itself, prints, or links to the web is paper all the same."""
    page = Array([0, Name.Fit])
    return [
        _with(OpenAction=page),
        _with(OpenAction=Dictionary(S=Name.GoTo, D=page)),
        _note(A=Dictionary(S=Name.URI, URI=String("https://example.org/"))),
        _with(AcroForm=Dictionary(Fields=Array([Dictionary(FT=Name.Sig, T=String("seal"))]))),
    ]


def heavy() -> list[bytes]:
    """Nothing forbidden; only far too much of it.  Drawn or not, it must cost the child alone."""
    return [
        _content(b"q " * 3_000_000),
        _content(b"0 0 m 1 1 l S\n" * 400_000),
        _content(b"BT /F 9 Tf " + b"(a) Tj " * 300_000 + b"ET"),
        _huge_page(),
        _image_of(30_000),
        _stream_bomb(),
        _page_tree(40_000),
    ]


def _with(**entries: object) -> bytes:
    with pikepdf.open(BytesIO(files.pdf("甲"))) as document:
        for name, value in entries.items():
            document.Root[f"/{name}"] = value
        return _saved(document)


def _on_page(**entries: object) -> bytes:
    with pikepdf.open(BytesIO(files.pdf("甲"))) as document:
        for name, value in entries.items():
            document.pages[0].obj[f"/{name}"] = value
        return _saved(document)


def _note(**entries: object) -> bytes:
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))
    for name, value in entries.items():
        note[f"/{name}"] = value
    return _on_page(Annots=Array([note]))


def _carrying() -> list[bytes]:
    with pikepdf.open(BytesIO(files.pdf("甲"))) as document:
        document.attachments["x.exe"] = b"MZ"
        attached = _saved(document)
    return [
        attached,
        _note(Subtype=Name.FileAttachment),
        _with(AF=Array([Dictionary(Type=Name.Filespec, F=String("x"))])),
        _note(FS=Dictionary(Type=Name.Filespec, EF=Dictionary(F=String("x")))),
    ]


def _locked(user: str, revision: int) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(files.pdf("甲"))) as document:
        lock = pikepdf.Encryption(user=user, owner="o", R=revision, aes=revision > 3, metadata=revision > 3)
        document.save(out, encryption=lock)
    return out.getvalue()


def _saved(document: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _content(commands: bytes) -> bytes:
    with pikepdf.open(BytesIO(files.pdf("甲"))) as document:
        document.pages[0].Contents = document.make_stream(commands)
        return _saved(document)


def _huge_page() -> bytes:
    return _on_page(MediaBox=Array([0, 0, 14_400_000, 14_400_000]))


def _image_of(side: int) -> bytes:
    """A picture of 30,000 × 30,000 on the page, in a few bytes."""
    with pikepdf.open(BytesIO(files.pdf("甲"))) as document:
        picture = document.make_stream(squeezed(side * side // 8 >> 20))
        for name, value in {"Width": side, "Height": side, "BitsPerComponent": 1}.items():
            picture[f"/{name}"] = value
        picture.Type, picture.Subtype = Name.XObject, Name.Image
        picture.ColorSpace, picture.Filter = Name.DeviceGray, Name.FlateDecode
        document.pages[0].Resources = Dictionary(XObject=Dictionary(I=picture))
        document.pages[0].Contents = document.make_stream(b"500 0 0 500 0 0 cm /I Do")
        return _saved(document)


def _stream_bomb() -> bytes:
    """Squeezed twice: 400 MB in a few hundred bytes."""
    twice = zlib.compress(squeezed(400), 1)
    with pikepdf.open(BytesIO(files.pdf("甲"))) as document:
        both = Array([Name.FlateDecode, Name.FlateDecode])
        document.pages[0].Contents = pikepdf.Stream(document, twice, Filter=both)
        out = BytesIO()
        document.save(out, compress_streams=False)
    return out.getvalue()


def _page_tree(many: int) -> bytes:
    kids = b" ".join(b"4 0 R" for _ in range(many))
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (many, kids), b"<<>>",
               b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>"]  # fmt: skip
    return files._assembled(objects, None)


def _pdf_in_front_of_zip() -> bytes:
    return files.zipped({"%PDF-1.7": b"x", "[Content_Types].xml": b"x", "word/document.xml": b"x"})


def _picture_bombs() -> list[bytes]:
    return [_png(side, side) for side in (10_000, 40_000, 65_000)] + [
        files.image("TIFF", (10_000, 9_000), compression="tiff_deflate"),
        files.image("JPEG", (10_000, 9_000)),
        _png(2_000_000_000, 2_000_000_000),
        _png_with_words(),
    ]


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _png(wide: int, high: int, *more: bytes) -> bytes:
    head = _chunk(b"IHDR", struct.pack(">2I5B", wide & 0x7FFFFFFF, high & 0x7FFFFFFF, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(more) + _chunk(b"IDAT", squeezed(1)) + _chunk(b"IEND", b"")


def _png_with_words() -> bytes:
    """A comment of 64 MB once it is unpacked."""
    return _png(100, 100, _chunk(b"zTXt", b"a\0\0" + squeezed(64)))
