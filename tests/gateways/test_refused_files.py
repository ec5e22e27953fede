"""What must not come in: every kind of hostile, broken or mislabelled file has its own reason."""

import pytest

from gateways import text
from gateways.text import refusals
from gateways.text.formats import DOCX, OFD, PDF, TXT
from models.errors import Malformed
from tests.gateways import files
from tests.gateways.files import MARK, put


def _active(name: str) -> bytes:
    return files.repacked(files.docx(MARK), {name: b"\xd0\xcf\x11\xe0"})


def _macro_type() -> bytes:
    types = files.part(files.docx(MARK), "[Content_Types].xml")
    macro = types.replace(b"wordprocessingml.document.main", b"ms-word.document.macroEnabled.main")
    return files.repacked(files.docx(MARK), {"[Content_Types].xml": macro})


def _doctype(encoding: str) -> bytes:
    xml = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    return files.repacked(files.docx(MARK), {"docProps/custom.xml": xml.encode(encoding)})


def _field(code: str) -> bytes:
    xml = f"<w:p><w:r><w:instrText>{code[:2]}</w:instrText></w:r><w:r><w:instrText>{code[2:]}</w:instrText></w:r></w:p>"
    return files.with_body(files.docx(MARK), xml)


def _many_entries() -> bytes:
    return files.repacked(files.docx(MARK), {f"word/media/{n}.png": b"x" for n in range(2_001)})


REFUSED = {
    "pdf with a password": (files.pdf(MARK, password="secret"), PDF, refusals.EncryptedPdf),
    "pdf with an empty user password": (files.pdf(MARK, password=""), PDF, refusals.EncryptedPdf),
    "pdf cut short": (files.pdf(MARK)[:60], PDF, refusals.BrokenPdf),
    "pdf of nothing": (b"%PDF-1.7\n", PDF, refusals.BrokenPdf),
    "vba project": (_active("word/vbaProject.bin"), DOCX, refusals.Macros),
    "activex": (_active("word/activeX/activeX1.bin"), DOCX, refusals.Macros),
    "macro content type": (_macro_type(), DOCX, refusals.Macros),
    "template elsewhere": (
        files.with_relation(files.docx(MARK), "attachedTemplate", "http://192.0.2.1/t.dotm"),
        DOCX,
        refusals.ExternalContent,
    ),
    "image elsewhere": (
        files.with_relation(files.docx(MARK), "image", "file://192.0.2.1/a.png"),
        DOCX,
        refusals.ExternalContent,
    ),
    "object elsewhere": (
        files.with_relation(files.docx(MARK), "oleObject", "http://192.0.2.1/o", mode=" external "),
        DOCX,
        refusals.ExternalContent,
    ),
    "imported chunk": (
        files.with_relation(files.docx(MARK), "aFChunk", "/word/a.html", mode="Internal"),
        DOCX,
        refusals.ExternalContent,
    ),
    "dde field": (_field('DDEAUTO c:\\\\x "a"'), DOCX, refusals.ExternalContent),
    "doctype": (_doctype("utf-8"), DOCX, refusals.DoctypeInside),
    "doctype in utf-16": (_doctype("utf-16"), DOCX, refusals.DoctypeInside),
    "doctype in an ofd": (
        files.repacked(files.ofd("a"), {"a.xml": b"<!DOCTYPE a><a/>"}),
        OFD,
        refusals.DoctypeInside,
    ),
    "bomb": (files.repacked(files.docx(MARK), {"word/a.bin": bytes(30 << 20)}), DOCX, refusals.TooMuchInside),
    "too many entries": (_many_entries(), DOCX, refusals.TooMuchInside),
    "way out": (files.repacked(files.docx(MARK), {"../a": b"x"}), DOCX, refusals.Unreadable),
    "torn zip": (files.docx(MARK)[:4_000], DOCX, refusals.Unreadable),
    "any other zip": (files.zipped({"a": b"b"}), DOCX, refusals.UnsupportedType),
    "old office": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), DOCX, refusals.OldOrEncryptedOffice),
    "program": (b"MZ\x00\x03" + bytes(64), "application/octet-stream", refusals.UnsupportedType),
    "page of html": (b"<svg onload=alert(1)>", "image/svg+xml", refusals.UnsupportedType),
    "empty": (b"", TXT, refusals.NothingInside),
    "pdf called word": (files.pdf(MARK), DOCX, refusals.TypeMismatch),
    "word called pdf": (files.docx(MARK), PDF, refusals.TypeMismatch),
    "noise called text": (bytes(range(1, 32)) * 9, TXT, refusals.TypeMismatch),
    "ofd without pages": (files.zipped({"OFD.xml": b"<OFD/>"}), OFD, refusals.Unreadable),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_must_not_come_in_is_refused_with_its_reason(tmp_path, case):
    content, media_type, refusal = REFUSED[case]
    with pytest.raises(refusal) as refused:
        text.read(put(tmp_path, "a", content), media_type)
    assert isinstance(refused.value, Malformed)
    assert str(refused.value) == refusal.sentence
