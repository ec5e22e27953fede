"""What docs/deploy tells systemd and containers to run is what there is, and it runs."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path
from socket import create_server
from typing import Any

import pytest
import yaml

from api.cli.run import Name
from config.origins import PREFIX
from config.settings import Settings

DEPLOY = Path("docs/deploy")
UNITS = sorted(DEPLOY.glob("systemd/*.service"))
RUNS = re.compile(r"jiyao run (\w+)")
JIYAO = (sys.executable, "-c", "from api.cli import app; app()")


@pytest.fixture
def compose() -> dict[str, Any]:
    return yaml.safe_load((DEPLOY / "compose.yml").read_text("utf-8"))


def test_the_locks_are_for_every_python_that_is_promised() -> None:
    """Locked for one release of Python, they lacked what an older one needs: Debian 12 has 3.11.2."""
    for lock in (Path("requirements.lock"), Path("requirements-dev.lock")):
        assert "--universal" in lock.read_text("utf-8").splitlines()[1], lock


def test_every_process_has_its_unit_and_its_container(compose: dict[str, Any]) -> None:
    names = {name.value for name in Name}
    assert {RUNS.findall(unit.read_text("utf-8"))[0] for unit in UNITS} == names
    commands = " ".join(str(one.get("command", "")) for one in compose["services"].values())
    assert set(RUNS.findall(commands)) == names


def test_what_the_files_set_are_settings(compose: dict[str, Any]) -> None:
    ours = [
        name for one in compose["services"].values() for name in one.get("environment", {}) if "JIYAO" in name
    ]
    ours += re.findall(r"^#?(JIYAO_\w+)=", (DEPLOY / "environment.example").read_text("utf-8"), re.M)
    assert ours
    assert {name.removeprefix(PREFIX).lower() for name in ours} <= set(Settings.model_fields)


def test_what_a_container_is_given_is_declared_and_there(compose: dict[str, Any]) -> None:
    """The file is read here; by hand it was run too (docs/deploy/several.md)."""
    for name, one in compose["services"].items():
        assert set(one.get("depends_on", {})) <= set(compose["services"]), name
        assert set(one.get("secrets", [])) <= set(compose["secrets"]), name
        mounted = {mount.partition(":")[0] for mount in one.get("volumes", [])}
        files = {mount for mount in mounted if mount.startswith("./")}
        assert mounted - files <= set(compose["volumes"]), name
        assert all((DEPLOY / file).is_file() for file in files), name
    recipe = compose["x-jiyao"]["build"]
    assert (DEPLOY / recipe["context"]).resolve() == Path.cwd()
    words = [line.split() for line in re.sub(r"\\\n", " ", recipe["dockerfile_inline"]).splitlines()]
    assert {word[0] for word in words} <= {"FROM", "RUN", "WORKDIR", "COPY", "USER"}
    assert all(Path(source).exists() for word in words if word[0] == "COPY" for source in word[1:-1])
    password = (DEPLOY / compose["secrets"]["database"]["file"]).resolve().relative_to(Path.cwd())
    assert password.parts[0] in Path(".dockerignore").read_text("utf-8").split()


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd here")
def test_systemd_takes_the_units(tmp_path: Path) -> None:
    for unit in UNITS:
        text = unit.read_text("utf-8").replace("/opt/jiyao/.venv/bin/jiyao", "/bin/true")
        (tmp_path / unit.name.replace("@.", "@8000.")).write_text(text, "utf-8")
    shutil.copy(DEPLOY / "systemd" / "jiyao.target", tmp_path)
    said = subprocess.run(
        ["systemd-analyze", "verify", *sorted(tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (said.returncode, said.stderr) == (0, ""), said.stderr


@pytest.mark.slow
def test_the_pages_run_alone_and_stop_when_told(data_dir: Path) -> None:
    with create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    told = os.environ | {"JIYAO_PORT": str(port)}
    web = subprocess.Popen([*JIYAO, "run", "web"], env=told, stderr=subprocess.PIPE)
    try:
        assert _status(port, web) == 200
    finally:
        web.send_signal(signal.SIGTERM)
        _out, said = web.communicate(timeout=300)
    assert web.returncode in (0, -signal.SIGTERM), said


def _status(port: int, web: subprocess.Popen[bytes]) -> int:
    """Of /health/ready, when it answers at all."""
    until = time.monotonic() + 300
    while time.monotonic() < until and web.poll() is None:
        line = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            line.request("GET", "/health/ready")
            return line.getresponse().status
        except OSError:
            time.sleep(0.2)
    return 0
