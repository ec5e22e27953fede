"""Every sentence that a catalogue has to hold: what code says with ``_``, what enums and templates say."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from gateways.tongues.sentences import HAN
from gateways.tongues.templates import words_of

ROOT = Path(__file__).parents[2]
CODE = ("api", "config", "flows", "gateways", "models")
TEMPLATES = ("templates/html", "templates/mail", "templates/svg")
LABELLED = {"Called", "Labelled", "Ranked"}  # enums whose second word is a label


def collected() -> dict[str, list[str]]:
    """Sentence → the files it stands in."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in _files(CODE, ".py"):
        for sentence in said_in(path.read_text(encoding="utf-8")):
            found[sentence].append(str(path.relative_to(ROOT)))
    for path in _files(TEMPLATES, ""):
        for sentence in words_of(path.name, path.read_text(encoding="utf-8")):
            found[sentence].append(str(path.relative_to(ROOT)))
    return found


def said_in(source: str) -> Iterator[str]:
    """The sentences of one module."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            if node.func.id == "_":
                yield from _chinese(node.args[:1])
            elif node.func.id == "each":
                yield from _chinese(
                    value for one in node.args if isinstance(one, ast.Dict) for value in one.values
                )
        elif isinstance(node, ast.ClassDef) and LABELLED & {
            one.id for one in node.bases if isinstance(one, ast.Name)
        }:
            tuples = [
                one.value
                for one in node.body
                if isinstance(one, ast.Assign) and isinstance(one.value, ast.Tuple)
            ]
            yield from _chinese(one.elts[1] for one in tuples)


def _chinese(nodes: "Iterator[ast.expr] | list[ast.expr]") -> Iterator[str]:
    """Marks alone need no catalogue, but a sentence of marks and places does."""
    for one in nodes:
        if (
            isinstance(one, ast.Constant)
            and isinstance(one.value, str)
            and (HAN.search(one.value) or "{" in one.value)
        ):
            yield one.value


def _files(folders: tuple[str, ...], ending: str) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(one for one in (ROOT / folder).rglob(f"*{ending}") if one.is_file())
