"""P4, G25: a whole life of a document on a machine that has no way out, where the kernel counts every attempt."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
JIYAO = "from api.cli import app; app()"
DEMO = [sys.executable, "-c", JIYAO, "demo", "--walk-only"]
CALLS = """
import socket
for family, address in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        assert socket.socket(family, kind).connect_ex((address, 443))
"""

pytestmark = [pytest.mark.engine, pytest.mark.slow, pytest.mark.timeout(900)]


def without_a_route(command: list[str], at: Path) -> tuple[subprocess.CompletedProcess[str], int]:
    """What came of it in a network of its own with loopback alone, and how often anybody in it looked for a way out.

    Every process is counted, LibreOffice and the Prefect server among them: the kernel notes each packet, and
    each name to be resolved, for which it had no route.
    """
    assert shutil.which("unshare"), "util-linux is part of every Debian"
    count = "cat /proc/net/snmp /proc/net/snmp6 > counted"
    inside = ["sh", "-c", f'ip link set lo up && "$@"; code=$?; {count}; exit $code', "sh", *command]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JIYAO_")}
    told = subprocess.run(
        ["unshare", "--map-root-user", "--net", *inside],
        cwd=at,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=800,
        check=False,
    )
    return told, attempts((at / "counted").read_text())


def attempts(counted: str) -> int:
    names, numbers = re.findall(r"^Ip: (.*)$", counted, re.MULTILINE)
    four = dict(zip(names.split(), numbers.split(), strict=True))["OutNoRoutes"]
    (six,) = re.findall(r"^Ip6OutNoRoutes\s+(\d+)$", counted, re.MULTILINE)
    return int(four) + int(six)


def test_whoever_calls_out_is_counted(tmp_path: Path) -> None:
    told, counted = without_a_route([sys.executable, "-c", CALLS], tmp_path)
    assert told.returncode == 0, told.stderr
    assert counted == 4


def test_a_documents_whole_life_calls_nobody_outside(tmp_path: Path) -> None:
    told, counted = without_a_route(DEMO, tmp_path)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "audit ok" in told.stdout
    assert counted == 0
