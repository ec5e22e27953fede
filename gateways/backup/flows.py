"""流: pieces that one side makes and the other reads, so that nothing has to fit into memory."""

from collections.abc import Callable, Iterator
from io import BufferedReader, RawIOBase
from typing import Any, BinaryIO

from gateways.cipher import FRAME


class _Flow(RawIOBase):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.rest = pieces, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self.rest:
            piece = next(self.pieces, None)
            if piece is None:
                return 0
            self.rest = memoryview(piece)
        many = min(len(buffer), len(self.rest))
        buffer[:many] = self.rest[:many]
        self.rest = self.rest[many:]
        return many


class Heard(RawIOBase):
    """A file whose every read is told."""

    def __init__(self, file: BinaryIO, step: Callable[[], None]) -> None:
        self.file, self.step = file, step

    def read(self, size: int = -1) -> bytes:
        self.step()
        return self.file.read(size)


def reader(pieces: Iterator[bytes]) -> BufferedReader:
    """What the pieces hold, as a file that is read once from its beginning."""
    return BufferedReader(_Flow(pieces), FRAME)


def poured(file: Any) -> Iterator[bytes]:
    """All that is left of a file."""
    while piece := file.read(FRAME):
        yield piece
