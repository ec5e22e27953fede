"""Looks at the folder of the house before and after everything that may change it, and writes down what changed."""

import os
import pickle
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlmodel import Session

from tests.faults.power.ops import ROOT, Answered, Committed, Gone, Made, Named, Op, Synced, Written

CHANGES = ("rename", "replace", "link", "unlink", "remove", "mkdir", "rmdir", "truncate")
DATABASE = "jiyao.db"
DIED = 9
PASSING = ("intake", "logs")  # nothing in there counts after a start
LINK = os.link  # as it is when nobody watches
Names = dict[tuple[int, str], int]


class Recorder:
    """``dies_at``: after so many lines this process ends as a power switch would have it, and nothing is tidied."""

    def __init__(self, house: Path, log: Path, dies_at: int = 0) -> None:
        self.house, self.log, self.dies_at, self.told = house, log.open("wb"), dies_at, 0
        self.root = house.stat().st_ino
        self.keep = self.inodes(house)
        self.keep.mkdir(exist_ok=True)
        self.seen, self.held = dict[int, bytes](), dict[int, int]()
        self.names, self.seen, self.database = self._look()

    @staticmethod
    def inodes(house: Path) -> Path:
        return house.with_name(f"{house.name}-inodes")

    def answered(self) -> None:
        self.look()
        self._tell(Answered())

    def look(self) -> None:
        names, seen, database = self._look()
        for inode in seen.keys() - self.seen.keys():
            self._tell(Made(inode, seen[inode] == b"/"))
        for inode, content in seen.items():
            if content not in (self.seen.get(inode, b""), b"/"):
                self._tell(Written(inode, content))
        self._names_changed(names)
        if database != self.database:
            self._tell(Committed(database))
        files = {inode: content for inode, content in self.seen.items() if content != b"/"}
        self.names, self.seen, self.database = names, files | seen, database

    def synced(self, inode: int | None) -> None:
        known = {ROOT, *self.seen}
        inode = ROOT if inode == self.root else inode
        if inode is None or inode in known:
            self._tell(Synced(inode))

    def _names_changed(self, names: Names) -> None:
        gone = {where: inode for where, inode in self.names.items() if names.get(where) != inode}
        moved = {inode: where for where, inode in gone.items()}
        for (folder, name), inode in names.items():
            if self.names.get((folder, name)) != inode:
                old = moved.get(inode)
                self._tell(Named(folder, name, inode, old))
                gone.pop(old, None) if old else None
        for folder, name in gone.keys() - names.keys():
            self._tell(Gone(folder, name))

    def _tell(self, op: Op) -> None:
        pickle.dump(op, self.log)
        self.log.flush()
        self.told += 1
        if self.told == self.dies_at:
            os._exit(DIED)

    def _look(self) -> tuple[Names, dict[int, bytes], bytes]:
        names, seen = Names(), dict[int, bytes]()
        for folder, folders, files in os.walk(self.house):
            folders[:] = [name for name in folders if name not in PASSING]
            above = self._number(folder)
            for name in folders:
                names[above, name] = inode = self._number(os.path.join(folder, name))
                seen[inode] = b"/"
            for name in (one for one in files if not one.startswith(DATABASE)):
                path = os.path.join(folder, name)
                names[above, name] = inode = self._number(path)
                seen[inode] = Path(path).read_bytes()
        return names, seen, database_of(self.house)

    def _number(self, path: str) -> int:
        """A file keeps a name elsewhere, a folder is held open, so that no other gets its number."""
        inode = os.stat(path).st_ino
        if os.path.isdir(path) and inode not in self.held:
            self.held[inode] = os.open(path, os.O_RDONLY)
        kept = self.keep / str(inode)
        if os.path.isfile(path) and not kept.exists():
            LINK(path, kept)
        return ROOT if inode == self.root else inode


def database_of(house: Path) -> bytes:
    """As whoever opens it now finds it."""
    with closing(sqlite3.connect(house / DATABASE)) as connection:
        connection.execute("BEGIN")
        return connection.serialize()


@contextmanager
def recording(recorder: Recorder) -> Iterator[None]:
    """While this lasts, whatever changes the disk is looked at.  Meant for a process of its own."""
    real = {name: getattr(os, name) for name in (*CHANGES, "fsync", "fdatasync", "sync")}

    def watched(change: Callable[..., Any]) -> Callable[..., Any]:
        def changed(*args: Any, **named: Any) -> Any:
            recorder.look()
            done = change(*args, **named)
            recorder.look()
            return done

        return changed

    def sync(handle: int) -> None:
        recorder.look()
        real["fsync"](handle)
        recorder.synced(os.fstat(handle).st_ino)

    def sync_all() -> None:
        recorder.look()
        recorder.synced(None)

    for name in CHANGES:
        setattr(os, name, watched(real[name]))
    os.fsync, os.fdatasync, os.sync = sync, sync, sync_all
    event.listen(Session, "after_commit", lambda _session: recorder.look())
    yield
    for name, change in real.items():
        setattr(os, name, change)
