"""Sentences of a template: the words between two tags that break the line, with their places and inline tags.

``已回执 <b>{back}/{all}</b>，{by}前`` is one sentence, so that another language may order it differently.
"""

import re
from collections.abc import Callable, Collection, Iterator

from gateways.tongues.markup import Piece, Tag

HAN = re.compile(r"[\u4e00-\u9fff]")
FIRST_PLACE = 0xE000
PLACE = re.compile("[\ue000-\uf8fe]")
FORMS = "\uf8ff"  # stands around the choices of a plural, behind its place
# Marks that stand alone between two values.
MARKS = str.maketrans(
    {"：": ": ", "（": " (", "）": ")", "、": ", ", "；": "; ", "，": ", ", "。": ". ", "　": " "}
)

Names = Callable[[int], str]
Look = Callable[[str], str]
Run = list[Piece | Tag]


def runs(pieces: Run) -> Iterator[Run]:
    """Stretches without a tag that breaks the line; such a tag is a run of its own."""
    kept: Run = []
    for piece in pieces:
        if isinstance(piece, Piece) and kept and isinstance(kept[-1], Piece):  # another line of plain text
            yield kept
            kept = [piece]
        elif isinstance(piece, Piece) or piece.inline:
            kept.append(piece)
        else:
            yield from (kept, [piece])
            kept = []
    yield kept


def sentences(run: Run) -> Iterator[Run]:
    """The run itself when it speaks outside of its inline tags too; otherwise what is in them, one by one."""
    if _is_one(run):
        yield run
        return
    depth, kept = 0, list[Piece | Tag]()
    for piece in run:
        if isinstance(piece, Tag):
            closes = piece.closes
            depth += -1 if closes else 1
            if depth == (0 if closes else 1) or depth < 0:
                yield from sentences(kept)
                yield [piece]
                kept, depth = [], max(depth, 0)
                continue
        kept.append(piece)
    yield from sentences(kept) if depth <= 0 else ([one] for one in kept)


def _is_one(run: Run) -> bool:
    depth, speaks, lowest = 0, False, 0
    for piece in run:
        if isinstance(piece, Tag):
            depth += -1 if piece.closes else 1
            lowest = min(lowest, depth)
        elif depth == 0 and HAN.search(piece.text):
            speaks = True
    return (speaks and depth == 0 == lowest) or not any(isinstance(piece, Tag) for piece in run)


def retold(run: Run, names: Names, look: Look) -> str:
    """The run in the other language, its places private characters still."""
    if len(run) == 1 and isinstance(run[0], Tag):
        return attributes(run[0], names, look)
    bare = "".join(piece.text if isinstance(piece, Piece) else _bare(piece) for piece in run)
    tags = [attributes(piece, names, look) for piece in run if isinstance(piece, Tag)]
    return _in_tags(said(bare, names, look), tags)


def attributes(tag: Tag, names: Names, look: Look) -> str:
    """The tag with the words that are read in it retold."""
    return "".join(
        said(piece.text, names, look) if piece.kind == "value" and piece.is_read else piece.text
        for piece in tag.pieces
    )


def said(text: str, names: Names, look: Look) -> str:
    """Looked up without the blanks around it.  Without Chinese only the marks change."""
    if not HAN.search(text):
        return text.translate(MARKS)
    clean = text.strip()
    before, _clean, after = text.partition(clean)
    named: dict[str, str] = {}
    for place in PLACE.findall(clean):
        named[place] = _unlike(names(ord(place) - FIRST_PLACE), named.values())
    sentence = PLACE.sub(lambda found: "{" + named[found[0]] + "}", " ".join(clean.split()))
    where = {name: place for place, name in named.items()}
    return before + _filled(look(sentence), where) + after


def _filled(sentence: str, where: dict[str, str]) -> str:
    """``{name}`` → its private character; ``{n:copy|copies}`` keeps its choices behind it."""
    return re.sub(
        r"\{(\w+)(?::([^}]*))?\}",
        lambda found: where[found[1]] + (FORMS + found[2] + FORMS if found[2] else ""),
        sentence,
    )


def _unlike(name: str, others: Collection[str]) -> str:
    """No two places of a sentence bear the same name."""
    taken = set(others)
    return next(one for one in (name, *(f"{name}{n}" for n in range(2, 99))) if one not in taken)


def _bare(tag: Tag) -> str:
    return f"</{tag.name}>" if tag.closes else f"<{tag.name}>"


def _in_tags(sentence: str, tags: list[str]) -> str:
    """Each bare tag of the sentence gets its attributes back, in the order of those with its name."""
    left = list(tags)

    def whole(found: re.Match[str]) -> str:
        same = re.compile(re.escape(found[0][:-1]) + r"[\s>]")
        return left.pop(next(n for n, tag in enumerate(left) if same.match(tag)))

    return re.sub(r"</?[a-z]+>", whole, sentence) if tags else sentence
