"""The vault: whatever was changed on the disk or in the database is found out before anybody reads it."""

from uuid import uuid4

import pytest

from config import keys
from config.settings import settings
from gateways import shelf
from gateways.cipher import FRAME, TAG
from gateways.vault import Damaged
from models.content_keys import ContentKey
from models.database import unit_of_work
from tests.gateways.sealing import LETTER, opened, seal

pytestmark = pytest.mark.usefixtures("database")


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
    one, other = seal(LETTER, owner), seal(LETTER, owner if same_owner else uuid4())
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
