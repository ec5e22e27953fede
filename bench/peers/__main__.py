"""``python -m bench.peers``: one signature, and the first page of what waits, here and elsewhere, in turns.

The peers are installed into a folder that is gone afterwards; CASES, ACTS and ROUNDS make it smaller.
"""

import json
import os
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.figures import record
from bench.place import SEED

HERE = Path(__file__).parent
CASES, ACTS, ROUNDS = (
    int(os.environ.get(name, n)) for name, n in (("CASES", "1000"), ("ACTS", "200"), ("ROUNDS", "3"))
)
PINNED = ("django-viewflow==2.4.0", "spiffworkflow==3.2.0")
PEERS = {"viewflow": "with_viewflow.py", "spiffworkflow": "with_spiff.py"}
WHAT = {
    "act": f"ms, one signature, {ACTS} in a row, median",
    "list": f"ms, the first page of {CASES:,} that wait, median",
}
COMMAND = "python -m bench.peers"


def main() -> int:
    with _peers() as python:
        found = [_round(python) for _ in range(ROUNDS)]
    for name in found[0]:
        for what, unit in WHAT.items():
            if what in found[0][name]:
                value = round(median(one[name][what] for one in found), 2)
                print(f"{name:16}{value:>9} {unit}", flush=True)
                record(f"peers.{name}.{what}", value, unit, "", True, SEED, COMMAND)
    return 0


def _round(python: Path) -> dict[str, dict[str, float]]:
    """In turns: a busy moment slows the next one too."""
    ours = {"jiyao": _measured([sys.executable, "-m", "bench.peers.ours"])}
    return ours | {name: _measured([str(python), str(HERE / file)]) for name, file in PEERS.items()}


def _measured(command: list[str]) -> dict[str, float]:
    out = subprocess.run(
        [*command, str(CASES), str(ACTS)], stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    figures: dict[str, float] = json.loads(out.splitlines()[-1])
    return figures


@contextmanager
def _peers() -> Iterator[Path]:
    """Its own interpreter: nothing of theirs comes near the product's environment."""
    with TemporaryDirectory(prefix="jiyao-peers-") as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder) / "bin" / "python"
        subprocess.run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PINNED], check=True
        )
        yield python


if __name__ == "__main__":
    sys.exit(main())
