"""换钥 (A8): whoever kills it, whoever works meanwhile, everything opens afterwards and nothing is on the old key."""

import os
import random
import signal
import threading
import time
from uuid import UUID, uuid4

import pytest

from config import keys
from config.settings import settings
from gateways.clock import now
from models import content_keys, keyring, masters, rotation
from models.content_keys import ContentKey
from models.database import reading, unit_of_work
from models.errors import NotFound
from models.rotation import InForce, StillWraps
from models.suites import Algorithm
from tests.gateways.sealing import LETTER, opened, seal

pytestmark = pytest.mark.usefixtures("database")


def made(many: int) -> dict[UUID, bytes]:
    owners = [uuid4() for _ in range(many)]
    with unit_of_work() as session:
        return {owner: keyring.key_to_seal(session, owner, at=now()) for owner in owners}


def all_open(secrets: dict[UUID, bytes]) -> bool:
    with reading() as session:
        return all(keyring.key_to_open(session, owner) == secret for owner, secret in secrets.items())


def versions() -> dict[int, int]:
    with reading() as session:
        return content_keys.counted(session)


def test_a_rotation_leaves_every_key_open_and_none_on_the_old_master():
    secrets, stored = made(250), seal()
    assert versions() == {1: 251}
    assert rotation.begin(at=now()) == 2
    assert all_open(secrets), "while both versions wrap"
    assert rotation.finish(at=now()).rewrapped == 251
    assert versions() == {2: 251}
    assert all_open(secrets)
    assert opened(stored) == LETTER


def test_what_was_wrapped_before_there_were_versions_opens_and_is_bound_by_the_rotation():
    owner, secret = uuid4(), keyring.new_key()
    older = masters.AESGCM(keys.master_key(1)).encrypt(bytes(12), secret, owner.bytes)
    with unit_of_work() as session:
        session.add(ContentKey(owner=owner, wrapped=bytes(12) + older, made_at=now()))
    assert all_open({owner: secret})
    rotation.begin(at=now())
    rotation.finish(at=now())
    with reading() as session:
        kept = content_keys.find(session, owner)
    assert (kept.bound, kept.master_version) == (True, 2)
    assert all_open({owner: secret})


def test_new_documents_are_wrapped_by_the_version_in_force_though_the_process_knew_only_the_old(monkeypatch):
    known = keys.keys()
    rotation.begin(at=now())
    monkeypatch.setattr(keys, "keys", forgetting(known, keys.keys))
    secrets = made(1)
    assert versions() == {2: 1}
    assert all_open(secrets)


def forgetting(known, afresh):
    """What a process read before, until it asks the files again."""
    reads = [known]

    def keys_now():
        return reads[-1]

    keys_now.cache_clear = lambda: reads.append(afresh())
    return keys_now


def test_a_version_is_retired_only_when_it_wraps_nothing():
    secrets = made(3)
    rotation.begin(at=now())
    with pytest.raises(InForce, match="第2版主密钥正在使用"):
        rotation.retire(2, at=now())
    with pytest.raises(StillWraps, match="还有3项由第1版主密钥保护"):
        rotation.retire(1, at=now())
    with pytest.raises(NotFound):
        rotation.retire(7, at=now())
    rotation.finish(at=now())
    at = now()
    assert (rotation.retire(1, at=at) - at).days == 14
    assert not (settings().keys_folder / keys.MASTER).exists()
    assert rotation.retire(1, at=now()), "twice is the same as once"
    assert all_open(secrets)
    assert rotation.begin(at=now()) == 3


def test_one_damaged_key_is_told_and_holds_nothing_up():
    secrets = made(5)
    lost = next(iter(secrets))
    with unit_of_work() as session:
        session.get_one(ContentKey, lost).wrapped = bytes(60)
    rotation.begin(at=now())
    outcome = rotation.finish(at=now())
    assert (outcome.rewrapped, outcome.unreadable) == (4, 1)
    assert versions() == {1: 1, 2: 4}
    with pytest.raises(StillWraps):
        rotation.retire(1, at=now())


def test_the_office_works_while_the_keys_are_changed(monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 3)
    secrets, over = made(60), threading.Event()

    def office() -> None:
        while not over.is_set():
            secrets.update(made(1))
            assert opened(seal()) == LETTER

    worker = threading.Thread(target=office)
    worker.start()
    rotation.begin(at=now())
    rotation.finish(at=now())
    over.set()
    worker.join()
    rotation.finish(at=now())
    assert set(versions()) == {2}
    assert all_open(secrets)


@pytest.mark.faults
def test_a_hundred_kills_in_the_rotation_lose_no_key_and_leave_none_behind(monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 4)
    secrets, chance, in_the_middle = made(80), random.Random(8), 0
    for _ in range(100):
        kill_a_rotation(after=chance.uniform(0, 0.3))
        keys.keys.cache_clear()
        assert all_open(secrets)
        in_the_middle += len(versions()) > 1
    rotation.finish(at=now())
    with reading() as session:
        newest = masters.newest(session)
        assert rotation.left(session) == 0
    assert newest > 2, "some rotations came to their end"
    assert in_the_middle > 10, "and some did not"
    assert versions() == {newest: 80}
    assert all_open(secrets)


def kill_a_rotation(after: float) -> None:
    child = os.fork()
    if child == 0:
        while True:
            with reading() as session:
                waiting = rotation.left(session)
            if not waiting:
                rotation.begin(at=now())
            rotation.finish(at=now())
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def test_every_wrapping_takes_a_nonce_of_its_own():
    about = {"version": 1, "algorithm": Algorithm.AES}
    with unit_of_work() as session:
        masters.to_wrap(session, at=now())
    nonces = {masters.wrap(b"k" * 32, b"", **about)[:12] for _ in range(100_000)}
    assert len(nonces) == 100_000
