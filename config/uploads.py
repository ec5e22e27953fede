"""The section of policy.toml about files that are handed in."""

from typing import Annotated, Literal

from pydantic import Field

from config.toml import Strict

Megabytes = Annotated[int, Field(strict=True, ge=1, le=10_000_000)]


class Uploads(Strict):
    """``free_disk_mb`` is left free on the disk; ``without_scanner``: what happens when clamd is set but silent."""

    person_day_mb: Megabytes = 2_000
    free_disk_mb: Megabytes = 1_000
    without_scanner: Literal["refuse", "accept"] = "refuse"
