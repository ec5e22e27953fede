"""Whatever happens to a copy on its way is told; what was broken off never looks like a copy."""

import os
import random
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config.backups import key_to_open
from config.errors import BadConfig
from config.settings import settings
from gateways import shelf
from gateways.backup import box, restore, writing
from gateways.backup.box import MAGIC, SIGN
from gateways.backup.faults import BadCopy, Busy, NoCopy, NotEmpty, NoWay, OtherKey
from gateways.backup.keep import ENDING
from gateways.cipher import FRAME, HEAD, SALT
from models.errors import DomainError
from models.suites import TAG
from tests.backup.conftest import Copies, is_whole

SEED, EACH = 20261122, 12
FIRST = len(MAGIC) + SIGN + HEAD + SALT  # where the frames begin


def a_bit(whole: bytes, dice: random.Random) -> bytes:
    at = dice.randrange(len(whole))
    return whole[:at] + bytes([whole[at] ^ 1 << dice.randrange(8)]) + whole[at + 1 :]


def a_bit_of_the_head(whole: bytes, dice: random.Random) -> bytes:
    return a_bit(whole[:FIRST], dice) + whole[FIRST:]


def an_end(whole: bytes, dice: random.Random) -> bytes:
    """Cut anywhere, or just where a frame ends."""
    ends = range(FIRST, len(whole), FRAME + TAG)
    return whole[: dice.choice([dice.randrange(len(whole)), *ends])]


def two_frames(whole: bytes, dice: random.Random) -> bytes:
    frames = [whole[at : at + FRAME + TAG] for at in range(FIRST, len(whole), FRAME + TAG)]
    one, other = dice.sample(range(len(frames)), 2)
    frames[one], frames[other] = frames[other], frames[one]
    return whole[:FIRST] + b"".join(frames)


def more(whole: bytes, dice: random.Random) -> bytes:
    return whole + dice.randbytes(dice.randrange(1, 2 * FRAME))


@pytest.mark.parametrize("how", [a_bit, a_bit_of_the_head, an_end, two_frames, more])
def test_no_corruption_goes_unseen(house: Copies, how: Callable[[bytes, random.Random], bytes]) -> None:
    copy, dice = house.made(), random.Random(f"{SEED}{how.__name__}")
    whole = copy.read_bytes()
    assert len(whole) > FIRST + 2 * FRAME
    for _ in range(EACH):
        copy.write_bytes(how(whole, dice))
        with pytest.raises((BadCopy, NoCopy) if how is not a_bit_of_the_head else DomainError):
            restore.tried(copy, lambda: None)
    copy.write_bytes(whole)
    assert is_whole(copy)


def test_frames_of_another_copy_do_not_fit(house: Copies) -> None:
    one, other = house.made().read_bytes(), house.made()
    end = FIRST + FRAME + TAG
    whole = other.read_bytes()
    for mixed in (whole[:FIRST] + one[FIRST:], whole[:FIRST] + one[FIRST:end] + whole[end:]):
        other.write_bytes(mixed)
        with pytest.raises(BadCopy):
            restore.tried(other, lambda: None)


def test_nothing_damaged_is_restored_and_nothing_over_another(
    house: Copies, database: str, tmp_path: Path
) -> None:
    """On PostgreSQL the house's own database is in the way before the copy is even read."""
    copy, new = house.made(), tmp_path / "new"
    copy.write_bytes(copy.read_bytes()[:-1])
    with pytest.raises(BadCopy if database == "sqlite" else NotEmpty):
        restore.restored(copy, new, lambda: None)
    assert [path.name for path in tmp_path.iterdir() if "new" in path.name] == []
    new.mkdir()
    (new / "a").touch()
    with pytest.raises(NotEmpty):
        restore.restored(copy, new, lambda: None)


def test_another_key_or_none_opens_nothing_and_is_told(house: Copies, database: str) -> None:
    copy, key = house.made(), settings().keys_folder / "backup.key"
    kept = key.read_bytes()
    assert kept not in copy.read_bytes()
    key.write_bytes(bytes(32))
    with pytest.raises(OtherKey):
        restore.tried(copy, lambda: None)
    key.unlink()
    for asks in (lambda: restore.tried(copy, lambda: None), house.made):
        with pytest.raises(BadConfig, match="备份密钥"):
            asks()
    assert not key.exists(), "a lost key is never made anew while copies are known"


def test_no_key_lies_in_a_copy(house: Copies) -> None:
    keys = {path.read_bytes() for path in settings().keys_folder.iterdir()}
    with house.made().open("rb") as file:
        clear = b"".join(box.opened(file, key_to_open()))
    assert len(keys) > 4
    assert b"manifest.json" in clear
    assert not [key for key in keys if key in clear]


def test_a_killed_backup_leaves_nothing_that_looks_like_one(house: Copies) -> None:
    for after in range(4):
        assert _killed(house, after) == signal.SIGKILL
        assert not list(house.folder.glob(f"*{ENDING}"))
        for left in house.folder.iterdir():
            copy = left.with_suffix(ENDING)
            shutil.copy(left, copy)
            with pytest.raises((BadCopy, NoCopy)):
                restore.tried(copy, lambda: None)
            copy.unlink()
    assert is_whole(house.made())
    assert [path.suffix for path in house.folder.iterdir()] == [ENDING]
    assert list((settings().data_dir / "backup").iterdir()) == [], "no clear copy is left either"


def _killed(house: Copies, after: int) -> int:
    """A child dies after so many parts; the signal that ended it."""
    child = os.fork()
    if not child:
        parts: Iterator[int] = iter(range(after))
        house.made(lambda: None if next(parts, None) is not None else os.kill(os.getpid(), signal.SIGKILL))
        os._exit(0)
    return os.WTERMSIG(os.waitpid(child, 0)[1])


def test_a_second_backup_at_the_same_time_is_refused(house: Copies) -> None:
    with writing.desk(), pytest.raises(Busy):
        house.made()


def test_a_full_or_closed_disk_leaves_nothing(house: Copies) -> None:
    house.folder.write_text("a file where the folder should be")
    with pytest.raises(NoWay):
        house.made()


def test_a_file_that_the_house_lost_is_named_and_the_rest_is_kept(house: Copies) -> None:
    stored, _content = house.papers[0]
    shelf.remove(stored.blob)
    manifest, report = restore.tried(house.made(), lambda: None)
    assert (manifest.missing, report.findings) == ([stored.blob], [])
    other, _content = house.papers[2]
    shelf.place(other.blob).write_bytes(b"damaged")
    manifest, _report = restore.tried(house.made(), lambda: None)
    assert sorted(manifest.missing) == sorted([stored.blob, other.blob])
