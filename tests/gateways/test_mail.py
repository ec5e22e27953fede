"""The mail: what leaves is what was planned; what goes wrong is a safe word, and trying again makes sense or not."""

import pytest

from config.settings import settings
from gateways import mail
from gateways.errors import Permanent, SafeError, Transient
from tests.gateways.post_office import LETTER, letter, open_office, strange_office


@pytest.fixture(autouse=True)
def fresh_settings(data_dir):
    settings.cache_clear()
    yield
    settings.cache_clear()


def test_a_mail_arrives_as_it_was_planned(monkeypatch):
    with open_office(monkeypatch) as office:
        mail.send(LETTER)
    (arrived,) = office.letters
    assert arrived["To"].addresses[0].addr_spec == "wang@jz1y.example"
    assert arrived["To"].addresses[0].display_name == "王建国"
    assert arrived["From"].addresses[0].display_name == "江州市第一人民医院"
    assert arrived["Subject"] == LETTER.subject
    assert arrived["Message-ID"] == LETTER.message_id
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["X-Auto-Response-Suppress"] == "All"
    assert arrived.get_body(("plain",)).get_content() == LETTER.text
    assert arrived.get_body(("html",)).get_content() == LETTER.html
    assert office.taken[0].rcpt_tos == ["wang@jz1y.example"]
    assert office.taken[0].mail_from == "jiyao@jz1y.example"


def test_every_byte_is_seven_bit_and_no_line_is_too_long(monkeypatch):
    with open_office(monkeypatch) as office:
        mail.send(letter(to_name="王" * 40, subject="批" * 200))
    content = office.taken[0].content
    assert content.isascii()
    assert max(len(line) for line in content.split(b"\r\n")) < 100
    assert office.letters[0]["Subject"] == "批" * 200


def test_without_a_server_a_mail_becomes_one_file_however_often_it_is_sent():
    mail.send(LETTER)
    mail.send(LETTER)
    (file,) = settings().mail_folder.iterdir()
    assert file.name == "0b1e4a2c-0000-4000-8000-000000000001.eml"
    assert b"wang@jz1y.example" in file.read_bytes()
    assert settings().mail_folder.stat().st_mode & 0o077 == 0


def test_a_folder_that_cannot_be_written_is_worth_a_retry(data_dir):
    (data_dir / "mail").write_text("not a folder")
    with pytest.raises(Transient, match=r"^mail-folder$"):
        mail.send(LETTER)
    assert (data_dir / "mail").read_text() == "not a folder"


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
@pytest.mark.parametrize(
    ("answer", "family", "code"),
    [
        ("451 4.3.0 queue full, title 《关于…》", Transient, "smtp-451"),
        ("421 closing", Transient, "smtp-421"),
        ("550 5.1.1 no such user 王建国", Permanent, "smtp-550"),
        ("501 what", Permanent, "smtp-501"),
    ],
)
def test_what_the_server_says_of_a_mail_decides_whether_to_try_again(monkeypatch, step, answer, family, code):
    with open_office(monkeypatch, **{step: answer}), pytest.raises(SafeError) as caught:
        mail.send(LETTER)
    assert type(caught.value) is family
    assert str(caught.value) == caught.value.code == code, "nothing the server said"
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_line_that_breaks_after_the_mail_was_said_is_worth_a_retry(monkeypatch):
    with open_office(monkeypatch, data="hang up") as office, pytest.raises(Transient, match=r"^smtp-lost$"):
        mail.send(LETTER)
    assert len(office.taken) == 1, "it may arrive twice, under one Message-ID"


def test_an_unfriendly_farewell_does_not_undo_an_accepted_mail(monkeypatch):
    with open_office(monkeypatch, quit="451 I would rather not") as office:
        mail.send(LETTER)
    assert len(office.taken) == 1


def test_nobody_at_home_is_worth_a_retry(monkeypatch):
    with open_office(monkeypatch):
        pass
    with pytest.raises(Transient, match=r"^smtp-lost$"):
        mail.send(LETTER)


@pytest.mark.parametrize(
    ("greeting", "code"),
    [(b"", "smtp-timeout"), (b"220 post.example", "smtp-timeout"), (b"554 go away\r\n", "smtp-554")],
)
def test_a_server_that_will_not_talk_is_worth_a_retry(monkeypatch, greeting, code):
    with strange_office(monkeypatch, greeting), pytest.raises(Transient, match=rf"^{code}$"):
        mail.send(LETTER)
