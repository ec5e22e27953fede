"""``python -m bench``: every figure of this machine, one after the other, and the table of them.

QUICK=1 takes smaller numbers and some three minutes instead of fifteen.  ``python -m bench search sheet`` takes those.
"""

import os
import subprocess
import sys
import time

from bench.figures import PLACE, known

ALL = (
    "sheet",
    "start",
    "register",
    "prefect",
    "handover",
    "backlog",
    "approve",
    "distribute",
    "search",
    "board",
    "rotate",
    "audit",
)


def main() -> int:
    chosen = sys.argv[1:] or ALL
    failed = []
    for name in chosen:
        began = time.monotonic()
        code = subprocess.run([sys.executable, "-m", f"bench.{name}"]).returncode
        failed += [name] if code else []
        print(f"{name}: {time.monotonic() - began:.0f} s{', failed' if code else ''}", flush=True)
    print_table()
    return 1 if failed else 0


def print_table() -> None:
    """The load tells how much of the machine was somebody else's."""
    for figure in known().values():
        holds = "" if not figure["goal"] else "yes" if figure["holds"] else "NO"
        print(f"{figure['id']:44}{figure['value']:>9} {figure['unit']:42}{figure['goal']:>24}  {holds}")
    print(
        f"{os.cpu_count()} cores, load {', '.join(f'{load:.1f}' for load in os.getloadavg())}; kept in {PLACE}"
    )


if __name__ == "__main__":
    sys.exit(main())
