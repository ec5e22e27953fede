"""留存: which copies a folder keeps: the newest of every day, week and month, for as many as the policy says."""

import re
from datetime import datetime
from pathlib import Path

from config.backups import BackupRules
from gateways.clock import SHANGHAI

ENDING, UNFINISHED = ".jybak", ".unfinished"
NAMED = re.compile(rf"jiyao-(\d{{8}}-\d{{6}}){re.escape(ENDING)}")


def name_at(at: datetime) -> str:
    return f"jiyao-{at.astimezone(SHANGHAI):%Y%m%d-%H%M%S}{ENDING}"


def too_old(folder: Path, rules: BackupRules) -> list[Path]:
    """Never the newest; never a file that is not named as a copy is."""
    there = {path: when for path in folder.iterdir() if (when := _when(path))}
    newest_first = sorted(there, key=lambda path: there[path], reverse=True)
    kept: set[Path] = set(newest_first[:1])
    for slot, many in (("%Y%m%d", rules.days), ("%G%V", rules.weeks), ("%Y%m", rules.months)):
        newest = {f"{there[path]:{slot}}": path for path in reversed(newest_first)}
        kept |= {newest[key] for key in sorted(newest, reverse=True)[:many]}
    return [path for path in newest_first if path not in kept]


def _when(path: Path) -> datetime | None:
    named = NAMED.fullmatch(path.name)
    return datetime.strptime(named[1], "%Y%m%d-%H%M%S").replace(tzinfo=SHANGHAI) if named else None
