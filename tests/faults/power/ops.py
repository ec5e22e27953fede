"""What happened to the disk, one line each.  A file or folder is its inode number; the database is whole after each
commit (SQLite, synchronous=FULL) and stands apart.
"""

from dataclasses import dataclass

ROOT = 0  # the folder of the house


@dataclass(frozen=True)
class Made:
    """A new file or folder, without a name yet."""

    inode: int
    folder: bool


@dataclass(frozen=True)
class Named:
    """``of``: the name it had until now, where it was renamed."""

    folder: int
    name: str
    inode: int
    of: tuple[int, str] | None = None


@dataclass(frozen=True)
class Gone:
    folder: int
    name: str


@dataclass(frozen=True)
class Written:
    inode: int
    content: bytes


@dataclass(frozen=True)
class Synced:
    """None: everything."""

    inode: int | None


@dataclass(frozen=True)
class Committed:
    database: bytes


@dataclass(frozen=True)
class Answered:
    """The house said to somebody: done."""


Op = Made | Named | Gone | Written | Synced | Committed | Answered
