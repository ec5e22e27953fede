"""The processes that ``jiyao up`` looks after: dying, falling ill, writing too much, being told to stop."""

import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cli import children
from api.cli.children import Child, rotate
from tests.engine.machine import until

SLEEP = "import time; print('begun', flush=True); time.sleep(60)"
STUBBORN = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {SLEEP}"


@pytest.fixture
def born(tmp_path: Path) -> Iterator[Child]:
    child = Child("child", [sys.executable, "-c", SLEEP], tmp_path / "logs" / "child.log")
    yield child
    if child.process:
        child.process.kill()
        child.process.wait()


def begun(child: Child) -> int:
    """How often it began."""
    return child.log.read_text().count("begun") if child.log.exists() else 0


def dead(child: Child) -> bool:
    return child.process is not None and child.process.poll() is not None


def test_who_dies_is_started_again_after_a_pause(born: Child) -> None:
    assert born.tend() == ""
    until(lambda: begun(born) == 1)
    assert born.tend() == ""
    assert born.process
    born.process.kill()
    until(lambda: dead(born))
    assert "child 退出（-9），1 秒后重启" in born.tend()
    assert born.tend() == ""
    assert born.process is None
    until(lambda: born.tend() == "" and begun(born) == 2)


def test_who_dies_again_and_again_waits_longer_each_time(born: Child) -> None:
    born.command = [sys.executable, "-c", "raise SystemExit(3)"]
    pauses = []
    for _ in range(7):
        born.again_at = 0
        born.tend()
        until(lambda: dead(born))
        pauses.append(int(born.tend().split("，")[1].split()[0]))
    assert pauses == [1, 2, 4, 8, 16, 30, 30]


def test_who_lived_long_did_not_die_of_starting(born: Child) -> None:
    born.failures = 5
    born.tend()
    born.started -= children.STEADY_SECONDS + 1
    assert born.process
    born.process.kill()
    until(lambda: dead(born))
    assert "1 秒后重启" in born.tend()


def test_who_was_well_and_does_not_answer_any_more_is_started_again(born: Child) -> None:
    health = [True]
    born.well = lambda: health[0]
    born.tend()
    until(lambda: begun(born) == 1)
    assert born.tend() == ""
    health[0] = False
    assert born.tend() == ""  # a moment of weakness
    assert born.last_well
    born.last_well -= children.ILL_SECONDS
    assert "没有应答" in born.tend()
    assert dead(born)


def test_who_is_still_starting_is_given_time(born: Child) -> None:
    born.well = lambda: False
    born.tend()
    born.started -= children.CONVALESCENCE_SECONDS - 5
    assert born.tend() == ""
    born.started -= 5
    assert "没有应答" in born.tend()


@pytest.mark.parametrize(("program", "by"), [(SLEEP, signal.SIGTERM), (STUBBORN, signal.SIGKILL)])
def test_who_is_told_to_stop_stops_by_force_if_need_be(born: Child, program: str, by: int) -> None:
    born.command = [sys.executable, "-c", program]
    born.tend()
    until(lambda: begun(born) == 1)
    born.tell_to_stop()
    born.wait(1)
    assert born.process
    assert born.process.returncode == -by


def test_a_log_that_grew_too_long_is_put_aside_and_written_on(
    born: Child, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "LOG_BYTES", 20)
    born.command = [
        sys.executable,
        "-c",
        "import time\nfor n in range(600): print(n, flush=True); time.sleep(.01)",
    ]
    born.tend()
    until(lambda: born.log.with_name("child.log.2").exists() or born.tend())
    until(lambda: "\x00" not in born.log.read_text() and born.log.stat().st_size > 0)
    assert born.log.stat().st_mode & 0o077 == 0


def test_only_so_many_old_logs_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "LOG_BYTES", 1)
    log = tmp_path / "child.log"
    for number in range(children.LOGS_KEPT + 3):
        log.write_text(f"day {number}")
        rotate(log)
    kept = sorted(tmp_path.iterdir())
    assert len(kept) == children.LOGS_KEPT + 1
    assert log.with_name("child.log.1").read_text() == f"day {number}"
    assert log.read_text() == ""


def test_who_never_gets_well_in_time_is_given_longer_each_time(born: Child) -> None:
    """A machine that is too busy to start it would only be busier with the next start."""
    born.well = lambda: False
    for times in (1, 2):
        born.again_at = 0
        born.tend()
        born.started -= children.CONVALESCENCE_SECONDS * times - 5
        assert born.tend() == ""
        born.started -= 5
        assert "没有应答" in born.tend()
        assert born.tend().startswith("child 退出")
