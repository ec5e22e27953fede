"""A mail server that treats every caller worse than the last, and quotes a mark at them."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

MANNERS = ("silent", "refuses", "drops at DATA", "refuses the recipient", "garbles", "drops at once")


class BadOffice(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, mark: str) -> None:
        super().__init__(("127.0.0.1", 0), Counter)
        self.mark, self.callers = mark.encode(), 0

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class Counter(socketserver.StreamRequestHandler):
    timeout = 10

    def handle(self) -> None:
        office = self.server
        assert isinstance(office, BadOffice)
        manner = MANNERS[office.callers % len(MANNERS)]
        office.callers += 1
        with suppress(OSError):
            self._serve(manner, office.mark)

    def _serve(self, manner: str, mark: bytes) -> None:
        if manner == "silent":
            self.rfile.readline()
        elif manner == "refuses":
            self.wfile.write(b"554 " + mark + b"\r\n")
        elif manner == "garbles":
            self.wfile.write(b"\x1b[2J" + mark + b"\r\n" + mark + b"\r\n")
        elif manner != "drops at once":
            self.wfile.write(b"220 hello\r\n")
            self._talk(manner, mark)

    def _talk(self, manner: str, mark: bytes) -> None:
        while line := self.rfile.readline():
            word = line[:4].upper().strip()
            if word == b"EHLO":
                self.wfile.write(b"250-hello\r\n250 AUTH PLAIN\r\n")
            elif word == b"AUTH":
                self.wfile.write(b"235 " + mark + b"\r\n")
            elif word == b"RCPT" and manner == "refuses the recipient":
                self.wfile.write(b"550 " + mark + b"\r\n")
            elif word == b"DATA":
                return
            else:
                self.wfile.write(b"250 " + mark + b"\r\n")


@contextmanager
def bad_office(mark: str) -> Iterator[BadOffice]:
    with BadOffice(mark) as office:
        Thread(target=office.serve_forever, daemon=True).start()
        yield office
        office.shutdown()
