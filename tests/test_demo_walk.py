"""jiyao demo --walk-only, as README tells people to try it: one document's whole life, and a clean end."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
JIYAO = [sys.executable, "-c", "from api.cli import app; app()"]
CLOSING = re.compile(
    r"walked 1 document: 7 stages, (?P<runs>\d+) runs, (?P<mails>\d+) mails, (?P<forms>\d+) forms, audit ok"
)
STEPS = 19

pytestmark = [pytest.mark.engine, pytest.mark.slow, pytest.mark.timeout(900)]


def jiyao(*words: str, at: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JIYAO_")}
    environment |= {"PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [*JIYAO, *words], cwd=at, env=environment, capture_output=True, text=True, timeout=800, check=False
    )


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("demo")
    return folder, jiyao("demo", "--walk-only", at=folder)


def test_the_document_lives_its_whole_life(
    walked: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    _, told = walked
    assert told.returncode == 0, told.stderr
    *lines, closing = told.stdout.splitlines()
    counted = CLOSING.fullmatch(closing)
    assert counted, closing
    steps = [line for line in lines if re.match(r" ?\d+ ", line)]
    assert len(steps) == STEPS
    assert all("advance-" in line for line in steps[:-1]), "every act had its run"
    assert int(counted["runs"]) >= STEPS - 1
    assert int(counted["mails"]) >= 8
    assert int(counted["forms"]) == 9
    assert "Traceback" not in told.stderr


def test_nothing_is_left_running(walked: tuple[Path, subprocess.CompletedProcess[str]]) -> None:
    folder, _ = walked
    running = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert str(folder) not in running
    pids = [path for path in Path("/proc").glob("[0-9]*/cwd") if _at(path) == folder]
    assert not pids


def test_it_walks_again_and_the_audit_counts_both(
    walked: tuple[Path, subprocess.CompletedProcess[str]],
) -> None:
    folder, _ = walked
    again = jiyao("demo", "--walk-only", at=folder)
    assert again.returncode == 0, again.stderr
    assert CLOSING.fullmatch(again.stdout.splitlines()[-1])


def _at(link: Path) -> Path | None:
    try:
        return link.readlink()
    except OSError:  # somebody else's, or gone
        return None
