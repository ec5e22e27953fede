"""版面: where the head ends, to whom the paper is addressed, where the body begins and the signature stands."""

import re
from dataclasses import dataclass

from models.recognition.numbers import is_number_line
from models.recognition.paper import Line
from models.recognition.words import ADDRESSEE, NOT_ADDRESSEE, kind_at_end

HEAD = 60  # lines searched for the salutation; web copies put navigation above the paper
FULL_LINE = 24  # characters; GB/T 9704 prints 28, and what is longer goes on below
MOST_PREFACE = 2  # sentences somebody may have put above the paper when passing it on
_BODY = re.compile(
    r"^[一二三四五六七八九十]{1,3}、|^（[一二三四五六七八九十]{1,3}）|^第[一二三四五六七八九十]{1,3}[章条]"
)
_OTHER = re.compile(rf"通过|施行|\d月|{NOT_ADDRESSEE.pattern}")
_COLON = re.compile(r"\s*[：:]$")
_INLINE = re.compile(
    r"(?P<who>(?:各|全体|全市|全县|全院|全省|尊敬的|你)[^：:。；]{1,120}|[^：:。；，]{3,60})[：:](?P<rest>.{10,})"
)
_IN_BRACKETS = re.compile(r"[（(][^（()）]{0,80}[)）]")
_SENTENCE = re.compile("[，。]")
_BARE = re.compile(r"(?:各|全体|全院|机关各|[\u3400-\u9fff]{1,3}属各)[^。；：:？]{2,80}")


@dataclass(frozen=True, slots=True)
class Layout:
    """Line indices: head is [0, head_end), salutation [head_end, body), the rest [body, end)."""

    lines: list[Line]
    head_end: int
    body: int
    salutation: str  # the printed addressees without the colon; empty when there are none

    @property
    def head(self) -> list[Line]:
        return self.lines[: min(self.head_end, HEAD)]


def lay_out(lines: list[Line]) -> Layout:
    sentences = 0
    for index, line in enumerate(lines[:HEAD]):
        if words := _salutation(lines, index):
            start = _wrapped_from(lines, index)
            whole = "".join(row.text for row in lines[start:index]) + words
            return Layout(lines, start, index + (len(words) + 2 >= len(line.text)), whole)
        sentences += is_sentence(line) and len(line.text) > 30
        if sentences > MOST_PREFACE or _BODY.match(line.text):
            break
    body = next((at for at, line in enumerate(lines) if _opens_the_body(line)), len(lines))
    return Layout(lines, body, body, "")


def is_sentence(line: Line) -> bool:
    return "。" in line.text and not line.text.startswith(("（", "("))


def _opens_the_body(line: Line) -> bool:
    if is_sentence(line) or _BODY.match(line.text):
        return True
    return "，" in line.text and len(line.text) >= 30 and kind_at_end(line.text) is None


def _salutation(lines: list[Line], index: int) -> str:
    text = lines[index].text
    if _COLON.search(text):
        words, above = _COLON.sub("", text), lines[_wrapped_from(lines, index) : index]
        return words if _names_readers("".join(line.text for line in above) + words) else ""
    inline = _INLINE.fullmatch(text)
    if inline and _names_readers(inline["who"]) and _SENTENCE.search(inline["rest"]):
        return inline["who"]
    after_title = index > 0 and kind_at_end(lines[index - 1].text) is not None and _body_follows(lines, index)
    bare = len(text) < FULL_LINE and _BARE.fullmatch(text)
    if after_title and bare and not NOT_ADDRESSEE.search(text) and kind_at_end(text) is None:
        return text
    return ""


def _body_follows(lines: list[Line], index: int) -> bool:
    """True unless the salutation goes on below, down to its colon."""
    for line in lines[index + 1 : index + 8]:
        if is_sentence(line):
            return True
        if _COLON.search(line.text):
            return not _names_readers(_COLON.sub("", line.text))
    return False


def _names_readers(words: str) -> bool:
    plain = _IN_BRACKETS.sub("", words)
    return 2 <= len(words) <= 600 and bool(ADDRESSEE.search(plain)) and not NOT_ADDRESSEE.search(plain)


def _wrapped_from(lines: list[Line], index: int) -> int:
    """The first line of a salutation that runs over several lines."""
    start = index
    while start > 0 and _runs_on(lines[start - 1]):
        start -= 1
    return start


def _runs_on(line: Line) -> bool:
    text = line.text
    if is_number_line(line) or kind_at_end(text) or _OTHER.search(text) or not ADDRESSEE.search(text):
        return False
    return text.endswith(("，", "、", ",")) or (
        len(text) >= FULL_LINE and ("，" in text or text.startswith("各"))
    )
