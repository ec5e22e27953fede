"""演示医院的地址: its own folder, ports and policy, whatever this machine is set up for."""

import os
import re
import shutil
import socket
from pathlib import Path

from config.errors import BadConfig
from config.origins import PREFIX
from config.policy import SHIPPED, policy
from config.settings import settings

FOLDER = Path("var/demo")
HOST = "127.0.0.1"  # the demo's password is known to everybody: nobody else may come in
PAGES_PORT, ENGINE_PORT = 8000, 8041
SEEDED = "seeded"  # a file of this name says that everybody has moved in
EASED = ((r"(?m)^cooling_off_days = \d+", "cooling_off_days = 0"), (r"(?m)^digest = true", "digest = false"))


def take(fresh: bool) -> Path:
    """From here on this process, and every one it starts, means the demo.  Raises BadConfig."""
    folder = FOLDER.absolute()
    if fresh or not (folder / SEEDED).exists():
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_policy(folder / "policy.toml")
    _set(folder, pages=_free_port(PAGES_PORT), engine=_free_port(ENGINE_PORT))
    settings.cache_clear()
    policy.cache_clear()
    if settings().smtp_host:
        raise BadConfig(
            "本机设有邮件服务器（JIYAO_SMTP_HOST），演示不能向外发信。请在没有 .env 的目录里运行。"
        )
    return folder


def _set(folder: Path, *, pages: int, engine: int) -> None:
    for name in [name for name in os.environ if name.upper().startswith(PREFIX)]:
        del os.environ[name]
    here = {
        "DATA_DIR": folder,
        "DATABASE_URL": f"sqlite:///{folder / 'jiyao.db'}",
        "POLICY": folder / "policy.toml",
        "HOST": HOST,
        "PORT": pages,
        "PUBLIC_URL": f"http://{HOST}:{pages}",
        "PREFECT_PORT": engine,
    }
    os.environ |= {f"{PREFIX}{name}": str(value) for name, value in here.items()}


def _write_policy(path: Path) -> None:
    """The shipped rules, but a list that was approved may be executed the same day, and no mail waits for morning."""
    text = SHIPPED.read_text("utf-8")
    for usual, eased in EASED:
        text = re.sub(usual, eased, text)
    path.write_text(text, "utf-8")


def _free_port(usual: int) -> int:
    """The usual one, else any that is free now."""
    for port in (usual, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise BadConfig("没有空闲的端口。")
