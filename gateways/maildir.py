"""信箱: the Maildir in which the mail server of the house puts what comes back.  What was dealt with moves to cur/."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from gateways.errors import Transient

LONGEST_LOOK = 200  # letters at one go


@contextmanager
def _readable(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError:
        raise Transient("mail-inbox") from None


def waiting(folder: Path) -> list[Path]:
    """What is new, oldest first.  Raises Transient: ``mail-inbox``."""
    with _readable(folder):
        return sorted(path for path in (folder / "new").iterdir() if path.is_file())[:LONGEST_LOOK]


def content(letter: Path) -> bytes:
    with _readable(letter):
        return letter.read_bytes()


def done(letter: Path) -> None:
    """Seen, as Maildir says it; twice is once."""
    with _readable(letter):
        letter.rename(letter.parents[1] / "cur" / f"{letter.name.partition(':')[0]}:2,S")
