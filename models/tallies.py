"""结存: for each document, person or order one row that says how many rows it has of each kind, and their sum.

A row's code is a MAC over all its columns as stored; the sum of codes changes with every row that is edited, inserted,
deleted or put back.  Only whoever has the audit key can make the sum fit again.
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from uuid import UUID

from config.language import _
from models import codes
from models.errors import NotNow

MODULUS = 2**128
Sums = dict[str, tuple[int, int]]  # kind: how many rows, and the sum of their codes


class Tampered(NotNow):
    def __init__(self) -> None:
        super().__init__(_("此件的记录与校验码不符，已停止办理。请安全审计员核对（jiyao verify-audit）。"))


def row_code(table: str, columns: Iterable[str], row: Mapping[str, Any]) -> int:
    """The code of one row.  Empty columns do not count, so that a later release may add one."""
    parts = [_name(table)]
    for column in columns:
        if (value := row[column]) is not None:
            stored = codes.plain(value)
            parts += (_name(column), len(stored).to_bytes(4, "big"), stored)
    return int.from_bytes(codes.code(b"".join(parts))[:16], "big")


@cache
def _name(name: str) -> bytes:
    return codes.told([name.encode()])


def mac(owner: UUID, version: int, sums: str) -> str:
    return codes.chained("tally", owner.hex, str(version), sums)


def added(sums: Sums, more: Sums) -> Sums:
    """Kinds without rows are left out."""
    both = {kind: (*sums.get(kind, (0, 0)), *more.get(kind, (0, 0))) for kind in {*sums, *more}}
    summed = {kind: (n + m, (s + t) % MODULUS) for kind, (n, s, m, t) in both.items()}
    return {kind: one for kind, one in summed.items() if one != (0, 0)}


def written(sums: Sums) -> str:
    return json.dumps(
        {kind: [n, f"{s:032x}"] for kind, (n, s) in sorted(sums.items())}, separators=(",", ":")
    )


def read(sums: str) -> Sums:
    return {kind: (n, int(s, 16)) for kind, (n, s) in json.loads(sums).items()}
