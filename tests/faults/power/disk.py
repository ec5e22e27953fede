"""A disk as a power cut may leave it.

What fsync has not seen may be lost, each change for itself and in any order: a new name, a lost name, what was written.
A rename is one change of two folders: its new name may be there beside the old one, never neither.
What was written may be there, half there, or there as zeros.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.faults.power.ops import ROOT, Answered, Committed, Gone, Made, Named, Op, Synced, Written
from tests.faults.power.recorder import DATABASE, PASSING

Where = tuple[int, str]
MOST = 64  # ways to lose something at one instant


@dataclass(frozen=True)
class State:
    """``files``: what lies where, None for a folder.  ``answered``: somebody was told that it is done."""

    files: dict[str, bytes | None]
    database: bytes
    answered: bool

    @property
    def digest(self) -> str:
        told = hashlib.sha256(self.database + bytes([self.answered]))
        for path in sorted(self.files):
            content = self.files[path]
            told.update(f"\0{path}\0{content is None}\0".encode())
            told.update(hashlib.sha256(content or b"").digest())
        return told.hexdigest()

    def lay(self, house: Path) -> None:
        house.mkdir(mode=0o700, parents=True)
        for path in sorted(self.files):
            content = self.files[path]
            if content is None:
                (house / path).mkdir(mode=0o700)
            else:
                (house / path).write_bytes(content)
                (house / path).chmod(0o600)
        (house / DATABASE).write_bytes(self.database)


@dataclass
class Disk:
    """``names`` and ``contents`` are on the platter; ``loose`` is what fsync has not seen of them."""

    database: bytes
    names: dict[Where, int] = field(default_factory=dict)
    folders: set[int] = field(default_factory=lambda: {ROOT})
    contents: dict[int, bytes] = field(default_factory=dict)
    loose: list[Named | Gone] = field(default_factory=list)
    written: dict[int, bytes] = field(default_factory=dict)
    answered: bool = False

    @classmethod
    def of(cls, house: Path, database: bytes) -> "Disk":
        """A house that has been at rest."""
        disk = cls(database)
        numbers = {house: ROOT}
        for path in sorted(house.rglob("*")):
            if path.name.startswith(DATABASE) or path.relative_to(house).parts[0] in PASSING:
                continue
            numbers[path] = inode = path.stat().st_ino
            disk.names[numbers[path.parent], path.name] = inode
            if path.is_dir():
                disk.folders.add(inode)
            else:
                disk.contents[inode] = path.read_bytes()
        return disk

    def happens(self, op: Op) -> None:
        match op:
            case Made(inode, folder):
                self.folders = self.folders | {inode} if folder else self.folders - {inode}
            case Named() | Gone():
                self.loose.append(op)
            case Written(inode, content):
                self.written[inode] = content
            case Synced(inode):
                self._synced(inode)
            case Committed(database):
                self.database = database
            case Answered():
                self.answered = True

    def states(self, chance: Random) -> Iterator[State]:
        """What a power cut at this instant may leave."""
        for kept in self._losses(chance):
            names = _applied(self.names, kept)
            for contents in self._torn(chance, set(names.values())):
                yield State(self._files(names, contents), self.database, self.answered)

    def _synced(self, inode: int | None) -> None:
        for one in list(self.written) if inode is None else [inode]:
            if one in self.written:
                self.contents[one] = self.written.pop(one)
        loose, self.loose = self.loose, []
        for op in loose:
            old = op.of[0] if isinstance(op, Named) and op.of else op.folder
            if inode in (None, old):
                self.names = _applied(self.names, [op])
            elif inode == op.folder and isinstance(op, Named) and op.of:
                self.names[op.folder, op.name] = op.inode
                self.loose.append(Gone(*op.of))
            else:
                self.loose.append(op)

    def _losses(self, chance: Random) -> Iterator[list[Named | Gone]]:
        many = len(self.loose)
        ways = range(2**many) if 2**many <= MOST else sorted(chance.sample(range(2 ** min(many, 24)), MOST))
        for way in ways:
            yield [op for place, op in enumerate(self.loose) if way >> place & 1]

    def _torn(self, chance: Random, reachable: set[int]) -> Iterator[dict[int, bytes]]:
        loose = [inode for inode in self.written if inode in reachable]
        for tear in (_lost, _whole, _half, _zeros) if loose else (_lost,):
            yield {inode: tear(self.contents.get(inode, b""), self.written[inode]) for inode in loose}
        if len(loose) > 1:
            tears = {inode: chance.choice((_lost, _whole, _half, _zeros)) for inode in loose}
            yield {i: tear(self.contents.get(i, b""), self.written[i]) for i, tear in tears.items()}

    def _files(self, names: dict[Where, int], torn: dict[int, bytes]) -> dict[str, bytes | None]:
        found: dict[str, bytes | None] = {}
        todo = [(ROOT, "")]
        while todo:
            above, path = todo.pop()
            for (folder, name), inode in names.items():
                if folder == above:
                    place = f"{path}{name}"
                    is_folder = inode in self.folders
                    found[place] = None if is_folder else torn.get(inode, self.contents.get(inode, b""))
                    todo += [(inode, f"{place}/")] if is_folder else []
        return found


def _applied(names: dict[Where, int], ops: list[Named | Gone]) -> dict[Where, int]:
    names = dict(names)
    for op in ops:
        if isinstance(op, Gone):
            names.pop((op.folder, op.name), None)
        else:
            names[op.folder, op.name] = op.inode
            if op.of:
                names.pop(op.of, None)
    return names


def _lost(old: bytes, _new: bytes) -> bytes:
    return old


def _whole(_old: bytes, new: bytes) -> bytes:
    return new


def _half(old: bytes, new: bytes) -> bytes:
    """What was there already is not written again."""
    same = _same(old, new)
    return new[: same + (len(new) - same) // 2]


def _zeros(old: bytes, new: bytes) -> bytes:
    return new[: _same(old, new)] + bytes(len(new) - _same(old, new))


def _same(old: bytes, new: bytes) -> int:
    return next(
        (at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new))
    )
