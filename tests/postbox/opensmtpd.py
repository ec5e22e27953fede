"""Debian's OpenSMTPD as a process of the test's own on a high port: takes mail and puts it into Maildirs.

Bookworm's build offers no TLS (its keeper of keys fails with OpenSSL 3): tests/gateways has encryption of its own.
"""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import policy as grammar
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

from tests.running import free_port

PROGRAM = Path("/usr/sbin/smtpd")
HOST = "127.0.0.1"
ACCOUNT = "nobody"  # whom the Maildirs belong to
PATIENCE_SECONDS = 60
# It keeps one queue to a machine, so one test runs it at a time.
CONFIG = """
table everybody {{ "@" = "{account}" }}
listen on {host} port {port}
action "keep" maildir "{folder}/%{{rcpt.user}}" virtual <everybody>
action "lose" mda "/bin/false" virtual <everybody>
match from any for rcpt-to "{lost}" action "lose"
match from any for any action "keep"
"""


@dataclass(frozen=True)
class MailServer:
    folder: Path
    port: int

    def came(self, user: str, many: int = 1) -> list[EmailMessage]:
        """What lies in somebody's Maildir, as soon as there is so much."""
        until = time.monotonic() + PATIENCE_SECONDS
        while len(files := self.files(user)) < many:
            assert time.monotonic() < until, (self.folder / "log").read_text()
            time.sleep(0.05)
        return [BytesParser(policy=grammar.default).parsebytes(file.read_bytes()) for file in files]

    def files(self, user: str) -> list[Path]:
        return sorted((self.folder / user / "new").glob("*"))


@contextmanager
def running(lost: str) -> Iterator[MailServer]:
    """What is sent to ``lost`` is taken, and given up later."""
    folder = Path(tempfile.mkdtemp(prefix="jiyao-smtpd-"))
    folder.chmod(0o755)
    served = MailServer(folder, free_port())
    conf = folder / "conf"
    conf.write_text(CONFIG.format(folder=folder, host=HOST, port=served.port, account=ACCOUNT, lost=lost))
    conf.chmod(0o600)
    os.chown(folder, pwd.getpwnam(ACCOUNT).pw_uid, -1)
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([PROGRAM, "-d", "-f", conf], stdout=log, stderr=log)
    try:
        _wait(served, process)
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE_SECONDS)
        shutil.rmtree(folder, ignore_errors=True)


def _wait(served: MailServer, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, (served.folder / "log").read_text()
        try:
            with socket.create_connection((HOST, served.port), 1) as line:
                assert line.recv(4).startswith(b"220")
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("OpenSMTPD does not answer")
