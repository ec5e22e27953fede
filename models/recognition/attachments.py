"""附件: the list the paper prints; without a list, the headings of what is annexed."""

import re

from models.recognition.found import Found
from models.recognition.layout import Layout
from models.recognition.paper import Line
from models.recognition.signature import Signature
from models.recognition.words import is_office

MOST = 60  # attachments read from one list
_HEAD = re.compile(
    r"^[（(]?附\s{0,8}(?:件|表|录|页)?(?:下载|列表|清单)?\s{0,4}(?P<n>[\d一二三四五六七八九十]{0,2})[)）]?\s{0,4}"
    r"(?P<mark>[：:.．、]?)\s{0,8}(?P<rest>.*)$"
)
_ITEM = re.compile(
    r"^(?:附\s{0,4}件\s{0,3})?[（(]?(?P<n>\d{1,2})\s{0,3}[)）.．、：:，]\s{0,6}(?P<rest>\S.*)$"
)
_INLINE = re.compile(
    r"(?:(?<=[\s；;。》])|^|(?=附件\d))(?:附\s{0,2}件\s{0,2})?(?P<n>\d{1,2})\s{0,2}[.．、：:]"
    r"(?:(?!\d)|(?=(?:19|20)\d\d))\s{0,4}"
)
_UPLOAD = re.compile(r"^[\w\-]{6,60}\.(?:docx?|xlsx?|pdf|zip|rar|wps|et|pptx?|jpg|png)$", re.ASCII)
_FILE = re.compile(r"\.(?:docx?|xlsx?|pdf|zip|rar|wps|et|pptx?|jpg|png)$", re.IGNORECASE)
_AGAIN = re.compile(r"附\s{0,2}件[：:]\s{0,4}(?P<rest>[^。]{2,80})$")
_STOP = re.compile(
    r"^[（(]|^联系|^抄|^主题词|^特此|^此[致复]|^(?:19|20)\d\d年|^[一二][〇○零OО0九]|印发$|"
    r"^[一二三四五六七八九十]{1,3}、|。$"
)
_PROSE = ("）", ")", "，", "、", "》", "所", "中", "的")
_LIST_ENDS = re.compile(r"[；;。，,、：:\s]+$")
_NOTE = re.compile(r"[（(](?:另发|另附|略|见附件|附后|此件.{0,10}|共\d+[页份张])[)）]$")


def attachments(layout: Layout, signed: Signature) -> Found[tuple[str, ...]] | None:
    lines = layout.lines
    for at in range(layout.body, len(lines)):
        if (head := _head(lines[at])) and (items := _listed(lines, at, head, signed)):
            return Found(tuple(items), lines[at].number, lines[at].text)
    return _headings(lines, signed.end)


def _head(line: Line) -> re.Match[str] | None:
    """A line that opens a list of attachments: 附件：…, 附件1.…, 附：…; never prose such as 附件1所列."""
    found = _HEAD.match(line.text) if len(line.text) <= 600 else None
    if not found or "。" in found["rest"][:-1] or (not found["mark"] and found["rest"].startswith(_PROSE)):
        return None
    if not line.text.replace(" ", "").startswith("附件") and found["mark"] not in ("：", ":"):
        return None
    if re.match(r"附\s?件\s{1,8}\D", line.text) and len(line.text) <= 60:
        return found
    if found["rest"] and not found["mark"] and not _INLINE.match(found["rest"]) and found["n"] == "":
        return None
    return found


def _listed(lines: list[Line], at: int, head: re.Match[str], signed: Signature) -> list[str]:
    """The items of a list; empty when the line is the heading of an annex."""
    rest, after = head["rest"], lines[at + 1 : at + 1 + MOST * 2]
    below = _is_list_below(after)
    if not below and at >= signed.end and (head["n"] or not rest):
        return []
    if not rest and not below:
        return _unnumbered(lines[at + 1 : signed.start])
    items = _split(rest) if rest else []
    expected = (int(head["n"]) if head["n"].isdigit() else len(items)) + 1 if items else 1
    numbered = bool(head["n"] or _INLINE.match(rest) or not rest)
    return _tidied(items[:-1] + _following(lines, at, items[-1:], expected if numbered else 0, signed))


def _following(lines: list[Line], at: int, last: list[str], expected: int, signed: Signature) -> list[str]:
    """The items below the first line, and what is left over of a long one; expected 0: not numbered."""
    items = list(last)
    for place in range(at + 1, min(len(lines), at + 1 + MOST * 2)):
        line, found = lines[place], _ITEM.match(lines[place].text)
        if (place == signed.start and signed.offices) or (signed.dated and place == signed.end - 1):
            break
        if expected and found and int(found["n"]) == expected:
            items += _split(found["rest"])
            expected += len(_split(found["rest"]))
        elif _UPLOAD.match(line.tight):
            continue
        elif again := _AGAIN.match(line.text):
            items.append(again["rest"])
        elif items and _FILE.search(items[-1]) and _FILE.search(line.text):
            items.append(line.text)
        elif found or _STOP.search(line.text) or not _goes_on(lines, place, items, expected):
            break
        else:
            items[-1] += line.text
    return items


def _unnumbered(below: list[Line]) -> list[str]:
    """附件： on a line of its own, then one name a line down to the signature."""
    names = []
    for line in below[:10]:
        if _STOP.search(line.text) or is_office(line.text) or len(line.text) > 60:
            break
        names.append(line.text)
    return _tidied(names)


def _tidied(items: list[str]) -> list[str]:
    return [_bare(item) for item in items if _bare(item) and not _UPLOAD.match(item)]


def _is_list_below(after: list[Line]) -> bool:
    found = _ITEM.match(after[0].text) if after else None
    return found is not None and int(found["n"]) == 1


def _goes_on(lines: list[Line], at: int, items: list[str], expected: int) -> bool:
    """True for the second line of a long item: an open bracket, a next item just below, or a line left full."""
    if not items:
        return False
    text, item = lines[at].text, items[-1]
    if item.count("《") > item.count("》") or item.count("（") > item.count("）"):
        return True
    below = _ITEM.match(lines[at + 1].text) if at + 1 < len(lines) else None
    if below and int(below["n"]) == expected and lines[at].number + 2 >= lines[at + 1].number:
        return True
    if lines[at].number != lines[at - 1].number + 1 or is_office(text) or text.startswith("附"):
        return False
    return len(item) >= 20 and len(text) <= 20


def _split(rest: str) -> list[str]:
    """Items printed side by side: 1.甲 2.乙 3.丙, taken only when they count up."""
    marks = list(_INLINE.finditer(rest[:2000]))
    named = bool(marks) and marks[0].group().startswith("附")
    if len(marks) < (1 if named else 2) or (marks[0].start() != 0 and not _counts_on(marks)):
        return [_INLINE.sub("", rest, count=1) if marks and marks[0].start() == 0 else rest]
    starts = [(0, 0)] * (marks[0].start() != 0) + [(mark.start(), mark.end()) for mark in marks]
    ends = [start for start, _ in starts[1:]] + [len(rest)]
    return [rest[begin:end].strip() for (_, begin), end in zip(starts, ends, strict=True)]


def _counts_on(marks: list[re.Match[str]]) -> bool:
    first = int(marks[0]["n"])
    return first >= 2 and [int(mark["n"]) for mark in marks] == list(range(first, first + len(marks)))


def _bare(item: str) -> str:
    bare = _LIST_ENDS.sub("", _NOTE.sub("", _LIST_ENDS.sub("", item.strip())))
    whole = bare.startswith("《") and bare.endswith("》") and bare.count("《") == 1
    return bare[1:-1] if whole else bare


def _headings(lines: list[Line], start: int) -> Found[tuple[str, ...]] | None:
    """附件1 / name, 附件2 / name: what is annexed behind the signature."""
    names: dict[str, Line] = {}
    for at in range(start, len(lines)):
        found = _HEAD.match(lines[at].text) if len(lines[at].text) <= 80 else None
        if not found or not _heads_an_annex(lines[at], found):
            continue
        words = found["rest"] or (lines[at + 1].text if at + 1 < len(lines) else "")
        if _names_an_annex(words, lines[at]):
            names.setdefault(_bare(words), lines[at])
    if not names:
        return None
    first = next(iter(names.values()))
    return Found(tuple(list(names)[:MOST]), first.number, first.text)


def _names_an_annex(words: str, heading: Line) -> bool:
    """Below 附件下载, where a web page keeps its files, only a file is one."""
    if heading.tight.startswith("附件下载") and not _FILE.search(words):
        return False
    return 2 <= len(words) <= 80 and not _UPLOAD.match(words) and not words.endswith("。")


def _heads_an_annex(line: Line, found: re.Match[str]) -> bool:
    named = not found["rest"] or bool(found["n"] or found["mark"])
    return named and re.match(r"[（(]?附\s{0,8}[件页]", line.text) is not None
