"""密钥: three secrets made on first use, kept as files that only the product's own account can read."""

import os
import secrets
import stat
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from config.errors import BadConfig
from config.settings import Settings, settings

MASTER, AUDIT, PREFECT = "master.key", "audit.key", "prefect.auth"
BYTES = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """master: wraps the documents' keys; audit: signs the ledger; prefect_auth: ``user:password`` of the engine."""

    master: bytes = field(repr=False)
    audit: bytes = field(repr=False)
    prefect_auth: str = field(repr=False)


def secrets_of(settings: Settings) -> Keys:
    """Raises BadConfig when a key is lost, damaged, or readable by others: better no start than a wrong key."""
    folder = settings.keys_folder
    if not folder.exists():
        _must_be_new(settings)
        _make(folder)
    return Keys(
        master=_key(folder / MASTER),
        audit=_key(folder / AUDIT),
        prefect_auth=_read(folder / PREFECT).decode(),
    )


@cache
def keys() -> Keys:
    """The keys of this process, read once."""
    return secrets_of(settings())


def audit_key() -> bytes:
    return keys().audit


def master_key() -> bytes:
    return keys().master


def _must_be_new(settings: Settings) -> None:
    vault = settings.vault_folder
    if vault.exists() and any(vault.iterdir()):
        raise BadConfig(
            f"密钥文件夹 {settings.keys_folder} 不见了，而库房 {vault} 中已有文件。请从备份恢复密钥后再启动。"
        )


def _make(folder: Path) -> None:
    """All three appear at once; when two processes start together, one set wins and both use it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".keys-", dir=folder.parent))
    _write(draft / MASTER, secrets.token_bytes(BYTES))
    _write(draft / AUDIT, secrets.token_bytes(BYTES))
    _write(draft / PREFECT, f"jiyao:{secrets.token_urlsafe(BYTES)}".encode())
    try:
        draft.rename(folder)
    except OSError:
        for path in draft.iterdir():
            path.unlink()
        draft.rmdir()
        if not folder.exists():
            raise


def _write(path: Path, content: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _key(path: Path) -> bytes:
    content = _read(path)
    if len(content) != BYTES:
        raise BadConfig(f"密钥文件 {path} 已损坏：应为{BYTES}字节，实为{len(content)}字节。请从备份恢复。")
    return content


def _read(path: Path) -> bytes:
    if not path.exists():
        raise BadConfig(f"缺少密钥文件 {path}。请从备份恢复，不要新建：换了密钥，已存文件就再也打不开。")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise BadConfig(f"密钥文件 {path} 的权限是 {mode:04o}，别的账户也能读。请执行：chmod 600 {path}")
    return path.read_bytes()
