"""What a template's text is made of: words between tags, tags, and the words in their attributes.

An expression stands in the text as one private character, so that a sentence keeps its places.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

# Attributes that a person reads or hears; every other one is data and stays as it is.
READ = re.compile(r"title|alt|label|placeholder|content|aria-\w+|data-(?!phrase|into|value)[\w-]+")
INLINE = {"a", "b", "strong", "em", "i", "small", "span", "code", "kbd", "mark", "time", "abbr"}
OPENS = re.compile(r"<(?=[a-zA-Z/!])")
IN_TAG = re.compile(r"""[^>"']*([>"'])""")
ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*[\"']$")


@dataclass
class Piece:
    """``kind``: text, tag or value; a value is what stands between the quotes of ``attribute``."""

    kind: str
    text: str
    attribute: str = ""
    ends: bool = False

    @property
    def is_read(self) -> bool:
        return self.kind == "text" or bool(READ.fullmatch(self.attribute))


@dataclass
class Tag:
    """A tag, or as much of one as stands in this stretch of the template."""

    pieces: list[Piece] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)

    @property
    def name(self) -> str:
        found = re.match(r"</?([a-zA-Z][\w-]*)", self.text)
        return found[1].lower() if found else ""

    @property
    def closes(self) -> bool:
        return self.text.startswith("</")

    @property
    def inline(self) -> bool:
        return self.pieces[-1].ends and self.name in INLINE


class Reader:
    """Reads a template stretch by stretch: a tag may open in one and end, after an ``{% if %}``, in another."""

    def __init__(self) -> None:
        self._inside, self._quote, self._attribute = False, "", ""
        self.element = ""

    def read(self, text: str) -> list[Piece | Tag]:
        """Words and tags in turn."""
        found: list[Piece | Tag] = []
        tag = Tag()
        for piece in self._pieces(text):
            if piece.kind == "text":
                found.append(piece)
                continue
            tag.pieces.append(piece)
            if piece.ends:
                found.append(tag)
                tag = Tag()
        return [*found, tag] if tag.pieces else found

    def _pieces(self, text: str) -> Iterator[Piece]:
        at = 0
        while at < len(text):
            if not self._inside:
                piece = self._words(text, at)
            elif self._quote:
                piece = self._value(text, at)
            else:
                piece = self._tag(text, at)
            at += len(piece.text)
            yield piece

    def _words(self, text: str, at: int) -> Piece:
        opens = OPENS.search(text, at)
        if opens and opens.start() == at:
            self._inside = True
            return self._tag(text, at)
        return Piece("text", text[at : opens.start() if opens else len(text)])

    def _value(self, text: str, at: int) -> Piece:
        end = text.find(self._quote, at)
        if end == at:
            self._quote = ""
            return Piece("tag", text[at])
        return Piece("value", text[at : end if end > 0 else len(text)], self._attribute)

    def _tag(self, text: str, at: int) -> Piece:
        found = IN_TAG.match(text, at)
        if not found:
            return Piece("tag", text[at:])
        if found[1] == ">":
            self._inside = False
            return Piece("tag", found[0], ends=True)
        self._quote, name = found[1], ATTRIBUTE.search(found[0])
        self._attribute = name[1].lower() if name else ""
        return Piece("tag", found[0])


class Lines(Reader):
    """Plain text: what stands on one line is one sentence, and nothing is a tag."""

    def read(self, text: str) -> list[Piece | Tag]:
        return [Piece("text", line) for line in text.splitlines(keepends=True)]
