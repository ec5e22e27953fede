"""页面图像: one page of a file drawn as a picture in a confined child, so that a browser never runs what came in."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from uuid import UUID

from config.language import _
from gateways import confined
from gateways.confined import python
from gateways.pictures.kept import Kept
from models.errors import NotFound, NotNow

TIMEOUT_SECONDS = 20
QUEUE_SECONDS = 20
NO_SUCH_PAGE = 3  # the child's exit code

_kept = Kept()
_hands = BoundedSemaphore(3)  # a child takes up to 512 MiB


class NoPicture(NotNow):
    def __init__(self) -> None:
        super().__init__(_("这一页画不出来，请下载原件查看。"))


def page(pieces: Iterable[bytes], media_type: str, number: int, *, file_id: UUID | None = None) -> bytes:
    """Page ``number`` (from 1) as PNG, without a watermark.  Raises NotFound for no such page, NoPicture.

    With ``file_id`` it is kept in memory for a few minutes, for whoever turns back to it; whoever asks must have
    been let to the file before.
    """
    key = (file_id, number)
    if file_id and (known := _kept.get(key)):
        return known
    drawn = _asked(pieces, media_type, number)
    if file_id:
        _kept.put(key, drawn)
    return drawn


def count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    return int(_asked([pdf], "application/pdf", 0))


def _asked(pieces: Iterable[bytes], media_type: str, number: int) -> bytes:
    """The content goes through memory that has no name: nothing in clear touches the disk."""
    with _turn(), confined.unnamed(pieces) as content:
        command = python("gateways.pictures", media_type, str(number))
        code, answer = confined.run(command, seconds=TIMEOUT_SECONDS, given=content)
    if code == NO_SUCH_PAGE:
        raise NotFound()
    if code or not answer:
        raise NoPicture()
    return answer


@contextmanager
def _turn() -> Iterator[None]:
    if not _hands.acquire(timeout=QUEUE_SECONDS):
        raise NoPicture()
    try:
        yield
    finally:
        _hands.release()
