"""A real mail server on this machine that can be told to misbehave, and a mail to try it with."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from email import policy as grammar
from email.message import EmailMessage
from email.parser import BytesParser
from ssl import SSLContext
from threading import Thread

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope

from config.settings import settings
from gateways.mail import Mail

LETTER = Mail(
    to_name="王建国",
    to_address="wang@jz1y.example",
    subject="【待办】2026-普-0123 批示，请于11月25日前办理",
    text="您有1件待办，编号 2026-普-0123，请登录内网办理。\n",
    html="<p>您有1件待办，编号 2026-普-0123，请登录内网办理。</p>\n",
    message_id="<0b1e4a2c-0000-4000-8000-000000000001@jiyao.example>",
)


def letter(**other: str) -> Mail:
    return replace(LETTER, **other)


class PostOffice:
    """``answers`` what it says at each step instead of yes; it keeps what it took."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.taken: list[Envelope] = []
        self._read: list[EmailMessage] = []

    async def handle_MAIL(self, server, session, envelope, address, options):
        envelope.mail_from = address
        return self.answers.get("mail", "250 OK")

    async def handle_RCPT(self, server, session, envelope, address, options):
        envelope.rcpt_tos.append(address)
        return self.answers.get("rcpt", "250 OK")

    async def handle_DATA(self, server, session, envelope):
        self.taken.append(envelope)
        if self.answers.get("data") == "hang up":
            server.transport.abort()
        return self.answers.get("data", "250 OK")

    async def handle_QUIT(self, server, session, envelope):
        return self.answers.get("quit", "221 Bye")

    @property
    def letters(self) -> list[EmailMessage]:
        """Each is read once: the server looks at every property of its handler at every connection."""
        new = self.taken[len(self._read) :]
        self._read += [BytesParser(policy=grammar.default).parsebytes(one.content) for one in new]
        return list(self._read)


class Door(Controller):
    """Takes any port that is free."""

    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextmanager
def open_office(
    monkeypatch: pytest.MonkeyPatch, tls: str = "none", papers: SSLContext | None = None, **answers: str
) -> Iterator[PostOffice]:
    office = PostOffice(**answers)
    door = Door(office, hostname="127.0.0.1", port=0, tls_context=papers)
    door.start()
    try:
        point_at(monkeypatch, door.port, tls)
        yield office
    finally:
        door.stop()


@contextmanager
def strange_office(
    monkeypatch: pytest.MonkeyPatch, greeting: bytes, tls: str = "none"
) -> Iterator[list[bytes]]:
    """Greets so and then only listens; what it heard.  Without a greeting it keeps silent."""
    heard: list[bytes] = []
    door = socket.create_server(("127.0.0.1", 0))
    listening = Thread(target=_listen, args=(door, greeting, heard), daemon=True)
    listening.start()
    try:
        point_at(monkeypatch, door.getsockname()[1], tls)
        yield heard
    finally:
        door.close()
        listening.join(timeout=10)


def _listen(door: socket.socket, greeting: bytes, heard: list[bytes]) -> None:
    caller, _ = door.accept()
    with caller:
        caller.settimeout(5)
        caller.sendall(greeting)
        with suppress(OSError):
            while words := caller.recv(4096):
                heard.append(words)


def point_at(monkeypatch: pytest.MonkeyPatch, port: int, tls: str = "none") -> None:
    monkeypatch.setenv("JIYAO_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("JIYAO_SMTP_PORT", str(port))
    monkeypatch.setenv("JIYAO_SMTP_TLS", tls)
    monkeypatch.setenv("JIYAO_SMTP_TIMEOUT_SECONDS", "2")
    monkeypatch.setenv("JIYAO_MAIL_FROM", "jiyao@jz1y.example")
    settings.cache_clear()
