"""主机: what the machine does with the memory, the account and the clock of the house."""

import ctypes
import os
from pathlib import Path

from api.cli.checks.finding import Trouble

CORE_PATTERN = Path("/proc/sys/kernel/core_pattern")
SWAPS = Path("/proc/swaps")
IN_MEMORY = ("/dev/zram", "/dev/dm-")  # compressed in memory, or on a mapped (encrypted) device
LISTENERS = (
    "SSLKEYLOGFILE",
    "LD_PRELOAD",
    "PYTHONDEVMODE",
    "PYTHONASYNCIODEBUG",
    "PYTHONINSPECT",
    "PYTHONSTARTUP",
)
UNSYNCHRONISED, STATUS_AT, TIMEX_BYTES = (
    0x40,
    40,
    256,
)  # STA_UNSYNC and struct timex in <linux/timex.h>, 64 bit


def runs_without_power() -> str:
    if os.geteuid() == 0:
        raise Trouble(
            "正以 root 运行，一个漏洞就等于整台机器",
            "请建一个专用账户（如 useradd --system jiyao），数据目录和密钥归它，用它运行。",
        )
    return f"uid {os.geteuid()}"


def memory_is_not_dumped() -> str:
    """``jiyao up`` sets the limit itself; a program that the kernel calls does not ask for the limit."""
    pattern = CORE_PATTERN.read_text().strip() if CORE_PATTERN.exists() else ""
    if pattern.startswith("|"):
        raise Trouble(
            f"程序崩溃时，内存交给 {pattern[1:].split()[0]}，其中可能有公文内容",
            "请设 sysctl kernel.core_pattern=core；用 systemd-coredump 的，设 Storage=none 和 ProcessSizeMax=0。",
        )
    return "进程崩溃不留内存"


def memory_is_not_swapped() -> str:
    lines = SWAPS.read_text().splitlines()[1:] if SWAPS.exists() else []
    open_swap = [line.split()[0] for line in lines if not line.startswith(IN_MEMORY)]
    if open_swap:
        raise Trouble(
            f"内存可能写到 {'、'.join(open_swap)}，其中会有密钥",
            "请加密交换分区（dm-crypt），或执行 swapoff -a。",
        )
    return "没有不加密的交换分区"


def nothing_listens_in() -> str:
    if found := [name for name in LISTENERS if os.environ.get(name)]:
        raise Trouble(f"环境变量 {'、'.join(found)} 会泄露密钥或改变程序", "请从服务的环境中删去。")
    return "没有"


def engine_is_told_by_us_alone() -> str:
    if found := sorted(name for name in os.environ if name.startswith("PREFECT_")):
        raise Trouble(
            f"环境里有 {'、'.join(found)}，可能让引擎向外联系", "请从服务的环境中删去，引擎由本系统设置。"
        )
    return "引擎只听本系统的，不向外联系"


def clock_is_kept() -> str:
    status = clock_status()
    if status is None:
        return "本机的内核不肯说明"
    if status & UNSYNCHRONISED:
        raise Trouble(
            "本机时钟没有与时间服务器校准", "请启用 chrony 或 systemd-timesyncd，指向院内时间服务器。"
        )
    return "与时间服务器一致"


def clock_status() -> int | None:
    """What the kernel says of its clock; None where it tells nothing."""
    told = ctypes.create_string_buffer(TIMEX_BYTES)
    if ctypes.CDLL(None).adjtimex(told) < 0:
        return None
    return int.from_bytes(told[STATUS_AT : STATUS_AT + 4], "little")
