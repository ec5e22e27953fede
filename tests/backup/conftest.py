"""A house with papers and files, and copies of it made and read as the commands do."""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from gateways import vault
from gateways.backup import make, restore
from gateways.clock import now
from models.backups import Backup
from models.database import unit_of_work
from models.files import FileRole, StoredFile
from tests.office import Letter
from tests.personas import Cast


@dataclass
class Copies:
    """``made()`` is a fresh copy; ``papers`` are the files in the vault with what they say."""

    folder: Path
    papers: list[tuple[StoredFile, bytes]]
    seconds: Iterator[int] = field(default_factory=count)

    def made(self, step: Callable[[], None] = lambda: None) -> Path:
        at = now() + timedelta(seconds=next(self.seconds))
        return path_of(make.back_up(self.folder, at=at, begin=lambda _many: step))


def path_of(made: Backup) -> Path:
    return Path(made.place) / made.name


def is_whole(copy: Path) -> bool:
    """Everything that --verify looks at."""
    manifest, report = restore.tried(copy, lambda: None)
    return not report.findings and not manifest.missing


@pytest.fixture
def house(cast: Cast, tmp_path: Path) -> Copies:
    """Three letters, one of them signed; two files of several frames and of none."""
    letters = [Letter(cast).arrives() for _ in range(3)]
    letters[0].is_registered()
    letters[0].is_proposed()
    contents = [secrets.token_bytes(2_500_000), b"", b"one page"]
    papers = [(sealed(letter, content), content) for letter, content in zip(letters, contents, strict=True)]
    return Copies(tmp_path / "copies", papers)


def sealed(letter: Letter, content: bytes) -> StoredFile:
    with unit_of_work() as session:
        return vault.seal(
            session,
            letter.id,
            content,
            name="a.pdf",
            media_type="application/pdf",
            role=FileRole.ORIGINAL,
            at=now(),
        )
