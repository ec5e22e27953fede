"""A process that was killed leaves no clear text where it worked; one that is alive is not disturbed."""

import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from gateways import scratch

WORKS = """
import sys, tempfile, time
from pathlib import Path
from gateways import scratch
scratch.move_in()
(Path(tempfile.mkdtemp()) / "upload").write_text("原文")
print(tempfile.gettempdir(), flush=True)
time.sleep(60)
"""


def somebody_works() -> tuple[subprocess.Popen[str], Path]:
    child = subprocess.Popen([sys.executable, "-c", WORKS], stdout=subprocess.PIPE, text=True)
    assert child.stdout
    return child, Path(child.stdout.readline().strip())


def test_what_a_killed_process_left_is_thrown_away_and_a_living_one_is_let_be(data_dir: Path) -> None:
    (alive, his), (dead, left) = somebody_works(), somebody_works()
    try:
        assert his.parent == left.parent == data_dir / "intake"
        assert his.stat().st_mode & 0o077 == 0
        dead.send_signal(signal.SIGKILL)
        dead.wait()
        assert list(left.rglob("upload"))
        scratch.move_in()
        assert not left.exists()
        assert list(his.rglob("upload"))
        assert Path(tempfile.gettempdir()).parent == data_dir / "intake"
    finally:
        alive.kill()
        alive.wait()
