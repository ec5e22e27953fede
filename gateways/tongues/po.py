"""The catalogue as a file: read, brought up to date, written in an order that keeps a diff small."""

from collections.abc import Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from config.catalogue import file


def read(language: str) -> Catalog:
    path = file(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open(encoding="utf-8") as lines:
        return read_po(lines, locale=language)


def brought_up(book: Catalog, wanted: Mapping[str, list[str]]) -> Catalog:
    """With every wanted sentence and no other; ``wanted`` says in which files each stands.

    A sentence that changed is a new one: what it was in English is not guessed.
    """
    new = Catalog(locale=book.locale, project="jiyao", charset="utf-8", fuzzy=False)
    for sentence in sorted(wanted, key=lambda one: (min(wanted[one]), one)):
        old = book.get(sentence)
        places = [(place, None) for place in sorted(set(wanted[sentence]))]
        new.add(sentence, old.string if old else "", locations=places)
    return new


def written(book: Catalog, language: str, path: Path | None = None) -> None:
    path = path or file(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as out:
        write_po(out, book, width=110, omit_header=True, include_lineno=False)
