"""密钥: secrets made on first use, kept as files that only the product's own account can read."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from config import key_files
from config.errors import BadConfig
from config.key_files import BYTES
from config.settings import Settings, settings

MASTER, AUDIT, INDEX, ANCHOR = "master.key", "audit.key", "index.key", "anchor.key"
PREFECT = "prefect.auth"
LATER_MASTER = re.compile(r"master-(\d{4})\.key")


@dataclass(frozen=True, slots=True)
class Keys:
    """masters: by version, wrap the documents' keys; audit: signs the ledger; index: keys the search index;

    prefect_auth: ``user:password`` of the engine.
    """

    masters: Mapping[int, bytes] = field(repr=False)
    audit: bytes = field(repr=False)
    index: bytes = field(repr=False)
    prefect_auth: str = field(repr=False)


def secrets_of(settings: Settings) -> Keys:
    """Raises BadConfig when a key is lost, damaged, or readable by others: better no start than a wrong key."""
    folder = settings.keys_folder
    if not folder.exists():
        _must_be_new(settings)
        key_files.make_folder(folder, _first_set(settings))
    return Keys(
        masters=_masters(settings),
        audit=key_files.key(key_files.place(folder, AUDIT)),
        index=key_files.key(key_files.place(folder, INDEX)),
        prefect_auth=key_files.read(folder / PREFECT).decode(),
    )


@cache
def keys() -> Keys:
    """The keys of this process, read once, and again when a newer master key is asked for."""
    return secrets_of(settings())


def audit_key() -> bytes:
    return keys().audit


def index_key() -> bytes:
    """What a keyed search index is derived from; never rotated."""
    return keys().index


def master_key(version: int = 1) -> bytes:
    """Raises BadConfig for a version that is not here: retired, or not restored."""
    if version not in keys().masters:
        keys.cache_clear()  # another process made it since
    if version not in keys().masters:
        raise BadConfig(f"没有第{version}版主密钥 {master_name(version)}。请从备份恢复密钥。")
    return keys().masters[version]


def master_name(version: int) -> str:
    return MASTER if version == 1 else f"master-{version:04}.key"


def missing(settings: Settings) -> list[str]:
    """Of the master keys, whether there is none at all."""
    folder = settings.keys_folder
    gone = [one for one in (MASTER, AUDIT, INDEX, ANCHOR) if not key_files.place(folder, one).exists()]
    later = any(LATER_MASTER.fullmatch(name) for name in _names(settings))
    return [one for one in gone if one != MASTER or not later]


def complete(settings: Settings) -> None:
    """Make what an older installation had not; whether it once had them, key_watch has looked."""
    for name in (INDEX, ANCHOR):
        if (
            settings.keys_folder.exists()
            and not (place := key_files.place(settings.keys_folder, name)).exists()
        ):
            key_files.make(place, secrets.token_bytes(BYTES))


def make_master(settings: Settings, version: int) -> None:
    """On the platter when this returns; one that a broken-off rotation left is kept."""
    key_files.make(settings.keys_folder / master_name(version), secrets.token_bytes(BYTES))
    keys.cache_clear()


def remove_master(settings: Settings, version: int) -> None:
    key_files.remove(settings.keys_folder / master_name(version))
    keys.cache_clear()


def _masters(settings: Settings) -> dict[int, bytes]:
    """Version 1 may only be missing when there is a later one."""
    folder = settings.keys_folder
    found = {int(later[1]) for name in _names(settings) if (later := LATER_MASTER.fullmatch(name))}
    if not found or key_files.place(folder, MASTER).exists():
        found.add(1)
    return {
        version: key_files.key(key_files.place(folder, master_name(version))) for version in sorted(found)
    }


def _names(settings: Settings) -> list[str]:
    places = [place for place in key_files.places(settings.keys_folder) if place.exists()]
    return [path.name for place in places for path in place.iterdir()]


def _first_set(settings: Settings) -> dict[str, bytes]:
    """What is handed over from elsewhere is not made here."""
    fresh = {name: secrets.token_bytes(BYTES) for name in (MASTER, AUDIT, INDEX, ANCHOR)}
    fresh[PREFECT] = f"jiyao:{secrets.token_urlsafe(BYTES)}".encode()
    folder = settings.keys_folder
    return {name: new for name, new in fresh.items() if key_files.place(folder, name).parent == folder}


def _must_be_new(settings: Settings) -> None:
    vault = settings.vault_folder
    if vault.exists() and any(vault.iterdir()):
        raise BadConfig(
            f"密钥文件夹 {settings.keys_folder} 不见了，而库房 {vault} 中已有文件。请从备份恢复密钥后再启动。"
        )
