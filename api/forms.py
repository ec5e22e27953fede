"""A form as a page shows it: its values, its choices, and what was wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from models.people import Person
from models.pinyin import in_order
from models.values import Labelled

Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Form:
    """One act offered to one person; ``main`` forms lie open, the others are folded away.

    ``also``: further buttons, with what follows the act when that one is pressed.
    ``draft``: where what is being written is kept; ``drafted`` says when it was.
    ``level``: of what the form is about, where the policy may ask for proof before a file is chosen.
    """

    act: str
    action: str
    template: str
    version: int = 0
    behalf_of: str = ""
    main: bool = True
    key: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Choices] = field(default_factory=dict)
    duplicates: list[dict[str, str]] = field(default_factory=list)
    problem: str = ""
    say: str = ""
    then: str = ""
    also: Choices = field(default_factory=list)
    upload: bool = False
    level: str = ""
    draft: str = ""
    drafted: str = ""

    def __post_init__(self) -> None:
        if not self.key:
            object.__setattr__(self, "key", self.act)

    def refused(self, typed: Mapping[str, Any], errors: Mapping[str, str], problem: str) -> "Form":
        """The same form with what was typed, and the reason why it did not pass."""
        hints = {name: hint for name, hint in self.hints.items() if name not in errors}
        values = dict(self.values) | dict(typed)
        return replace(self, values=values, errors=dict(errors), problem=problem, hints=hints, main=True)


def choose(kind: type[Labelled], *members: Labelled) -> Choices:
    """The members of an enumeration (or some of them) as options."""
    return [(one.value, one.label) for one in members or kind]


def phrases(words: Iterable[str]) -> Choices:
    return [(word, word) for word in words]


def people(found: Iterable[Person]) -> Choices:
    return by_name((str(person.id), f"{person.name} {person.post}".strip()) for person in found)


def by_name(found: Iterable[tuple[str, str]]) -> Choices:
    """As a list of names stands in a Chinese office: by pinyin."""
    return sorted(found, key=lambda one: in_order(one[1]))


def lines(text: str) -> list[str]:
    """One entry a line, blank lines left out."""
    return [line.strip() for line in text.splitlines() if line.strip()]
