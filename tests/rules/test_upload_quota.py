"""F1: how much comes in: by request, by person and day, by what the disk has left; nothing lies in memory."""

import shutil
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from fastapi import UploadFile

from api import intake
from config.policy import policy
from gateways.clock import now
from models import uploads
from models.database import unit_of_work
from models.uploads import DayIsFull
from tests.gateways import files
from tests.personas import Cast
from tests.stages.test_receive import hands_in
from tests.test_a_secretarys_day import People
from tests.together import together
from tests.untouched import AT_THE_COUNTER, untouched

MEGABYTE = 1 << 20


@pytest.fixture
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """One megabyte a day."""
    rules = policy()
    one = rules.model_copy(update={"uploads": rules.uploads.model_copy(update={"person_day_mb": 1})})
    monkeypatch.setattr(uploads, "policy", lambda: one)


def counted(cast: Cast, size: int, **later: int) -> None:
    with unit_of_work() as session:
        uploads.count(session, cast.lin, size, at=now() + timedelta(**later))


def test_a_day_has_its_measure_for_everybody_alone(cast: Cast, little: None) -> None:
    counted(cast, MEGABYTE - 1)
    counted(cast, 1)
    with pytest.raises(DayIsFull, match="每人每天 1 MB"):
        counted(cast, 1)
    counted(cast, MEGABYTE, days=1)
    with unit_of_work() as session:
        uploads.count(session, cast.xu, MEGABYTE, at=now())


def test_of_many_at_once_only_as_many_pass_as_there_is_room_for(cast: Cast, little: None) -> None:
    def hand_in() -> bool:
        try:
            counted(cast, MEGABYTE // 4)
        except DayIsFull:
            return False
        return True

    assert sum(together(*[hand_in] * 8)) == 4


def test_whoever_has_had_it_is_told_so_on_the_page(browser: People, little: None) -> None:
    lin = browser("lin")
    with untouched(*AT_THE_COUNTER):
        shown = hands_in(
            lin, b"x" * (MEGABYTE + 1), "a.txt", media_type="text/plain", remarks="第三封", expect=409
        )
    assert "每人每天 1 MB" in shown
    assert "第三封" in shown


def test_a_disk_that_is_nearly_full_takes_nothing(browser: People, monkeypatch: pytest.MonkeyPatch) -> None:
    lin, floor = browser("lin"), policy().uploads.free_disk_mb * MEGABYTE
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=floor))
    with untouched():
        assert "检查磁盘空间" in hands_in(lin, expect=409)


def memory() -> int:
    """Bytes of this process in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4_096


def test_a_large_upload_stays_out_of_memory(cast: Cast, tmp_path: Path) -> None:
    """100 MB are copied, read, judged and sealed; this process hardly grows."""
    paper = tmp_path / "paper"
    paper.write_bytes(files.pdf_with(bytes(100 * MEGABYTE)))
    before = memory()
    with paper.open("rb") as sent:
        file = UploadFile(sent, size=paper.stat().st_size, filename="来文.pdf")
        with intake.taken_in(file, cast.lin) as upload, unit_of_work() as session:
            assert upload
            stored = upload.seal(session, cast.lin.id, at=now())
            assert (stored.size, stored.digest) == (file.size, upload.digest)
            assert memory() - before < 50 * MEGABYTE
            lying = upload.path
    assert not lying.exists()
