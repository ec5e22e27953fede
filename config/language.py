"""Chinese first: a sentence of the program is Chinese and knows how to be told in another language.

``_("还剩{n}个工作日", n=n)`` is a ``str`` like any other: stored, hashed, compared and printed in Chinese.
Only where it leaves for a reader (page, JSON, mail) is it told in that reader's language.
What a person wrote is a plain ``str`` and is never translated.  docs/languages.md
"""

from collections.abc import Iterable, Mapping
from typing import Any, Self, TypeVar

from config.catalogue import CHINESE, catalogue

Key = TypeVar("Key")

# How the parts of a list stand apart in English; the Chinese marks are those that the code writes.
APART = {"、": ", ", "，": ", ", "；": "; ", "：": ": ", "。": ". ", "或": " or ", "和": " and "}


class Said(str):
    """A sentence in Chinese, with the template and the values it was made of."""

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object] | None = None) -> Self:
        said = super().__new__(cls, template.format(**values) if values else template)
        said.template, said.values = template, values or {}
        return said

    def __getnewargs__(self) -> tuple[Any, ...]:
        return self.template, self.values

    def __add__(self, other: str) -> "Said":
        return Listed((self, other), "")

    def __radd__(self, other: str) -> "Said":
        return Listed((other, self), "")

    def told(self, language: str) -> str:
        if language == CHINESE:
            return str(self)
        template = catalogue(language).get(self.template, self.template)
        if not self.values:
            return template
        return template.format(**{name: _Told(told(value, language)) for name, value in self.values.items()})


class Listed(Said):
    """Several words in a row: 甲、乙、丙."""

    parts: tuple[str, ...]

    def __new__(cls, parts: Iterable[str], mark: str = "、") -> Self:
        kept = tuple(parts)
        listed = super().__new__(cls, mark.join(kept))
        listed.parts, listed.template = kept, mark
        return listed

    def __getnewargs__(self) -> tuple[Any, ...]:
        return self.parts, self.template

    def told(self, language: str) -> str:
        if language == CHINESE:
            return str(self)
        apart = APART.get(self.template, self.template)
        return apart.join(APART.get(part, told(part, language)) for part in self.parts)


def _(template: str, /, **values: object) -> Said:
    """A sentence of the program.  ``values`` fill its ``{places}``; those that are Said are told with it."""
    return Said(template, values)


def each(words: Mapping[Key, str]) -> dict[Key, Said]:
    """A table of sentences of the program."""
    return {key: Said(word) for key, word in words.items()}


def listed(parts: Iterable[str], mark: str = "、") -> Listed:
    return Listed(parts, mark)


def told(value: Any, language: str) -> Any:
    """For a reader of this language; anything that is no sentence of the program stays what it is."""
    return value.told(language) if isinstance(value, Said) else value


def forms(value: object, choices: str) -> str:
    """``copy|copies`` by number; twelve choices are the months.  English needs it, Chinese does not."""
    words, number = choices.split("|"), str(value)
    if len(words) == 2:
        return words[0] if number == "1" else words[1]
    return words[int(number) - 1]


class _Told:
    """A value in an English sentence: ``{n} {n:copy|copies}``."""

    def __init__(self, value: object) -> None:
        self.value = value

    def __format__(self, spec: str) -> str:
        return forms(self.value, spec) if "|" in spec else format(self.value, spec)
