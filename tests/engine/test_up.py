"""``jiyao up``: pages within seconds, whoever dies comes back, and Ctrl-C leaves nobody behind."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine.machine import free_port, until

pytestmark = [pytest.mark.engine, pytest.mark.timeout(240)]
UP = [sys.executable, "-c", "from api.cli import app; app()", "up"]


class House:
    """A machine on which somebody typed ``jiyao up``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.web, self.prefect = free_port(), free_port()
        self.told = folder / "told"
        self.process: subprocess.Popen[bytes] | None = None

    def goes_up(self) -> None:
        env = {
            **os.environ,
            "JIYAO_DATA_DIR": str(self.folder / "var"),
            "JIYAO_PORT": str(self.web),
            "JIYAO_PREFECT_PORT": str(self.prefect),
            "PYTHONUNBUFFERED": "1",
        }
        with self.told.open("ab") as out:
            self.process = subprocess.Popen(UP, env=env, stdout=out, stderr=subprocess.STDOUT)

    def gets(self, port: int, path: str) -> int:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        try:
            line.request("GET", path)
            return line.getresponse().status
        except OSError:
            return 0
        finally:
            line.close()

    def child(self, word: str) -> int:
        """The id of the child that has ``word`` in its command, 0 while there is none."""
        assert self.process
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for one in children:
            if word.encode() in Path(f"/proc/{one}/cmdline").read_bytes():
                return int(one)
        return 0

    def children(self) -> list[int]:
        return [self.child(word) for word in ("api.app", "prefect.server", "flows.clerk")]

    def said(self) -> str:
        return self.told.read_text()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    house.goes_up()
    yield house
    if house.process and house.process.poll() is None:
        house.process.kill()
        house.process.wait()


def gone(process_id: int) -> bool:
    try:
        return "\nState:\tZ" in Path(f"/proc/{process_id}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return True


def test_it_goes_up_heals_and_goes_down(house: House) -> None:
    until(lambda: house.gets(house.web, "/health/live") == 200)
    assert house.gets(house.prefect, "/api/health") == 0  # the pages did not wait for it
    until(lambda: "机要已启动" in house.said())
    until(lambda: house.gets(house.prefect, "/api/health") == 200)
    web = until(lambda: house.child("api.app"))
    os.kill(web, signal.SIGKILL)
    until(lambda: house.child("api.app") not in (0, web))
    until(lambda: house.gets(house.web, "/health/live") == 200)
    assert "web 退出（-9）" in house.said()
    children = house.children()
    assert all(children)
    assert house.process
    house.process.send_signal(signal.SIGINT)
    assert house.process.wait(60) == 0
    assert all(gone(child) for child in children)
    assert {log.name for log in (house.folder / "var" / "logs").iterdir()} == {
        "web.log",
        "engine.log",
        "clerk.log",
    }


def test_a_parent_that_is_killed_leaves_no_child(house: House) -> None:
    until(lambda: all(house.children()))
    children = house.children()
    assert house.process
    house.process.kill()
    house.process.wait()
    until(lambda: all(gone(child) for child in children))


def test_a_port_that_is_taken_is_named_with_its_setting(tmp_path: Path) -> None:
    house = House(tmp_path)
    with socket.socket() as somebody:
        somebody.bind(("127.0.0.1", house.web))
        somebody.listen()
        house.goes_up()
        assert house.process
        assert house.process.wait(60) == 1
    assert f"端口 {house.web} 已被占用" in house.said()
    assert "JIYAO_PORT" in house.said()
