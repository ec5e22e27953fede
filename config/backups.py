"""备份的规矩和密钥: how long copies are kept, and the key that seals them, which never travels with them."""

import secrets
from pathlib import Path
from typing import Annotated

from pydantic import Field

from config import key_files
from config.errors import BadConfig
from config.settings import Settings, settings
from config.toml import Strict

NAME = "backup.key"
Copies = Annotated[int, Field(strict=True, ge=0, le=400)]


class BackupRules(Strict):
    """``days``, ``weeks``, ``months``: of how many the newest copy is kept.  ``hours``: an older last one is told."""

    days: Annotated[int, Field(strict=True, ge=1, le=400)] = 7
    weeks: Copies = 5
    months: Copies = 12
    hours: Annotated[int, Field(strict=True, ge=1, le=24 * 31)] = 26


def key_place(settings: Settings) -> Path:
    """JIYAO_BACKUP_KEY, or with the other keys."""
    return settings.backup_key or key_files.place(settings.keys_folder, NAME)


def key_to_seal(*, used: bool) -> bytes:
    """Made at the first backup.  Raises BadConfig when one was ``used`` before and is gone: a lost key is told."""
    place = key_place(settings())
    if not place.exists() and used:
        raise BadConfig(
            f"备份密钥 {place} 不见了，而以前的备份是用它做的。请从密钥备份恢复；确实丢失的，"
            f"请先移走以前的备份，再用 {_command(place)} 新建。"
        )
    if not place.exists():
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        key_files.make(place, secrets.token_bytes(key_files.BYTES))
    return key_files.key(place)


def key_to_open() -> bytes:
    """Raises BadConfig: to open a copy no key is ever made."""
    place = key_place(settings())
    if not place.exists():
        raise BadConfig(f"没有备份密钥 {place}。请从密钥备份恢复，或用 JIYAO_BACKUP_KEY 指出它在哪里。")
    return key_files.key(place)


def _command(place: Path) -> str:
    return f"(umask 077; head -c {key_files.BYTES} /dev/urandom > {place})"
