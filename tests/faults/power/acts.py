"""What is done while the power goes, and what must then be true: all of it, or nothing of it."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from fastapi import UploadFile
from sqlmodel import col, select
from starlette.datastructures import Headers

from api.receive import LetterSent, sign_for
from config import keys
from config.keys import secrets_of
from config.settings import settings
from flows.destroy import execute
from gateways import anchor_file, shelf, vault
from gateways.backup import make, restore, writing
from gateways.clock import SHANGHAI, now
from models import anchors, keyring, masters, rotation
from models.backups import Backup
from models.content_keys import ContentKey
from models.database import reading, unit_of_work
from models.files import StoredFile
from models.orders import DestructionOrder
from models.people import Person
from models.receive import LikelyDuplicate
from tests.held import broken
from tests.personas import Cast, move_in

LETTER = "停电那一刻送到的来文。".encode() * 30
COPIES = "copies"


@dataclass(frozen=True)
class Story:
    """``then`` looks at the house that came up again; ``answered``: somebody was told that it is done."""

    name: str
    act: Callable[[], None]
    then: Callable[[bool], None]
    furnished: bool = True


def holds(story: Story, answered: bool) -> None:
    """Raises AssertionError."""
    with reading() as session:
        for stored in session.exec(_readable()):
            vault.open_file(session, stored)
    assert not broken(), broken()
    assert not list((settings().vault_folder / shelf.DRAFTS).glob("*")), "a draft was left"
    story.then(answered)


def _first_day() -> None:
    """From a house without people and keys to its first letter."""
    secrets_of(settings())
    with unit_of_work() as session:
        if session.exec(select(Person)).first() is None:
            move_in(session)
    _receive()


def _receive() -> None:
    file = UploadFile(BytesIO(LETTER), size=len(LETTER), filename="来文.txt", headers=_text())
    at = now().astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
    sent = LetterSent(received_from="江州市疾控中心", received_at=at, carrier="专人送达", file=[file])
    with suppress(LikelyDuplicate):  # the one that was killed had done it
        sign_for(sent, "one", Cast().lin)


def _received(answered: bool) -> None:
    with reading() as session:
        digest = sha256(LETTER).hexdigest()
        there = session.exec(_readable().where(StoredFile.digest == digest)).all()
    assert len(there) == 1 or (not there and not answered), f"{len(there)} letters"


def _rotate() -> None:
    rotation.begin(at=now())
    rotation.finish(at=now())
    rotation.retire(masters.FIRST, at=now())


def _rotated(answered: bool) -> None:
    """What was begun is finished; what was retired is gone for good."""
    done = rotation.finish(at=now())
    assert not done.unreadable
    with reading() as session:
        newest = masters.newest(session)
        for owner in session.exec(select(ContentKey.owner)):
            keyring.key_to_open(session, owner)
        retired = [one.version for one in masters.versions(session) if one.retired_at]
    assert newest > masters.FIRST or not answered
    assert retired or not answered
    for version in retired:
        gone = settings().keys_folder / keys.master_name(version)
        assert not (answered and gone.exists()), "a retired key came back"
        rotation.retire(version, at=now())
        assert not gone.exists()


def _destroy() -> None:
    with reading() as session:
        order = session.exec(select(DestructionOrder.id)).one()
    execute(order)


def _destroyed(_answered: bool) -> None:
    """Whatever stood there, it was carried on to its end: no key, and no bytes."""
    with reading() as session:
        assert session.exec(select(DestructionOrder)).one().executed_at
        gone = session.exec(select(StoredFile).where(col(StoredFile.owner).not_in(select(ContentKey.owner))))
        left = [stored.blob for stored in gone if shelf.place(stored.blob).exists()]
    assert not left, "bytes of what was destroyed"


def _copy() -> None:
    folder = settings().data_dir / COPIES
    later = timedelta(minutes=len(list(folder.glob("*"))))  # a name of its own, where one was killed
    make.back_up(folder, at=now() + later, begin=lambda _many: lambda: None)


def _copied(answered: bool) -> None:
    folder = settings().data_dir / COPIES
    writing.make_room(folder)
    there = {path.name: path for path in folder.iterdir()}
    with reading() as session:
        noted = session.exec(select(Backup.name)).all()
    assert set(noted) <= there.keys(), "noted, and not there"
    assert noted or not answered
    assert all(_is_whole(path, sha256(path.read_bytes()).digest()) for path in there.values())


def _anchor() -> None:
    with unit_of_work() as session:
        anchors.make(session, at=now())
        owed = anchors.beyond(session, anchor_file.last_number())
    anchor_file.add([one.head for one in owed])


def _anchored(_answered: bool) -> None:
    """The next anchor stands on a line of its own, whatever was torn before."""
    with unit_of_work() as session:
        newest = anchors.newest(session)
    told = anchor_file.newest()
    assert (told.anchor if told else 0) == (newest.number if newest else 0)


STORIES = [
    Story("first-day", _first_day, _received, furnished=False),
    Story("upload", _receive, _received),
    Story("rotation", _rotate, _rotated),
    Story("destruction", _destroy, _destroyed),
    Story("backup", _copy, _copied),
    Story("anchor", _anchor, _anchored),
]
_whole: dict[bytes, bool] = {}


def _is_whole(copy: Path, digest: bytes) -> bool:
    if digest not in _whole:
        manifest, report = restore.tried(copy, lambda: None)
        _whole[digest] = not report.findings and not manifest.missing
    return _whole[digest]


def _readable():  # type: ignore[no-untyped-def]
    return select(StoredFile).where(col(StoredFile.owner).in_(select(ContentKey.owner)))


def _text() -> Headers:
    return Headers({"content-type": "text/plain"})
