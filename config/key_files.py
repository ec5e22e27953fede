"""密钥文件: written whole or not at all, read only when nobody else can read them."""

import os
import stat
import tempfile
from pathlib import Path

from config.errors import BadConfig
from config.platter import sync, sync_way

BYTES = 32


def make_folder(folder: Path, contents: dict[str, bytes]) -> None:
    """All files appear at once; when two processes start together, one set wins and both use it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".keys-", dir=folder.parent))
    for name, content in contents.items():
        _write(draft / name, content)
    sync(draft)
    try:
        draft.rename(folder)
    except OSError:
        for path in draft.iterdir():
            path.unlink()
        draft.rmdir()
        if not folder.exists():
            raise
    sync_way(folder.parent)


def make(path: Path, content: bytes) -> bool:
    """One more file, whole and on the platter; False when it is there already, which is never overwritten."""
    draft = Path(tempfile.mkdtemp(prefix=".key-", dir=path.parent)) / path.name
    try:
        _write(draft, content)
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
        draft.parent.rmdir()
        sync(path.parent)  # also where it is there already: whoever made it may have died before this line
    return True


def remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    sync(path.parent)


def place(folder: Path, name: str) -> Path:
    """Where a key is read: what systemd was told to hand over (LoadCredential=) goes before the folder."""
    return next((path for at in places(folder) if (path := at / name).exists()), folder / name)


def places(folder: Path) -> list[Path]:
    handed = os.environ.get("CREDENTIALS_DIRECTORY")
    return [Path(handed), folder] if handed and Path(handed).is_dir() else [folder]


def key(path: Path) -> bytes:
    """Raises BadConfig."""
    content = read(path)
    if len(content) != BYTES:
        raise BadConfig(f"密钥文件 {path} 已损坏：应为{BYTES}字节，实为{len(content)}字节。请从备份恢复。")
    return content


def read(path: Path) -> bytes:
    """Raises BadConfig when it is lost or others can read it: better no start than a wrong key."""
    if not path.exists():
        raise BadConfig(f"缺少密钥文件 {path}。请从备份恢复，不要新建：换了密钥，已存文件就再也打不开。")
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & _forbidden(path):
        raise BadConfig(f"密钥文件 {path} 的权限是 {mode:04o}，别的账户也能读。请执行：chmod 600 {path}")
    return path.read_bytes()


def _forbidden(path: Path) -> int:
    """systemd lets the service's account read by an access list, which shows in the mode as the group's bit."""
    return 0o037 if str(path.parent) == os.environ.get("CREDENTIALS_DIRECTORY") else 0o077


def _write(path: Path, content: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
