"""The vault: what is sealed opens, what is shredded is gone, and a crash leaves nothing that counts."""

import tracemalloc
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from sqlmodel import select

from config.settings import settings
from flows.sweep import sweep
from gateways import shelf, vault
from gateways.cipher import FRAME
from gateways.clock import now
from gateways.shelf import NoRoom
from gateways.vault import Shredded, StillReadable
from models import content_keys, sealed
from models.content_keys import WrappedKey
from models.database import reading, unit_of_work
from models.files import FileRole, StoredFile, files_of
from models.suites import Algorithm
from tests.gateways.sealing import LETTER, erase, on_the_shelf, opened, seal

pytestmark = pytest.mark.usefixtures("database")


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME])
def test_what_is_sealed_opens_again(size):
    content = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    stored = seal(BytesIO(content))
    assert opened(stored) == content
    assert stored.size == size
    assert (stored.pages, stored.role, stored.name) == (2, FileRole.ORIGINAL, "通知.docx")


def test_nothing_clear_lies_on_the_disk():
    seal()
    (sealed,) = on_the_shelf()
    assert all(LETTER[start : start + 8] not in sealed for start in range(0, 200))
    assert len(sealed) < len(LETTER) + 100, "sealed, not copied beside"


def test_the_same_letter_twice_is_two_different_blobs_of_one_digest():
    one, other = seal(), seal()
    assert one.digest == other.digest
    assert one.blob != other.blob
    owner = uuid4()
    assert seal(owner=owner).blob != seal(owner=owner).blob


def test_only_the_product_may_read_what_lies_there():
    stored = seal()
    path = shelf.place(stored.blob)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_without_its_key_a_document_is_unreadable_though_the_bytes_are_there():
    stored = seal()
    erase(stored.owner)
    assert shelf.place(stored.blob).exists()
    with pytest.raises(Shredded, match="内容已按清册销毁，只保留登记信息。"):
        opened(stored)


def test_shredding_takes_the_bytes_once_and_leaves_the_row():
    owner = uuid4()
    seal(owner=owner), seal(owner=owner)
    bystander = seal()
    erase(owner)
    assert vault.shred(owner) == 2
    assert vault.shred(owner) == 0
    assert len(on_the_shelf()) == 1
    assert opened(bystander) == LETTER
    with reading() as session:
        assert [stored.name for stored in files_of(session, owner)] == [sealed.GONE] * 2, (
            "its name is gone too"
        )


def test_no_file_of_the_database_remembers_the_key_of_a_shredded_document(database):
    if database != "sqlite":
        pytest.skip("asks the files of SQLite")
    stored = seal()
    with reading() as session:
        wrapped = content_keys.find(session, stored.owner).wrapped
    assert wrapped in remembered()
    erase(stored.owner)
    assert wrapped in remembered(), "the log still has it, or this test proves nothing"
    vault.shred(stored.owner)
    assert wrapped not in remembered()


def remembered() -> bytes:
    return b"".join(path.read_bytes() for path in settings().data_dir.glob("jiyao.db*"))


def test_nothing_is_shredded_while_its_key_is_there():
    stored = seal()
    with pytest.raises(StillReadable):
        vault.shred(stored.owner)
    assert opened(stored) == LETTER


def test_a_destroyed_document_gets_no_new_content():
    stored = seal()
    erase(stored.owner)
    with pytest.raises(Shredded):
        seal(owner=stored.owner)


def test_a_crash_before_the_commit_leaves_an_orphan_that_no_row_knows():
    kept = seal()
    with pytest.raises(KeyboardInterrupt):
        seal_and_crash()
    with reading() as session:
        assert session.exec(select(StoredFile.id)).all() == [kept.id]
        assert vault.orphans(session, older_than=now() - timedelta(hours=24)) == []
        (orphan,) = vault.orphans(session, older_than=now() + timedelta(seconds=1))
    assert orphan != shelf.place(kept.blob)
    assert orphan.exists()
    assert opened(kept) == LETTER


def seal_and_crash() -> None:
    with unit_of_work() as session:
        vault.seal(session, uuid4(), b"x", name="a", media_type="text/plain", role=FileRole.FORM, at=now())
        raise KeyboardInterrupt


def test_a_crash_while_writing_leaves_a_draft_and_nothing_on_the_shelf(monkeypatch):
    monkeypatch.setattr("pathlib.Path.unlink", lambda *_, **__: None)  # the machine stops: nobody tidies up
    with pytest.raises(KeyboardInterrupt):
        shelf.put(stopping_after([b"half a letter"], KeyboardInterrupt()))
    with reading() as session:
        (draft,) = vault.orphans(session, older_than=now() + timedelta(seconds=1))
    assert draft.parent.name == shelf.DRAFTS
    monkeypatch.undo()
    assert shelf.sweep(at=now()) == 0, "somebody may be writing it"
    assert shelf.sweep(at=now() + shelf.DRAFT_LIVES + timedelta(seconds=1)) == 1
    assert not draft.exists()


def test_the_clerk_throws_away_old_drafts_and_no_sealed_file():
    kept = seal()
    shelf.write(settings().vault_folder / shelf.DRAFTS / "left", [b"half a letter"])
    with unit_of_work() as session:
        sweep(session, now() + shelf.DRAFT_LIVES + timedelta(seconds=1))
    assert len(on_the_shelf()) == 1
    assert opened(kept) == LETTER


def test_a_full_disk_is_told_and_leaves_nothing():
    with pytest.raises(NoRoom, match="磁盘"):
        shelf.put(stopping_after([b"half a letter"], OSError(28, "No space left on device")))
    assert on_the_shelf() == []


def stopping_after(pieces, error):
    yield from pieces
    raise error


def test_of_two_first_keys_made_at_once_one_stands():
    owner = uuid4()
    with unit_of_work() as session:
        for wrapped in (b"first", b"second"):
            content_keys.keep(session, WrappedKey(owner, wrapped, 1, Algorithm.AES, True, None), at=now())
        assert content_keys.find(session, owner).wrapped == b"first"


def test_a_source_that_hands_out_little_at_a_time_is_sealed_whole():
    class Slow(BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 1000))

    assert opened(seal(Slow(LETTER * 3))) == LETTER * 3


def test_a_large_file_needs_little_memory():
    class Long:
        """50 MiB that are nowhere."""

        left = 50 * FRAME

        def read(self, size):
            taken = min(size, self.left)
            self.left -= taken
            return bytes(taken)

    tracemalloc.start()
    stored = seal(Long())
    with reading() as session:
        assert sum(len(piece) for piece in vault.pour(session, stored)) == 50 * FRAME
    assert tracemalloc.get_traced_memory()[1] < 10 * FRAME
    tracemalloc.stop()
