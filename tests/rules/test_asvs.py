"""docs/asvs.md, docs/security.md and SECURITY.md: every requirement is answered, and every proof that is named is there."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from config.policy import policy
from tests.rules.asvs import MET, NOT_APPLICABLE, NOT_MET, ROOT, TABLE, Row, requirements, rows

SECURITY = [ROOT / "docs" / "security.md", ROOT / "SECURITY.md"]
QUOTED = re.compile(r"`([^`\s]+)`")
LINKED = re.compile(r"\]\(([^)#:]+)\)")
SETTING = re.compile(r"`\[(\w+)\] (\w+)`")
SHORTEST = 4  # characters of a reason: less says nothing
PLACES = ("api", "config", "docs", "flows", "gateways", "models", "templates", "tests")


@cache
def functions_in(path: Path) -> set[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return {
        one.name
        for one in ast.walk(tree)
        if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")
    }


def is_there(named: str) -> bool:
    """A file of the tree, or a test function in one."""
    file, _, test = named.partition("::")
    path = ROOT / file
    return path.exists() and (not test or test in functions_in(path))


def named_in(text: str) -> list[str]:
    """What a text quotes of the tree."""
    return [one for one in QUOTED.findall(text) if one.partition("/")[0] in PLACES or (ROOT / one).is_file()]


def test_every_requirement_stands_there_once_with_its_level_in_order() -> None:
    assert [(one.id, one.level) for one in rows()] == requirements()


def test_the_standard_has_as_many() -> None:
    """65 and 152 without V10 and V17, and the nine of an OpenID Connect client."""
    assert Counter(level for _, level in requirements()) == {"L1": 65, "L2": 152 + 9}


def test_each_line_of_the_table_is_read() -> None:
    lines = [line for line in TABLE.read_text("utf-8").splitlines() if line.startswith("| V")]
    assert len(lines) == len(rows())


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.id)
def test_an_answer_is_proved_or_explained(row: Row) -> None:
    assert row.status in (MET, NOT_APPLICABLE, NOT_MET)
    proofs = named_in(row.proof)
    if row.status == MET:
        assert proofs, "nothing is named that carries it"
    else:
        assert len(row.proof.strip()) >= SHORTEST, "no reason"
    assert [one for one in proofs if not is_there(one)] == []


def test_a_proof_that_is_not_there_would_be_seen() -> None:
    here = "tests/rules/test_asvs.py"
    assert [is_there(one) for one in (here, f"{here}::test_nothing_at_all", "api/nowhere.py")] == [
        True,
        False,
        False,
    ]


def test_the_count_at_the_top_is_the_count_of_the_table() -> None:
    text = TABLE.read_text("utf-8")
    for level in ("L1", "L2"):
        count = Counter(one.status for one in rows() if one.level == level)
        told = " | ".join(str(count[status]) for status in (MET, NOT_APPLICABLE, NOT_MET))
        assert f"| {level} | {told} |" in text


@pytest.mark.parametrize("document", SECURITY, ids=lambda path: path.name)
def test_what_the_documents_name_is_there(document: Path) -> None:
    text = document.read_text("utf-8")
    assert [one for one in named_in(text) if not is_there(one)] == []
    assert [one for one in LINKED.findall(text) if not (document.parent / one).exists()] == []
    for section, key in SETTING.findall(text):
        assert hasattr(getattr(policy(), section), key), f"[{section}] {key}"
