"""备份: one sealed file, whole or not there, while the office works."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from config.backups import key_to_seal
from config.policy import policy
from config.settings import settings
from gateways import anchor_file, shelf
from gateways.backup import keep, snapshot, writing
from gateways.backup.box import boxed
from gateways.backup.parts import ANCHORS, POLICY, VAULT, Manifest, packed
from gateways.backup.snapshot import Snapshot
from gateways.shelf import Measure
from models import backups
from models.backups import Backup, Outcome
from models.database import reading, unit_of_work
from models.migrate import standing
from models.suites import Algorithm

Source = tuple[str, Path]


def back_up(folder: Path, *, at: datetime, begin: Callable[[int], Callable[[], None]]) -> Backup:
    """``begin`` hears how many files there are, and gives what is called after each.

    Raises Busy, NoWay, ToolFailed, BadConfig.
    """
    with reading() as session:
        key = key_to_seal(used=backups.newest(session) is not None)
    with writing.desk() as desk:
        writing.make_room(folder)
        evidence = _evidence(desk)  # before the database: every signed head of this file stands in it
        seen = snapshot.taken(desk)
        manifest, flow = Manifest(at.isoformat(), standing()[0] or "", seen.tables), Measure()
        sources = _watched([*_clear(seen, evidence), *_sealed(seen)], begin)
        sealed = boxed(packed(sources, manifest, snapshot.needed_now), key, Algorithm(settings().cipher))
        path = folder / keep.name_at(at)
        writing.write(path, flow(sealed))
        return _noted(path, manifest, flow, at)


def tidy(folder: Path, *, at: datetime) -> list[str]:
    """Remove what the rules do not keep; the names."""
    old = keep.too_old(folder, policy().backup)
    for path in old:
        path.unlink()
    with unit_of_work() as session:
        backups.removed(session, str(folder), [path.name for path in old], at=at)
    return [path.name for path in old]


def _evidence(desk: Path) -> list[Path]:
    """The signed heads and this house's own policy, where there are any."""
    there = [(anchor_file.path(), desk / ANCHORS), (settings().policy, desk / POLICY)]
    return [Path(shutil.copyfile(source, to)) for source, to in there if source and source.exists()]


def _clear(seen: Snapshot, evidence: list[Path]) -> list[Source]:
    return [(path.name, path) for path in (seen.database, *evidence)]


def _sealed(seen: Snapshot) -> list[Source]:
    return [(f"{VAULT}{blob}", shelf.place(blob)) for blob in seen.blobs]


def _watched(sources: list[Source], begin: Callable[[int], Callable[[], None]]) -> Iterator[Source]:
    step = begin(len(sources))
    for source in sources:
        yield source
        step()


def _noted(path: Path, manifest: Manifest, flow: Measure, at: datetime) -> Backup:
    made = Backup(
        name=path.name,
        place=str(path.parent),
        made_at=at,
        size=flow.size,
        digest=flow.digest,
        documents=manifest.tables.get("document", 0),
        files=sum(part.name.startswith(VAULT) for part in manifest.parts),
        missing=len(manifest.missing),
        outcome=Outcome.WITHOUT if manifest.missing else None,
    )
    with unit_of_work() as session:
        backups.note(session, made)
    return made
