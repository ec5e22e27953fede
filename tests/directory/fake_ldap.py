"""An AD-like server that does whatever hurts, and remembers every byte it was told."""

import socket
import ssl
from contextlib import suppress
from dataclasses import dataclass, field
from threading import Event, Thread
from typing import Any

from tests.directory import ber

STARTTLS, WHO_AM_I = b"1.3.6.1.4.1.1466.20037", b"1.3.6.1.4.1.4203.1.11.3"


@dataclass
class Fake:
    """``entries``: DN → (password, attributes).  An empty password binds anybody as nobody, as AD does.

    tls:          the certificate it shows; None: it never encrypts.
    at_once:      LDAPS instead of StartTLS.
    starttls:     what it answers to StartTLS.
    believes_all: every person's password is taken, for nobody in particular.
    silent_from:  "connect", "bind", "search": from there on it says nothing.
    refers_to:    where it sends everybody instead of answering.
    """

    entries: dict[str, tuple[str, dict[str, list[Any]]]] = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    at_once: bool = False
    starttls: int = 0
    believes_all: bool = False
    silent_from: str = ""
    refers_to: str = ""
    in_clear: bytes = b""
    heard: bytes = b""
    binds: list[str] = field(default_factory=list)
    lines: int = 0

    def __enter__(self) -> "Fake":
        self.door, self.over = socket.create_server(("127.0.0.1", 0)), Event()
        Thread(target=self._open, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.door.close()

    @property
    def url(self) -> str:
        return f"{'ldaps' if self.at_once else 'ldap'}://localhost:{self.door.getsockname()[1]}"

    def _open(self) -> None:
        with suppress(OSError):
            while not self.over.is_set():
                line, _ = self.door.accept()
                self.lines += 1
                Thread(target=self._attend, args=(line,), daemon=True).start()

    def _attend(self, line: socket.socket) -> None:
        with suppress(OSError, ValueError):
            Talk(self, line).go_on()
        line.close()


class Talk:
    """One conversation."""

    def __init__(self, fake: Fake, line: socket.socket) -> None:
        self.fake, self.line, self.name = fake, line, ""

    def go_on(self) -> None:
        if self.fake.silent_from == "connect":
            self.fake.over.wait()
        if self.fake.at_once:
            self._encrypt()
        data = b""
        while more := self.line.recv(65536):
            self._note(more)
            data += more
            while size := ber.whole(data):
                self._answer(data[:size])
                data = data[size:]

    def _note(self, more: bytes) -> None:
        self.fake.heard += more
        if not isinstance(self.line, ssl.SSLSocket):
            self.fake.in_clear += more

    def _encrypt(self) -> None:
        assert self.fake.tls
        self.line = self.fake.tls.wrap_socket(self.line, server_side=True)

    def _answer(self, data: bytes) -> None:
        (_, body) = next(ber.parts(data))
        (_, id), (tag, asked), *_ = ber.parts(body)
        does = {ber.BIND: self._bind, ber.SEARCH: self._search, ber.EXTENDED: self._extended}
        for operation in does.get(tag, lambda _: [])(asked):
            self.line.sendall(ber.message(int.from_bytes(id, "big"), operation))
        if tag == ber.EXTENDED and STARTTLS in asked and self.fake.starttls == 0:
            self._encrypt()

    def _bind(self, asked: bytes) -> list[bytes]:
        _, (_, dn), (_, password) = ber.parts(asked)
        self.fake.binds.append(dn.decode())
        self._maybe_silent("bind")
        if self.fake.refers_to:
            there = ber.tlv(0xA3, ber.text(f"{self.fake.refers_to}/{dn.decode()}"))
            return [ber.result(ber.BOUND, 10, there)]
        right, kept = self.fake.entries.get(dn.decode(), ("", {}))
        if not password or (self.fake.believes_all and "objectGUID" in kept):
            self.name = ""
            return [ber.result(ber.BOUND, 0)]
        self.name = dn.decode() if right and password.decode("utf-8", "replace") == right else ""
        return [ber.result(ber.BOUND, 0 if self.name else 49)]

    def _extended(self, asked: bytes) -> list[bytes]:
        if STARTTLS in asked:
            return [ber.result(ber.ANSWERED, self.fake.starttls)]
        attributes = self.fake.entries.get(self.name, ("", {}))[1]
        account = attributes.get("sAMAccountName", [""])[0]
        said = f"u:HOSPITAL\\{account}" if account else ""
        return [ber.result(ber.ANSWERED, 0, ber.text(said, 0x8B))]

    def _search(self, asked: bytes) -> list[bytes]:
        """Whatever is asked, the entries whose account or identity stands in the filter; else all of them."""
        self._maybe_silent("search")
        wanted = [part for tag, part in ber.parts(asked)][6]
        people = {dn: kept for dn, (_, kept) in self.fake.entries.items() if "objectGUID" in kept}
        named = {dn: kept for dn, kept in people.items() if _raw(kept["sAMAccountName"][0]) in wanted}
        known = {dn: kept for dn, kept in people.items() if kept["objectGUID"][0] in wanted}
        told = people if b"sAMAccountName" not in wanted and b"objectGUID" not in wanted else named | known
        references = [ber.tlv(ber.REFERENCE, ber.text(self.fake.refers_to))] if self.fake.refers_to else []
        return [*(ber.entry(dn, kept) for dn, kept in told.items()), *references, ber.result(ber.DONE, 0)]

    def _maybe_silent(self, step: str) -> None:
        if self.fake.silent_from == step:
            self.fake.over.wait()


def _raw(one: Any) -> bytes:
    return one if isinstance(one, bytes) else str(one).encode()
