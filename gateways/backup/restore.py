"""恢复: a copy is read to its end and compared with its manifest before anything of it counts."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from config.backups import key_to_open
from config.platter import sync_way
from config.settings import settings
from gateways import anchor_file, shelf
from gateways.backup import box, postgres, snapshot
from gateways.backup.faults import NotEmpty, OtherDatabase
from gateways.backup.flows import Heard
from gateways.backup.parts import ANCHORS, DUMP, SQLITE, VAULT, Manifest, unpacked
from models import heads
from models.proof import Report, looking_at
from models.verify import verify

Step = Callable[[], None]


def tried(copy: Path, step: Step) -> tuple[Manifest, Report]:
    """Every digest, every count, and what ``jiyao verify-audit`` looks at; nothing here is changed.

    Raises NoCopy, OtherKey, BadCopy, ToolFailed, BadConfig.
    """
    with laid_out(copy, step) as (manifest, url, told), looking_at(url) as connection:
        return manifest, _compared(connection, manifest, told)


@contextmanager
def laid_out(copy: Path, step: Step) -> Iterator[tuple[Manifest, str, list[str]]]:
    """The manifest, where the database can be asked for as long as it is wanted, and the signed heads."""
    with TemporaryDirectory(prefix="jiyao-trial-") as desk:
        manifest = _unpack(copy, Path(desk), step, with_vault=False)
        with _database(Path(desk)) as url:
            yield manifest, url, anchor_file.lines(Path(desk) / ANCHORS)


def restored(copy: Path, house: Path, step: Step) -> Manifest:
    """Into a folder that is empty or not there; it appears whole.  The keys come from their own backup.

    Raises NotEmpty, OtherDatabase besides.
    """
    _must_be_empty(house)
    draft = house.with_name(f".{house.name}.unfinished")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    try:
        manifest = _unpack(copy, draft, step, with_vault=True)
        _load(draft)
        _settle(draft)
        draft.rename(house)
        sync_way(house.parent)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest


def _must_be_empty(house: Path) -> None:
    if house.exists() and any(house.iterdir()):
        raise NotEmpty(str(house))
    url = settings().database_url
    if not url.startswith("sqlite") and not postgres.is_empty(url):
        raise NotEmpty("JIYAO_DATABASE_URL")


def _unpack(copy: Path, to: Path, step: Step, *, with_vault: bool) -> Manifest:
    def take(name: str, pieces: Iterator[bytes]) -> None:
        blob = name.removeprefix(VAULT)
        place = shelf.within(to / "vault", blob) if blob != name else to / name
        if blob == name or with_vault:
            _lay(place, pieces)
        else:
            for _piece in pieces:
                pass

    with copy.open("rb") as file:
        return unpacked(box.opened(Heard(file, step), key_to_open()), take)


def _lay(place: Path, pieces: Iterator[bytes]) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.writelines(pieces)


def _load(draft: Path) -> None:
    if (dumped := draft / DUMP).exists():
        postgres.load(dumped, _server())
        dumped.unlink()


def _server() -> str:
    url = settings().database_url
    if url.startswith("sqlite"):
        raise OtherDatabase()
    return url


def _settle(draft: Path) -> None:
    """Everything where the house looks for it, and on the platter."""
    if (heads_file := draft / ANCHORS).exists():
        (draft / "anchors").mkdir(mode=0o700)
        heads_file.rename(draft / "anchors" / ANCHORS)
    os.sync()


@contextmanager
def _database(desk: Path) -> Iterator[str]:
    if (file := desk / SQLITE).exists():
        yield f"sqlite:///{file}"
        return
    with postgres.trial(_server()) as url:
        postgres.load(desk / DUMP, url)
        yield url


def _compared(connection: Connection, manifest: Manifest, told: list[str]) -> Report:
    report = verify(connection, told, heads.public_key())
    found = snapshot.tables(connection)
    for name in sorted({*found, *manifest.tables}):
        if found.get(name) != manifest.tables.get(name):
            report.add(f"表 {name}", f"应有{manifest.tables.get(name, 0)}行，实有{found.get(name, 0)}行")
    return report
