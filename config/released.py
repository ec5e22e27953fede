"""发布过的规矩: keys with their values, as TOML, that win over policy.toml; each is known by its whole name."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from typing import Any, TypeVar

from pydantic import ValidationError

from config.errors import BadConfig, complaint
from config.language import _
from config.toml import Strict, literal, no_toml

Keys = Mapping[str, Any]  # "deadlines.paper.urgent" → what TOML makes of its value
Table = TypeVar("Table", bound=Strict)


def read_keys(text: str, kind: type[Strict]) -> dict[str, Any]:
    """``deadlines.signing = 2``, or the same below ``[deadlines]``.  Raises BadConfig."""
    try:
        return dict(leaves(tomllib.loads(text), kind))
    except (ValueError, RecursionError) as error:
        raise BadConfig(no_toml("", error)) from None


def write_keys(keys: Keys) -> str:
    """One line a key; reads back as the same."""
    return "\n".join(f"{key} = {literal(value)}" for key, value in keys.items())


def leaves(table: Mapping[str, Any], kind: type[Strict], above: str = "") -> Iterator[tuple[str, Any]]:
    """Every key that is no section; what the section does not know comes too, to be refused by its name."""
    for name, value in table.items():
        section = _section(kind, name)
        if section and isinstance(value, dict):
            yield from leaves(value, section, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def laid_over(table: Mapping[str, Any], keys: Keys) -> dict[str, Any]:
    """The file's tables with these values in their places."""
    whole = deepcopy(dict(table))
    for key, value in keys.items():
        *sections, name = key.split(".")
        here = whole
        for section in sections:
            here = here.setdefault(section, {})
        here[name] = value
    return whole


def whole(table: Mapping[str, Any], keys: Keys, kind: type[Table]) -> Table:
    """The same as one typed value.  Raises BadConfig, one line for each fault, by the key's whole name."""
    try:
        return kind.model_validate(laid_over(table, keys))
    except ValidationError as error:
        faults = error.errors(include_url=False, include_input=False)
        raise BadConfig(
            "\n".join(f"{_named(one['loc'])}：{complaint(one)}。".lstrip("：") for one in faults)
        ) from None


def must_be_keys(named: Collection[str], kind: type[Strict]) -> None:
    """Raises BadConfig for a name that is no key of the policy."""
    for key in named:
        *sections, name = key.split(".")
        here: type[Strict] | None = kind
        for section in sections:
            here = _section(here, section) if here else None
        if here is None or name not in here.model_fields or _section(here, name):
            raise BadConfig(_("{key}：不认识这个键。", key=key))


def _section(kind: type[Strict], name: str) -> type[Strict] | None:
    field = kind.model_fields.get(name)
    inner = field.annotation if field else None
    return inner if isinstance(inner, type) and issubclass(inner, Strict) else None


def _named(place: tuple[int | str, ...]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
