"""发文机关和成文日期: from the signature; failing that from the title, the masthead, the labels, the colophon."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from models.recognition.dates import DATE, date_of
from models.recognition.found import Found
from models.recognition.layout import Layout
from models.recognition.numbers import beside_number
from models.recognition.paper import Line
from models.recognition.signature import Signature
from models.recognition.words import is_office

_ABOUT = re.compile(r"^(?!关于)(?P<who>.{2,80}?)(?:关于|转发|印发|批转|贯彻|开展|实施)")
_ORDER = re.compile(r"^(?P<who>.{3,40}?)(?:命令|令|公告|通告)(?:$|[（(]?(?:(?:19|20)\d\d年)?第)")
_MASTHEAD = re.compile(r"^(?P<who>.{2,40}?)(?:文件|明电|传真电报|便函)$")
_LABEL = re.compile(
    r"(?:发文机关|发布机构|发文单位|印发单位|制发机关)\s{0,3}[：:|]?\s{0,4}(?P<who>[^\s：:|]{2,40})"
)
_COLOPHON = re.compile(r"^(?P<who>[^，。：:]{3,40}?)\s{0,40}(?:19|20|二)[^，。]{5,16}日?\s{0,6}印发?$")
_DATE_LABEL = re.compile(r"(?:成文日期|发文日期|印发日期|发文时间|成文时间|制发日期)[：:|]?(?P<when>.{6,14})")
_PASSED = re.compile(
    r"[（(](?P<when>[^（()）]{8,14}?日).{0,60}通过"
)  # 决议, 决定: the day stands below the title
_WIDE = re.compile(r"\t|\s{2,8}")
_PRINTED = re.compile(r"印发?$|印发[）)]?$")


def issuer(layout: Layout, signed: Signature, title: Found[str] | None) -> Found[str] | None:
    """Joint issuers are joined by 、."""
    if signed.offices:
        first = signed.offices[0]
        names = "、".join(dict.fromkeys(office.value for office in signed.offices))
        return Found(names, first.line, first.words)
    return next(_elsewhere(layout, title), None)


def _elsewhere(layout: Layout, title: Found[str] | None) -> Iterator[Found[str]]:
    if title:
        yield from _in_the_title(title)
    yield from _beside_the_date(layout.head)
    for pattern, lines in ((_MASTHEAD, layout.head), (_LABEL, layout.lines), (_COLOPHON, layout.lines)):
        for line in lines:
            yield from _named(pattern, line)
    yield from _spaced_masthead(layout.head)


def _in_the_title(title: Found[str]) -> Iterator[Found[str]]:
    for pattern in (_ABOUT, _ORDER):
        found = pattern.match(title.value)
        if found and (names := _offices_in(found["who"])):
            yield Found("、".join(names), title.line, title.words)


def _named(pattern: re.Pattern[str], line: Line) -> Iterator[Found[str]]:
    if len(line.text) > 200:
        return
    text = line.text if pattern is _COLOPHON else line.tight
    if (found := pattern.search(text)) and is_office(found["who"]):
        yield Found(found["who"].replace(" ", ""), line.number, line.text)


def _beside_the_date(head: list[Line]) -> Iterator[Found[str]]:
    """Minutes and bulletins print the office that edits them, and the day, in one line below the masthead."""
    for line in head:
        cells = _WIDE.split(line.text)
        who = cells[0].removesuffix("编印").removesuffix("编")
        if len(cells) == 2 and is_office(who) and DATE.fullmatch(cells[1].replace(" ", "")):
            yield Found(who, line.number, line.text)


def _spaced_masthead(head: list[Line]) -> Iterator[Found[str]]:
    for line in head[:6]:
        if is_office(line.text) and len(line.tight) >= 4:
            yield Found(line.tight, line.number, line.text)


def _offices_in(words: str) -> list[str]:
    parts = re.split(r"[\s、]+", words.strip())
    if words.startswith(("转发", "印发", "批转")):
        return []
    return parts if all(is_office(part) or part.endswith("会议") for part in parts) else []


def issue_date(layout: Layout, signed: Signature) -> Found[date] | None:
    """The date of the signature; else one that stands alone in the head, a labelled one, or that of printing."""
    if signed.dated:
        return signed.dated
    return next(_dates_elsewhere(layout), None)


def _dates_elsewhere(layout: Layout) -> Iterator[Found[date]]:
    for line in layout.head:
        for cell in (*_WIDE.split(line.text), *beside_number(line.text)):
            yield from _dated(line, cell.replace(" ", "").strip("（()）"))
        yield from _dated(line, line.tight.strip("（()）"))
    for line in layout.head:
        if passed := _PASSED.match(line.tight):
            yield from _dated(line, passed["when"])
    for above, line in pairwise(layout.head):
        if above.text.endswith(("：", ":")) and (
            labelled := _DATE_LABEL.search(above.tight + line.tight[:14])
        ):
            yield from _dated(line, labelled["when"], whole=False)
    for line in layout.lines:
        if len(line.text) <= 200 and (labelled := _DATE_LABEL.search(line.tight)):
            yield from _dated(line, labelled["when"], whole=False)
    for line in layout.lines[layout.body :]:
        if len(line.text) <= 120 and _PRINTED.search(line.tight) and (found := DATE.search(line.tight)):
            yield from _dated(line, found.group())


def _dated(line: Line, words: str, whole: bool = True) -> Iterator[Found[date]]:
    found = DATE.fullmatch(words) if whole else DATE.match(words)
    if found and (when := date_of(found)):
        yield Found(when, line.number, line.text)
