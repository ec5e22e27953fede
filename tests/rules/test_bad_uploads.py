"""Files that must not come in: each is refused with a sentence, keeps what was typed, and leaves nothing behind."""

import json
from typing import Any
from uuid import UUID

import anyio
import pytest
from sqlmodel import select

from api.guard import _too_large
from config.settings import settings
from gateways.text import formats, refusals
from models import files as kept
from models.audit import Event
from models.audit_words import Act
from models.ceiling import NO_STATE_SECRETS
from models.database import reading
from models.files import NO_NAME
from models.people import Person
from tests.gateways import files
from tests.gateways.files import MARK
from tests.office import engine_runs
from tests.page_client import Browser
from tests.stages.test_receive import PAPER, hands_in, receipt
from tests.test_a_secretarys_day import People
from tests.untouched import AT_THE_COUNTER, untouched

DOCX, PDF, TXT = formats.DOCX, formats.PDF, formats.TXT
OLD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
BOMB = files.zipped({"[Content_Types].xml": b"x", "word/document.xml": b"\0" * (20 << 20)})
MEBIBYTE = 1 << 20

REFUSED = {
    "an encrypted pdf": (files.pdf(MARK, password="x"), "来文.pdf", PDF, refusals.EncryptedPdf),
    "a broken pdf": (files.pdf(MARK)[:300], "来文.pdf", PDF, refusals.BrokenPdf),
    "a pdf that is text": ("通知".encode(), "来文.pdf", PDF, refusals.TypeMismatch),
    "a pdf by its name that is text": ("通知".encode(), "来文.PDF", "", refusals.TypeMismatch),
    "a docx by its name that is a pdf": (files.pdf(MARK), "来文.docx", "", refusals.TypeMismatch),
    "macros": (
        files.repacked(PAPER, {"word/vbaProject.bin": b"x"}), "来文.docx", DOCX, refusals.Macros,
    ),
    "an external template": (
        files.with_relation(PAPER, "attachedTemplate", "http://evil.example/t.dotm"),
        "来文.docx",
        DOCX,
        refusals.ExternalContent,
    ),
    "a zip bomb": (BOMB, "来文.docx", DOCX, refusals.TooMuchInside),
    "an old word file": (OLD, "来文.doc", "application/msword", refusals.OldOrEncryptedOffice),
    "a program": (b"MZ\x90\x00" + bytes(200), "setup.exe", "", refusals.UnsupportedType),
    "a page": (b"<html><script>alert(1)</script></html>", "a.html", "text/html", refusals.UnsupportedType),
    "a page that calls itself text": (b"<html></html>", "a.html", TXT, refusals.UnsupportedType),
    "nothing": (b"", "来文.pdf", PDF, refusals.NothingInside),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_such_a_file_is_refused_and_nothing_is_kept(browser: People, case: str) -> None:
    content, name, media_type, refusal = REFUSED[case]
    lin = browser("lin")
    with untouched(*AT_THE_COUNTER):
        shown = hands_in(lin, content, name, media_type=media_type, remarks="第三封", expect=422)
    assert refusal.sentence in shown
    assert "第三封" in shown, "what was typed is not lost"
    assert journal()[-1] == (Act.FILE_REFUSED, False, "lin", refusal.sentence)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("机密★1年 来文.docx", PAPER, DOCX),
        ("【秘密】来文.txt", "通知".encode(), TXT),
        ("来文.docx", files.docx("机密★1年", MARK), DOCX),
        ("来文.docx", files.docx("机 密 ★ １ 年", MARK), DOCX),
        ("来文.docx", files.docx("绝密 ★ 长期", MARK), DOCX),
        ("来文.docx", files.docx("000001", "秘密☆６个月", MARK), DOCX),
        ("来文.pdf", files.pdf("机密★10年", MARK), PDF),
        ("来文.txt", "机　密\n关于……的通知".encode(), TXT),
    ],
)
def test_what_bears_a_mark_of_state_secrecy_is_refused_with_the_sentence_of_the_law(
    browser: People, name: str, content: bytes, media_type: str
) -> None:
    lin = browser("lin")
    with untouched(*AT_THE_COUNTER):
        shown = hands_in(lin, content, name, media_type=media_type, expect=422)
    assert NO_STATE_SECRETS in shown
    with untouched(*AT_THE_COUNTER):
        told = lin.calls(
            "POST", "/documents", 422, data=receipt(), files={"file": (name, content, media_type)}
        )
    assert told["title"] == NO_STATE_SECRETS
    assert told["errors"] == {"file": NO_STATE_SECRETS}
    noted = (Act.SECRET_REFUSED, False, "lin", "文件名或首页带有国家秘密标志")
    assert [line for line in journal() if line[0] is Act.SECRET_REFUSED] == [noted, noted]
    with reading() as session:
        written = [f"{event.about}{event.why}" for event in session.exec(select(Event))]
    assert not any(name in one or MARK in one for one in written), "the journal quotes neither name nor text"


def journal() -> list[tuple[Act, bool, str, str]]:
    with reading() as session:
        lines = select(Event, Person.uid).join(Person, Event.by == Person.id).order_by(Event.line)
        return [(event.act, event.ok, uid, event.why) for event, uid in session.exec(lines)]


def test_the_sentence_is_the_one_of_the_rule_book() -> None:
    assert NO_STATE_SECRETS == (
        "本系统为非涉密信息系统，严禁存储、处理、传输国家秘密。请使用纸质登记簿或涉密系统办理。"
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../x.docx", "x.docx"),
        ("..\\..\\windows\\x.docx", "x.docx"),
        ("/etc/passwd.docx", "passwd.docx"),
        ("来文\r\nSet-Cookie: a=b.docx", "来文%0D%0ASet-Cookie_ a=b.docx"),
        ("com1.docx", "_com1.docx"),
        ("关于\u202excod.x通知.docx", "关于xcod.x通知.docx"),
        ('"><script>alert(1)</script>.docx', "script_.docx"),
        ("函" * 300 + ".docx", "函" * 195 + ".docx"),
        ("\u200b", NO_NAME),
    ],
)
def test_a_hostile_name_is_only_a_name(browser: People, name: str, shown: str) -> None:
    lin = browser("lin")
    place = _posts_raw(lin, name)
    engine_runs()
    with reading() as session:
        stored = kept.files_of(session, place)[0]
    assert stored.name == shown
    page = lin.opens(f"/documents/{place}")
    assert "<script>alert" not in page
    answer = lin.client.get(f"/documents/{place}/files/{stored.id}")
    assert answer.content == PAPER
    assert "\n" not in answer.headers["content-disposition"]
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-type"] == "application/octet-stream"


def _posts_raw(person: Browser, name: str) -> UUID:
    """As a browser writes it, except that nothing is made safe."""
    parts = b""
    for field, value in (receipt() | {"csrf": person.csrf}).items():
        parts += f'--b\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
    quoted = name.replace("\\", "\\\\").replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    parts += f'--b\r\nContent-Disposition: form-data; name="file"; filename="{quoted}"\r\n'.encode()
    parts += f"Content-Type: {DOCX}\r\n\r\n".encode() + PAPER + b"\r\n--b--\r\n"
    head = {"content-type": "multipart/form-data; boundary=b"}
    answer = person.client.post("/documents", content=parts, headers=head)
    assert answer.status_code == 303, answer.text[:2000]
    return UUID(answer.headers["location"].partition("?")[0].removeprefix("/documents/"))


class Stream:
    """A sender that never stops; counts what was asked of it."""

    def __init__(self, head: bytes) -> None:
        self.head, self.asked = head, 0

    async def __call__(self) -> dict[str, Any]:
        self.asked += 1
        body = self.head if self.asked == 1 else bytes(MEBIBYTE)
        return {"type": "http.request", "body": body, "more_body": self.asked < 2_048}


def sent(app: Any, person: Browser, stream: Any, path: str = "/documents", **headers: str) -> tuple[int, str]:
    """Status and words of the answer to a raw request."""
    told: list[Any] = []
    cookie = "; ".join(f"{name}={value}" for name, value in person.client.cookies.items())
    named = {"host": "testserver", "cookie": cookie, "content-type": "multipart/form-data; boundary=b"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
        "http_version": "1.1",
        "scheme": "http",
        "server": ("testserver", 80),
        "client": ("127.0.0.1", 1),
    }

    async def send(message: Any) -> None:
        told.append(message)

    anyio.run(app, scope, stream, send)
    return told[0]["status"], b"".join(one.get("body", b"") for one in told[1:]).decode()


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, app: Any) -> str:
    """At most 2 MB may come in; the sentence that says so."""
    monkeypatch.setenv("JIYAO_UPLOAD_LIMIT_MB", "2")
    settings.cache_clear()
    return _too_large()


HEADS = {
    "a file": b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n',
    "a field": b'--b\r\nContent-Disposition: form-data; name="remarks"\r\n\r\n',
}


def test_two_gigabytes_are_refused_before_a_byte_is_read(browser: People, app: Any, small: str) -> None:
    lin, stream = browser("lin"), Stream(HEADS["a file"])
    with untouched():
        assert sent(app, lin, stream, content_length=str(2 << 30)) == (413, small)
    assert stream.asked == 0


@pytest.mark.parametrize("what", HEADS)
@pytest.mark.parametrize("path", ["/documents", "/api/v1/documents", "/sign-in", "/nowhere"])
def test_an_undeclared_stream_is_cut_off_at_the_limit(
    browser: People, app: Any, small: str, what: str, path: str
) -> None:
    lin, stream = browser("lin"), Stream(HEADS[what])
    with untouched():
        status, words = sent(app, lin, stream, path)
    assert stream.asked <= 6, "2 MB, and not the 2 GB that were on their way"
    assert status == (404 if path == "/nowhere" else 413)
    told = json.loads(words)["title"] if path.startswith("/api/") else words
    assert (told == small) == (status == 413)


def test_a_json_stream_is_cut_off_too(browser: People, app: Any, small: str) -> None:
    lin, stream = browser("lin"), Stream(b'{"words": "')
    path = "/api/v1/destruction-orders"
    status, words = sent(app, lin, stream, path, content_type="application/json")
    assert (status, json.loads(words)["title"]) == (413, small)
    assert stream.asked <= 5


def test_a_length_that_is_no_number_is_no_server_error(browser: People, app: Any) -> None:
    for length in ("-1", "abc", "1e9", "٣"):
        status, _ = sent(app, browser("lin"), Stream(b""), content_length=length)
        assert status == 400, length
