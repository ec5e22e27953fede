"""四台机器: network namespaces with an address and a name of their own on one bridge.  Root on Linux only."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

BRIDGE, HERE, NET = "jyb0", "10.77.0.1", "10.77.0"


@dataclass
class Host:
    """``folder`` is its own disk; the vault on it is everybody's."""

    name: str
    address: str
    folder: Path
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def starts(self, name: str, **environment: str) -> None:
        """``jiyao run`` as its unit starts it."""
        jiyao = f"exec {sys.executable} -c 'from api.cli import app; app()' run {name}"
        command = [
            "ip",
            "netns",
            "exec",
            self.name,
            "unshare",
            "--uts",
            "sh",
            "-c",
            f"hostname {self.name}; {jiyao}",
        ]
        with (self.folder / f"{name}.log").open("wb") as log:
            own = {"JIYAO_DATA_DIR": str(self.folder), "JIYAO_HOST": "0.0.0.0"}
            self.processes.append(
                subprocess.Popen(command, env=os.environ | own | environment, stdout=log, stderr=log)
            )

    def is_cut_off(self) -> None:
        """The cable is pulled: nobody is told anything."""
        ip("link", "set", f"{self.name}-0", "down")

    def is_back(self) -> None:
        ip("link", "set", f"{self.name}-0", "up")


def ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


@contextmanager
def hosts(folder: Path, names: list[str]) -> Iterator[list[Host]]:
    """Up and empty; whatever runs on them ends with the block."""
    made = [Host(name, f"{NET}.{11 + n}", folder / name) for n, name in enumerate(names)]
    ip("link", "add", BRIDGE, "type", "bridge")
    try:
        ip("address", "add", f"{HERE}/24", "dev", BRIDGE)
        ip("link", "set", BRIDGE, "up")
        for host in made:
            _plug_in(host, folder / "vault")
        yield made
    finally:
        for host in made:
            for process in host.processes:
                process.kill()
                process.wait()
            subprocess.run(["ip", "netns", "delete", host.name], check=False, capture_output=True)
        ip("link", "delete", BRIDGE)


def _plug_in(host: Host, vault: Path) -> None:
    vault.mkdir(exist_ok=True)
    host.folder.mkdir()
    (host.folder / "vault").symlink_to(vault)
    outer, inner = f"{host.name}-0", f"{host.name}-1"
    ip("netns", "add", host.name)
    ip("link", "add", outer, "type", "veth", "peer", "name", inner)
    ip("link", "set", inner, "netns", host.name)
    ip("link", "set", outer, "master", BRIDGE, "up")
    for words in (
        ("address", "add", f"{host.address}/24", "dev", inner),
        ("link", "set", inner, "up"),
        ("link", "set", "lo", "up"),
    ):
        ip("-n", host.name, *words)
