"""查毒: a file is sent to clamd (INSTREAM) before anything else reads it, where JIYAO_CLAMD says where clamd is."""

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import BinaryIO

from config.language import _
from config.policy import policy
from config.settings import settings
from gateways.text.refusals import FileRefused
from models.errors import NotNow

SECONDS = 20  # for the whole conversation
PIECE = 64 << 10
LONGEST_ANSWER = 1_000


class Infected(FileRefused):
    sentence = _("查毒软件报告此文件带有病毒，不予接收。请通知信息中心。")


class NotScanned(NotNow):
    def __init__(self) -> None:
        super().__init__(_("查毒服务没有应答，按规定暂不接收文件。请稍后再试，或请系统管理员检查。"))


def scan(path: Path) -> bool:
    """True when it was scanned and is clean, False when there is no scanner and policy lets it pass.

    Raises Infected; NotScanned when the scanner is down, hangs or answers anything else, and policy refuses then.
    """
    if not settings().clamd:
        return False
    try:
        with path.open("rb") as file:
            told = _ask(file)
    except OSError:
        told = ""
    if told.endswith("FOUND"):
        raise Infected
    if told == "stream: OK":
        return True
    if policy().uploads.without_scanner == "refuse":
        raise NotScanned
    return False


def _ask(file: BinaryIO) -> str:
    """Raises OSError, also for a scanner that takes too long."""
    until = monotonic() + SECONDS
    with closing(_connected()) as line:
        line.sendall(b"zINSTREAM\0")
        for piece in _pieces(file):
            _wait(line, until)
            line.sendall(len(piece).to_bytes(4, "big") + piece)
        return _answer(line, until)


def _connected() -> socket.socket:
    place = settings().clamd
    if not place.startswith("/"):
        host, _, port = place.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(SECONDS)
    line.connect(place)
    return line


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    """The last one is empty: that is how the stream ends."""
    while piece := file.read(PIECE):
        yield piece
    yield b""


def _answer(line: socket.socket, until: float) -> str:
    told = b""
    while b"\0" not in told and len(told) < LONGEST_ANSWER:
        _wait(line, until)
        more = line.recv(LONGEST_ANSWER)
        if not more:
            break
        told += more
    return told.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _wait(line: socket.socket, until: float) -> None:
    """Whoever sends a byte now and then does not get more time."""
    left = until - monotonic()
    if left <= 0:
        raise TimeoutError
    line.settimeout(left)
