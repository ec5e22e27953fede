"""样张: a paper of any kind on which every field prints its own name, so that a template can be looked at."""

from dataclasses import is_dataclass
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from models.papers import Kind

ROWS = 2


def sample(kind: Kind) -> dict[str, Any]:
    """What a form of this kind is filled with: words, lists, and things with words, by their names."""
    return {name: _sample(hint, name) for name, hint in get_type_hints(kind.paper).items()}


def _sample(hint: Any, name: str) -> Any:
    if get_origin(hint) is tuple:
        return [_sample(get_args(hint)[0], f"{name}{row}") for row in range(1, ROWS + 1)]
    if is_dataclass(hint):
        return {each: _sample(kind, each) for each, kind in get_type_hints(hint).items()}
    there = [one for one in get_args(hint) if one is not NoneType]
    return _sample(there[0], name) if there else f"〔{name}〕"
