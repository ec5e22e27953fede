"""保管: where keys, data and signed heads lie, and who can reach them."""

import stat
from datetime import datetime, timedelta
from pathlib import Path

from api.cli.checks.finding import Trouble
from config.keys import keys
from config.settings import settings
from gateways import anchor_file
from gateways.clock import now
from models import content_keys, masters, rotation
from models.database import engine, reading
from models.heads import NoHead
from models.values import to_the_minute

MOUNTS = Path("/proc/self/mountinfo")
SHARES = ("nfs", "nfs4", "cifs", "smb3", "9p", "afs", "ceph", "fuse.sshfs", "fuse.glusterfs", "davfs")
STALE = timedelta(hours=3)  # signed heads leave every hour


def keys_lie_apart() -> str:
    here = settings()
    if here.keys_folder.is_relative_to(here.data_dir):
        raise Trouble(
            f"密钥在数据目录里（{here.keys_folder}），拿走一份备份就等于拿走内容和钥匙",
            "请停止服务，把它移到别的盘上，并设 JIYAO_KEYS_DIR；或用 systemd 的 LoadCredential，见 docs/keys.md。",
        )
    return f"{here.keys_folder}，与数据分开"


def data_is_private() -> str:
    folder = settings().data_dir
    if not folder.exists():
        return f"{folder} 尚未建立"
    mode = stat.S_IMODE(folder.stat().st_mode)
    if mode & 0o077:
        raise Trouble(f"{folder} 的权限是 {mode:04o}，别的账户也能进入", f"请执行：chmod 700 {folder}")
    return f"{folder}，只有本账户可进"


def disk_is_of_this_machine() -> str:
    kind = _kind_of_disk(settings().data_dir)
    if kind in SHARES and engine().dialect.name == "sqlite":
        raise Trouble(
            f"SQLite 数据库在网络共享（{kind}）上，锁不可靠，断网会损坏",
            "请移到本机磁盘，或改用 PostgreSQL。",
        )
    return f"{kind or '不详'}，{engine().dialect.name}"


def master_keys_are_in_order() -> str:
    with reading() as session:
        newest, left = masters.newest(session), rotation.left(session)
        unbound = content_keys.unbound(session)
    if newest not in keys().masters:
        raise Trouble(f"数据库用第{newest}版主密钥，密钥文件夹里没有", "请从备份恢复密钥文件夹。")
    if left or unbound:
        raise Trouble(
            f"{left or unbound}项还由旧主密钥或旧格式保护，密级在数据库里被改动时发现不了",
            "请运行 jiyao keys rotate。",
        )
    return f"第{newest}版，没有遗留"


def heads_leave_the_house() -> str:
    here = settings()
    if here.anchors.is_relative_to(here.data_dir):
        raise Trouble(
            f"存证文件在数据目录里（{here.anchors}），能改数据库的人也能改它",
            "请把 JIYAO_ANCHOR_FILE 设到另一台机器的共享上，最好只能追加。",
        )
    try:
        last = anchor_file.newest()
    except NoHead as fault:
        raise Trouble(
            f"存证文件最后一行不对：{fault}", "请报告安全审计员，运行 jiyao verify-audit。"
        ) from None
    if last is None or datetime.fromisoformat(last.at) < now() - STALE:
        told = to_the_minute(datetime.fromisoformat(last.at)) if last else "从未"
        raise Trouble(f"最近一次存证：{told}", "存证每小时一次；请确认 jiyao up 正在运行、文件可写。")
    return f"{here.anchors}，最近 {to_the_minute(datetime.fromisoformat(last.at))}"


def _kind_of_disk(folder: Path) -> str:
    """The type of the file system that the folder, or the nearest one above it, lies on."""
    if not MOUNTS.exists():
        return ""
    mounts = {}
    for line in MOUNTS.read_text().splitlines():
        place, _, kind = line.partition(" - ")
        mounts[Path(place.split()[4].replace("\\040", " "))] = kind.split()[0]
    return next((mounts[above] for above in (folder, *folder.parents) if above in mounts), "")
