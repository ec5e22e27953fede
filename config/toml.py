"""A TOML text becomes a typed, frozen value, and back; whatever is wrong is told with its file, line and key."""

import json
import re
import tomllib
from collections.abc import Mapping
from datetime import date, time
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from config.errors import BadConfig, complaint, slip

Place = tuple[int | str, ...]

HEADER = re.compile(r"^\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?$")
AT_LINE = re.compile(r"at line (\d+)")
AT_END = "at end of document"
KEY = re.compile(r"^\s*([\w\-]+|\"[^\"]+\"|'[^']+')\s*=")


class Strict(BaseModel):
    """A table of the file: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Table = TypeVar("Table", bound=Strict)


def read(path: Path, kind: type[Table]) -> Table:
    """Raises BadConfig, one line for each fault."""
    return typed(text_of(path), kind, str(path))


def typed(text: str, kind: type[Table], where: str = "") -> Table:
    """Raises BadConfig; ``where`` is the file that the text stands in, if it is one."""
    try:
        return kind.model_validate(tomllib.loads(text))
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        raise BadConfig(
            "\n".join(told(text, fault["loc"], complaint(fault), where) for fault in faults)
        ) from None
    except (ValueError, RecursionError) as error:
        raise BadConfig(no_toml(where, error)) from None


def written(table: Strict) -> str:
    """The lists of tables of ``table`` as TOML that reads back as the same; what says nothing is left out."""
    said = table.model_dump(by_alias=True, exclude_defaults=True)
    return "\n".join(_table(name, row) for name, rows in said.items() for row in rows)


def literal(value: Any) -> str:
    """One value as TOML writes it."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(literal(one) for one in value)}]"
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{json.dumps(key, ensure_ascii=False)} = {literal(one)}' for key, one in value.items())} }}"
    return value.isoformat() if isinstance(value, date | time) else json.dumps(value, ensure_ascii=False)


def no_toml(where: str | Path, error: Exception) -> str:
    """The sentence for a text that cannot be read at all."""
    line = AT_LINE.search(str(error))
    place = f"{where} 第{line[1]}行" if line else f"{where} 文末" if AT_END in str(error) else str(where)
    return f"{place.lstrip()}：不是合法的 TOML（{slip(error)}）。"


def told(text: str, place: Place, wrong: str, where: str = "") -> str:
    """The sentence for what is wrong at a place of a text."""
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    return f"{where} 第{line_of(text, place)}行 {key}：{wrong}。".lstrip()


def line_of(text: str, place: Place) -> int:
    """The line of the key at ``place``, or of the nearest table around it; the first line is 1."""
    best, found = 0, 1
    for number, here in _keys(text):
        depth = _shared(here, place)
        if depth > best:
            best, found = depth, number
    return found


def text_of(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadConfig(f"{path}：读不到这个文件（{error.strerror}）。") from None
    except UnicodeDecodeError:
        raise BadConfig(f"{path}：不是 UTF-8 编码的文字。") from None


def _table(name: str, row: Mapping[str, Any]) -> str:
    lines = [f"{key} = {literal(value)}" for key, value in row.items() if value is not None]
    return "\n".join([f"[[{name}]]", *lines, ""])


def _keys(text: str) -> list[tuple[int, Place]]:
    """Every table header and every key with its line; tables of a list are counted from 0."""
    keys: list[tuple[int, Place]] = []
    table: Place = ()
    seen: dict[Place, int] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := HEADER.match(line):
            table = tuple(part.strip(" \"'") for part in header[2].split("."))
            if header[1] == "[[":
                seen[table] = seen.get(table, -1) + 1
                table = (*table, seen[table])
            keys.append((number, table))
        elif key := KEY.match(line):
            keys.append((number, (*table, key[1].strip("\"'"))))
    return keys


def _shared(one: Place, other: Place) -> int:
    """How many steps two places have in common from the root."""
    depth = 0
    while depth < min(len(one), len(other)) and one[depth] == other[depth]:
        depth += 1
    return depth
