"""识读准确率: scores recognition against a folder of papers with their truth.

python -m bench.recognition DIR [--show] [--only GLOB]
Each file is JSON with "text" and "truth" (keys as in Recognition.to_json) and optional "truth_extra".
"""

import argparse
import json
import re
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.figures import record
from models.recognition import recognise

GOALS = {  # percent right, on papers not seen before
    "title": 95,
    "doc_number": 95,
    "issue_date": 95,
    "kind": 95,
    "issuer": 90,
    "addressees": 90,
    "attachments": 85,
    "due_date": 80,
    "action_type": 85,
    "urgency": 95,
    "security_mark": 95,
}
RIGHT, WRONG, MISSED, FALSE = "right", "wrong", "missed", "false"
_BRACKETS = str.maketrans("[]【】()（）［］﹝﹞〈〉<>", "〔〕〔〕〔〕〔〕〔〕〔〕《》《》")


@dataclass(frozen=True)
class Paper:
    id: str
    text: str
    truth: dict[str, Any]
    extra: dict[str, Any]


@dataclass(frozen=True)
class Miss:
    paper: str
    field: str
    outcome: str
    said: Any
    truth: Any


def papers(folder: Path, only: str = "*.json") -> list[Paper]:
    raw = [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob(only))]
    return [Paper(one["id"], one["text"], one["truth"], one.get("truth_extra", {})) for one in raw]


def score(read: list[Paper]) -> tuple[dict[str, Counter[str]], list[Miss]]:
    table: dict[str, Counter[str]] = {field: Counter() for field in GOALS}
    misses = []
    for paper in read:
        said = recognise(paper.text).to_json()
        for field in GOALS:
            outcome = _outcome(field, said[field], paper)
            table[field][outcome] += 1
            if outcome in (WRONG, MISSED, FALSE):
                misses.append(Miss(paper.id, field, outcome, said[field], paper.truth.get(field)))
    return table, misses


def _outcome(field: str, said: Any, paper: Paper) -> str:
    if field == "action_type" and paper.extra.get("action_borderline"):
        return "skipped"
    truths = [paper.truth.get(field), *_accepted_too(field, paper.extra)]
    if any(_plain(said) == _plain(truth) for truth in truths):
        return RIGHT
    if not truths[0]:
        return FALSE
    return WRONG if said else MISSED


def _accepted_too(field: str, extra: dict[str, Any]) -> list[Any]:
    """Other readings a careful clerk may give: a misprinted date put right, the other of two kinds."""
    also = extra.get(f"{field}_alt", [])
    return also if isinstance(also, list) else [also]


def _plain(value: Any) -> Any:
    """Blanks, widths, kinds of bracket, numbering and closing marks do not count."""
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if not value:
        return None
    folded = re.sub(r"\s", "", unicodedata.normalize("NFKC", value)).translate(_BRACKETS).replace(",", "，")
    return re.sub(r"^\d{1,2}[.、．](?!\d)|[。；;.，：:]+$", "", folded)


def percent(counts: Counter[str]) -> float:
    judged = sum(counts[outcome] for outcome in (RIGHT, WRONG, MISSED, FALSE))
    return round(100 * counts[RIGHT] / judged, 1) if judged else 100.0


def due_figures(table: dict[str, Counter[str]], read: list[Paper]) -> tuple[float, float]:
    """(found of those printed, said though wrong or not printed; both in percent)."""
    printed = sum(bool(paper.truth.get("due_date")) for paper in read)
    false = table["due_date"][FALSE]
    found = table["due_date"][RIGHT] - (len(read) - printed - false)
    amiss = table["due_date"][WRONG] + false
    return round(100 * found / max(1, printed), 1), round(100 * amiss / max(1, len(read)), 1)


def main() -> int:
    arguments = argparse.ArgumentParser(prog="python -m bench.recognition", description=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--show", action="store_true", help="list what was not right")
    arguments.add_argument("--only", default="*.json", help="files to read, as a glob")
    given = arguments.parse_args()
    read = papers(given.folder, given.only)
    if not read:
        print("没有可读的样件", file=sys.stderr)
        return 2
    table, misses = score(read)
    _print_table(table, read)
    if given.show:
        for miss in misses:
            print(f"{miss.paper} {miss.field} {miss.outcome}\n    said  {miss.said}\n    truth {miss.truth}")
    return 0


def _print_table(table: dict[str, Counter[str]], read: list[Paper]) -> None:
    command = "python -m bench.recognition " + " ".join(sys.argv[1:])
    print(
        f"{len(read)} papers\n{'field':14}{'right':>7}{'wrong':>7}{'missed':>7}{'false':>7}{'%':>8}{'goal':>6}  holds"
    )
    for field, counts in table.items():
        share = percent(counts)
        _print_row(field, counts, share, share >= GOALS[field])
        record(f"recognition.{field}", share, "%", f"≥ {GOALS[field]}", share >= GOALS[field], None, command)
    found, amiss = due_figures(table, read)
    print(f"due dates printed and found {found} % (goal 80); wrong or invented {amiss} % (goal ≤ 5)")
    record("recognition.due_found", found, "%", "≥ 80", found >= 80, None, command)
    record("recognition.due_amiss", amiss, "%", "≤ 5", amiss <= 5, None, command)


def _print_row(field: str, counts: Counter[str], share: float, holds: bool) -> None:
    cells = "".join(f"{counts[outcome]:>7}" for outcome in (RIGHT, WRONG, MISSED, FALSE))
    print(f"{field:14}{cells}{share:>8}{GOALS[field]:>6}  {'yes' if holds else 'NO'}")


if __name__ == "__main__":
    sys.exit(main())
