"""The catalogues: Chinese sentence → the same in another language, read once from ``locale/``."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

CHINESE, ENGLISH = "zh", "en"
LANGUAGES = {CHINESE: "中文", ENGLISH: "English"}
FOLDER = Path(__file__).parent / "locale"


def file(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "jiyao.po"


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """A sentence that is missing here is told in Chinese; a test finds it before a reader does."""
    from babel.messages.pofile import read_po  # only a reader of another language needs it

    with file(language).open(encoding="utf-8") as lines:
        messages = read_po(lines, locale=language)
    return {str(one.id): str(one.string) for one in messages if one.id and one.string}
