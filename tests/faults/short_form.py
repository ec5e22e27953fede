"""The short form of a bench: in a process of its own, smaller, and what it wrote down of itself."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PATIENCE_SECONDS = 1_700


@dataclass(frozen=True)
class Told:
    """``held``: every figure reached its goal; ``figures``: by their ids; ``said``: what it printed."""

    held: bool
    figures: dict[str, Any]
    said: str


def short_form(bench: str, folder: Path, **sizes: int) -> Told:
    """``sizes`` are those that the bench reads from its environment."""
    ran = subprocess.run(
        [sys.executable, "-m", f"bench.{bench}"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | {name: str(size) for name, size in sizes.items()},
        capture_output=True,
        text=True,
        timeout=PATIENCE_SECONDS,
    )
    said, kept = ran.stdout + ran.stderr[-3_000:], folder / "var" / "figures.json"
    assert kept.exists(), said
    figures = {one["id"]: one["value"] for one in json.loads(kept.read_text("utf-8"))}
    return Told(ran.returncode == 0, figures, said)
