"""Files as they arrive at the post room: sound ones, and ones that must not be let in."""

import hashlib
import zipfile
from io import BytesIO
from pathlib import Path

from docx import Document
from PIL import Image

MARK = "关于开展仓库消防演练的通知"
WORD_NS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAD = bytes.fromhex("28BF4E5E4E758A4164004E56FFFA01082E2E00B6D0683E802F0CA9FE6453697A")


def docx(*paragraphs: str) -> bytes:
    document = Document()
    for words in paragraphs:
        document.add_paragraph(words)
    return saved(document)


def saved(document) -> bytes:
    whole = BytesIO()
    document.save(whole)
    return whole.getvalue()


def repacked(package: bytes, changes: dict[str, bytes | None]) -> bytes:
    """The same package with parts replaced, added, or (None) left out."""
    whole = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as new:
        parts: dict[str, bytes | None] = {name: old.read(name) for name in old.namelist()}
        for name, content in (parts | changes).items():
            if content is not None:
                new.writestr(name, content)
    return whole.getvalue()


def part(package: bytes, name: str) -> bytes:
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return archive.read(name)


def with_relation(package: bytes, kind: str, target: str, mode: str = "External") -> bytes:
    name = "word/_rels/document.xml.rels"
    added = f'<Relationship Id="rIdX" Type="{RELS}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    return repacked(package, {name: part(package, name).replace(b"</Relationships>", added.encode())})


def with_body(package: bytes, xml: str) -> bytes:
    body = part(package, "word/document.xml").replace(b"<w:body>", f"<w:body>{xml}".encode(), 1)
    return repacked(package, {"word/document.xml": body})


def pdf(*pages: str, password: str | None = None) -> bytes:
    """A PDF whose text layer maps two-byte codes straight to Unicode.  A page without words has no text layer."""
    objects: list[bytes] = [b"", b"", *_font()]
    kids = []
    for words in pages:
        shown = f"BT /F1 16 Tf 60 760 Td <{words.encode('utf-16-be').hex()}> Tj ET" if words else ""
        objects.append(_stream(shown.encode()))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
            b"/Contents %d 0 R>>" % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[0] = b"<</Type/Catalog/Pages 2 0 R>>"
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    return _assembled(objects, password)


def pdf_with(more: bytes) -> bytes:
    """A page, and a stream that nothing on it uses."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>"
    return _assembled(
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 1/Kids[3 0 R]>>", page, _stream(more)], None
    )


def _font() -> list[bytes]:
    cmap = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def "
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange "
        b"1 beginbfrange <0000> <FFFF> <0000> endbfrange endcmap end end"
    )
    return [
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/DW 1000/FontDescriptor 6 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        _stream(cmap),
        b"<</Type/FontDescriptor/FontName/Song/Flags 4/ItalicAngle 0/Ascent 800/Descent -200/CapHeight 700"
        b"/StemV 80/FontBBox[0 -200 1000 800]>>",
    ]


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def _assembled(objects: list[bytes], password: str | None) -> bytes:
    trailer = b"/Root 1 0 R/Size %d" % (len(objects) + 2)
    if password is not None:
        objects, trailer = (
            [*objects, _lock(password)],
            trailer + b"/Encrypt %d 0 R/ID[<00><00>]" % (len(objects) + 1),
        )
    whole, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return whole + head + table + b"trailer\n<<%s>>\nstartxref\n%d\n%%%%EOF\n" % (trailer, len(whole))


def _lock(password: str) -> bytes:
    """Standard security handler, revision 2 (ISO 32000-1, 7.6.3): owner and user share the password."""
    padded = (password.encode() + _PAD)[:32]
    owner = _rc4(hashlib.md5(padded).digest()[:5], padded)
    key = hashlib.md5(padded + owner + b"\xfc\xff\xff\xff" + b"\x00").digest()[:5]
    user = _rc4(key, _PAD)
    return b"<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>" % (owner.hex().encode(), user.hex().encode())


def _rc4(key: bytes, data: bytes) -> bytes:
    box, j, out = list(range(256)), 0, bytearray()
    for i in range(256):
        j = (j + box[i] + key[i % len(key)]) % 256
        box[i], box[j] = box[j], box[i]
    i = j = 0
    for byte in data:
        i = (i + 1) % 256
        j = (j + box[i]) % 256
        box[i], box[j] = box[j], box[i]
        out.append(byte ^ box[(box[i] + box[j]) % 256])
    return bytes(out)


def image(kind: str = "PNG", size: tuple[int, int] = (60, 80), **more) -> bytes:
    whole = BytesIO()
    Image.new("L", size, 255).save(whole, kind, **more)
    return whole.getvalue()


def ofd(*lines: str, version: str = "1.0") -> bytes:
    """One page, one text object a line."""
    ns = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    objects = "".join(
        f'<ofd:TextObject ID="{n + 10}" Boundary="30 {20 + 10 * n} 150 8" Font="3" Size="5">'
        f'<ofd:TextCode X="0" Y="5">{words}</ofd:TextCode></ofd:TextObject>'
        for n, words in enumerate(lines)
    )
    parts = {
        "OFD.xml": f'<ofd:OFD {ns} Version="{version}" DocType="OFD"><ofd:DocBody>'
        "<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        "Doc_0/Document.xml": f"<ofd:Document {ns}><ofd:CommonData><ofd:PageArea>"
        "<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData>"
        '<ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
        "Doc_0/Pages/Page_0/Content.xml": f'<ofd:Page {ns}><ofd:Content><ofd:Layer ID="2">{objects}'
        "</ofd:Layer></ofd:Content></ofd:Page>",
    }
    return zipped(
        {name: f'<?xml version="1.0" encoding="UTF-8"?>{xml}'.encode() for name, xml in parts.items()}
    )


def zipped(parts: dict[str, bytes]) -> bytes:
    whole = BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return whole.getvalue()


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path
