"""Where a bad setting was written, so that the sentence can point at the variable or the line."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from config.errors import complaint

PREFIX = "JIYAO_"


def explain(fault: Mapping[str, Any], *files: Path) -> str:
    """One sentence for one pydantic error; ``files`` are the .env file and the system file."""
    if not fault["loc"]:
        return f"{complaint(fault)}。"
    key = str(fault["loc"][0]).lower().removeprefix(PREFIX.lower())
    return f"{_origin(key, files)}：{complaint(fault)}。"


def unknown_variables(known: set[str]) -> list[str]:
    """JIYAO_ variables that set nothing: a slip of the pen would otherwise quietly mean the default."""
    ours = sorted(name for name in os.environ if name.upper().startswith(PREFIX))
    return [name for name in ours if name.lower().removeprefix(PREFIX.lower()) not in known]


def _origin(key: str, files: tuple[Path, ...]) -> str:
    variable = f"{PREFIX}{key}".upper()
    if variable in {name.upper() for name in os.environ}:
        return f"环境变量 {variable}"
    written = re.compile(rf"^\s*(?:export\s+)?(?:{PREFIX})?{re.escape(key)}\s*=", re.IGNORECASE)
    for path in files:
        if path.is_file():
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                if written.match(line):
                    return f"{path} 第{number}行 {key}"
    return variable
