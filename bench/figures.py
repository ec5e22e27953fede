"""Figures: what was measured, kept in var/figures.json for the README and for the next comparison."""

import json
from pathlib import Path
from typing import Any

PLACE = Path("var/figures.json")


def known(place: Path = PLACE) -> dict[str, dict[str, Any]]:
    """What was measured last, by id."""
    kept = json.loads(place.read_text("utf-8")) if place.exists() else []
    return {figure["id"]: figure for figure in kept}


def record(
    id: str,
    value: float,
    unit: str,
    goal: str,
    holds: bool,
    seed: int | None,
    command: str,
    place: Path = PLACE,
) -> None:
    """Replace the figure of this id, keep the others."""
    figures = known(place)
    figures[id] = {
        "id": id,
        "value": value,
        "unit": unit,
        "goal": goal,
        "holds": holds,
        "seed": seed,
        "command": command,
    }
    place.parent.mkdir(parents=True, exist_ok=True)
    ordered = [figures[key] for key in sorted(figures)]
    place.write_text(json.dumps(ordered, ensure_ascii=False, indent=1) + "\n", "utf-8")
