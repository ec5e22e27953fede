"""A TOML file becomes a typed, frozen value; whatever is wrong is told with its file, line and key."""

import re
import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from config.errors import BadConfig, complaint

Place = tuple[int | str, ...]

HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(?:#.*)?$")
AT_LINE = re.compile(r"at line (\d+)")
KEY = re.compile(r"^\s*([\w\-]+|\"[^\"]+\"|'[^']+')\s*=")


class Strict(BaseModel):
    """A table of the file: nothing unknown, nothing changed afterwards."""

    model_config = ConfigDict(extra="forbid", frozen=True)


Table = TypeVar("Table", bound=Strict)


def read(path: Path, kind: type[Table]) -> Table:
    """Raises BadConfig, one line for each fault."""
    text = _text(path)
    try:
        return kind.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(no_toml(path, error)) from None
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        raise BadConfig(
            "\n".join(_told(path, text, fault["loc"], complaint(fault)) for fault in faults)
        ) from None


def no_toml(path: Path, error: tomllib.TOMLDecodeError) -> str:
    """The sentence for a file that cannot be read at all."""
    where = AT_LINE.search(str(error))
    return f"{path}{f' 第{where[1]}行' if where else ''}：不是合法的 TOML（{error}）。"


def line_of(text: str, place: Place) -> int:
    """The line of the key at ``place``, or of the nearest table around it; the first line is 1."""
    best, found = 0, 1
    for number, here in _keys(text):
        depth = _shared(here, place)
        if depth > best:
            best, found = depth, number
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadConfig(f"{path}：读不到这个文件（{error.strerror}）。") from None
    except UnicodeDecodeError:
        raise BadConfig(f"{path}：不是 UTF-8 编码的文字。") from None


def _told(path: Path, text: str, place: Place, wrong: str) -> str:
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    return f"{path} 第{line_of(text, place)}行 {key}：{wrong}。"


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
