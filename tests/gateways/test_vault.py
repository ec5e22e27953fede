"""The vault: what is sealed opens, what is changed is found out, what is shredded is gone."""

import tracemalloc
from datetime import timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlmodel import select

from config import keys
from config.settings import settings
from gateways import cipher, shelf, vault
from gateways.cipher import FRAME, TAG, Broken
from gateways.clock import now
from gateways.shelf import NoRoom
from gateways.vault import Damaged, Shredded, StillReadable
from models.database import reading, unit_of_work
from models.files import ContentKey, FileRole, StoredFile, erase_key, files_of, keep_key

LETTER = "关于做好冬春季呼吸道传染病防治工作的通知".encode() * 50


@pytest.fixture(autouse=True)
def house(database):
    """A vault and keys of this test's own."""
    keys.keys.cache_clear()
    yield
    keys.keys.cache_clear()


def seal(content=LETTER, owner: UUID | None = None, name="通知.docx") -> StoredFile:
    with unit_of_work() as session:
        return vault.seal(
            session,
            owner or uuid4(),
            content,
            name=name,
            media_type="application/pdf",
            role=FileRole.ORIGINAL,
            pages=2,
            at=now(),
        )


def opened(stored: StoredFile) -> bytes:
    with reading() as session:
        return vault.open_file(session, stored)


def erase(owner: UUID) -> None:
    with unit_of_work() as session:
        assert erase_key(session, owner)


def on_the_shelf() -> list[bytes]:
    return [path.read_bytes() for path in settings().vault_folder.glob("**/*") if path.is_file()]


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


@pytest.mark.parametrize("at", [0, 10, 60, FRAME + 70, -1])
def test_one_changed_bit_is_found(at):
    stored = seal(LETTER + bytes(FRAME))
    path = shelf.place(stored.blob)
    sealed = bytearray(path.read_bytes())
    sealed[at] ^= 1
    path.write_bytes(sealed)
    with pytest.raises(Damaged, match="备份"):
        opened(stored)


@pytest.mark.parametrize("length", [0, 5, 38, 39, 38 + FRAME + TAG, 38 + 2 * (FRAME + TAG), -1])
def test_a_shortened_blob_is_found_even_at_the_edge_of_a_frame(length):
    stored = seal(bytes(2 * FRAME + 7))
    path = shelf.place(stored.blob)
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(Damaged):
        opened(stored)


def test_a_lengthened_blob_is_found():
    stored = seal(bytes(FRAME))
    path = shelf.place(stored.blob)
    path.write_bytes(path.read_bytes() + bytes(20))
    with pytest.raises(Damaged):
        opened(stored)


def test_frames_that_changed_places_are_found():
    stored = seal(bytes(3 * FRAME))
    path = shelf.place(stored.blob)
    sealed, step = path.read_bytes(), FRAME + TAG
    head, first, second, rest = (
        sealed[:38],
        sealed[38 : 38 + step],
        sealed[38 + step : 38 + 2 * step],
        38 + 2 * step,
    )
    path.write_bytes(head + second + first + sealed[rest:])
    with pytest.raises(Damaged):
        opened(stored)


@pytest.mark.parametrize("same_owner", [True, False])
def test_two_blobs_that_changed_places_are_found(same_owner):
    owner = uuid4()
    one, other = seal(b"one", owner), seal(b"two", owner if same_owner else uuid4())
    paths = [shelf.place(one.blob), shelf.place(other.blob)]
    first, second = (path.read_bytes() for path in paths)
    paths[0].write_bytes(second)
    paths[1].write_bytes(first)
    for stored in (one, other):
        with pytest.raises(Damaged):
            opened(stored)


def test_a_key_moved_to_another_owner_opens_nothing():
    one, other = seal(b"one"), seal(b"two")
    with unit_of_work() as session:
        session.get_one(ContentKey, other.owner).wrapped = session.get_one(ContentKey, one.owner).wrapped
    with pytest.raises(Damaged):
        opened(other)


def test_another_master_key_opens_nothing():
    stored = seal()
    (settings().keys_folder / keys.MASTER).write_bytes(bytes(32))
    keys.keys.cache_clear()
    with pytest.raises(Damaged):
        opened(stored)


def test_a_row_that_points_outside_the_vault_reaches_nothing():
    stored = seal()
    stored.blob = "../../../keys/master.key"
    with pytest.raises(Damaged):
        opened(stored)
    with pytest.raises(FileNotFoundError):
        shelf.remove(stored.blob)
    assert (settings().keys_folder / keys.MASTER).exists()


def test_a_missing_blob_is_told_as_damage_not_as_destruction():
    stored = seal()
    shelf.place(stored.blob).unlink()
    with pytest.raises(Damaged):
        opened(stored)


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
        assert [stored.name for stored in files_of(session, owner)] == ["通知.docx"] * 2


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


def test_a_crash_before_the_commit_leaves_an_orphan_that_only_the_sweeper_sees():
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
        assert keep_key(session, owner, b"first", at=now()) == b"first"
        assert keep_key(session, owner, b"second", at=now()) == b"first"


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


@examples(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=400), about=st.binary(max_size=32), data=st.data())
def test_any_change_to_any_sealed_bytes_is_found(content, about, data):
    key = cipher.new_key()
    sealed = b"".join(cipher.seal(cipher.frames(content), key, about))
    assert b"".join(cipher.unseal(BytesIO(sealed), key, about)) == content
    place = data.draw(st.integers(0, len(sealed) - 1))
    changed = sealed[:place] + bytes([sealed[place] ^ data.draw(st.integers(1, 255))]) + sealed[place + 1 :]
    for bytes_, told in [(changed, about), (sealed[:place], about), (sealed, about + b"x")]:
        with pytest.raises(Broken):
            list(cipher.unseal(BytesIO(bytes_), key, told))


def test_no_two_seals_share_a_salt():
    key = cipher.new_key()
    heads = {next(cipher.seal([b""], key, b"")) for _ in range(100_000)}
    assert len(heads) == 100_000


def test_a_nonce_is_never_used_twice_in_one_file():
    nonces = [nonce for nonce, _ in cipher._numbered(iter([b"x"] * 70_000))]
    assert len(set(nonces)) == 70_000
    assert {len(nonce) for nonce in nonces} == {12}
