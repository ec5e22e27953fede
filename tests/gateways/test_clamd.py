"""F9: what the scanner says, and what happens when it says nothing.  The scanner is a small one of our own."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import pytest

from config import policy, settings
from gateways import clamd

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
Answer = Callable[[bytes], bytes]


def scanner(content: bytes) -> bytes:
    return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


def _received(line: socket.socket) -> bytes:
    """The file as INSTREAM carries it: pieces with their length, the last one empty."""
    stream, content = line.makefile("rb"), b""
    assert stream.read(10) == b"zINSTREAM\0"
    while size := int.from_bytes(stream.read(4), "big"):
        content += stream.read(size)
    return content


@contextmanager
def listening(line: socket.socket, answer: Answer) -> Iterator[None]:
    def serve() -> None:
        while True:
            try:
                with line.accept()[0] as one:
                    one.sendall(answer(_received(one)))
            except OSError:
                return

    Thread(target=serve, daemon=True).start()
    yield
    line.close()


@pytest.fixture
def at(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def point(place: str) -> None:
        monkeypatch.setenv("JIYAO_CLAMD", place)
        settings.settings.cache_clear()
        monkeypatch.setattr(clamd, "SECONDS", 1)

    return point


@pytest.fixture
def tcp(at: Callable[[str], None]) -> Iterator[Callable[[Answer], object]]:
    with socket.create_server(("127.0.0.1", 0)) as line:
        at(f"127.0.0.1:{line.getsockname()[1]}")
        yield lambda answer: listening(line, answer)


def file(folder: Path, content: bytes) -> Path:
    path = folder / "upload"
    path.write_bytes(content)
    return path


def test_without_a_scanner_nothing_is_scanned(data_dir: Path, tmp_path: Path) -> None:
    assert clamd.scan(file(tmp_path, EICAR)) is False


def test_a_clean_file_passes_whatever_its_size(tcp: Callable[[Answer], object], tmp_path: Path) -> None:
    seen: list[int] = []
    with tcp(lambda content: seen.append(len(content)) or scanner(content)):
        for size in (0, 1, clamd.PIECE, clamd.PIECE + 1, 5 << 20):
            assert clamd.scan(file(tmp_path, bytes(size))) is True
    assert seen == [0, 1, clamd.PIECE, clamd.PIECE + 1, 5 << 20]


def test_a_virus_is_refused_through_a_socket_of_the_machine_too(
    at: Callable[[str], None], tmp_path: Path
) -> None:
    with socket.socket(socket.AF_UNIX) as line:
        line.bind(str(tmp_path / "clamd.sock"))
        line.listen()
        at(str(tmp_path / "clamd.sock"))
        with listening(line, scanner), pytest.raises(clamd.Infected):
            clamd.scan(file(tmp_path, b"x" * 70_000 + EICAR))


SILENT = {
    "hangs": lambda _: time.sleep(3) or b"",
    "says nothing": lambda _: b"",
    "says half a word": lambda _: b"stream: O",
    "says it is too large": lambda _: b"INSTREAM size limit exceeded. ERROR\0",
    "says something else": lambda _: b"stream: FOUND nothing OK \0",
}


@pytest.mark.parametrize("case", SILENT)
def test_a_scanner_that_gives_no_answer_keeps_the_file_out(
    case: str, tcp: Callable[[Answer], object], tmp_path: Path
) -> None:
    begun = time.monotonic()
    with tcp(SILENT[case]), pytest.raises(clamd.NotScanned):
        clamd.scan(file(tmp_path, b"x"))
    assert time.monotonic() - begun < 2.5


def test_a_scanner_that_is_down_keeps_the_file_out_unless_policy_says_otherwise(
    at: Callable[[str], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(str(tmp_path / "nobody.sock"))
    with pytest.raises(clamd.NotScanned):
        clamd.scan(file(tmp_path, b"x"))
    rules = policy.policy()
    kind = rules.model_copy(
        update={"uploads": rules.uploads.model_copy(update={"without_scanner": "accept"})}
    )
    monkeypatch.setattr(clamd, "policy", lambda: kind)
    assert clamd.scan(file(tmp_path, b"x")) is False


@pytest.mark.parametrize("place", ["clamd", "clamd:", "relative/path", "a b:3310"])
def test_a_place_that_is_none_stops_the_start(place: str, at: Callable[[str], None]) -> None:
    at(place)
    with pytest.raises(Exception, match="JIYAO_CLAMD"):
        settings.settings()
