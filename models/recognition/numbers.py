"""发文字号: the paper's own number, never one it cites."""

import re
from itertools import pairwise

from models.recognition.found import Found
from models.recognition.paper import Line

_OPEN, _CLOSE = "〔\\[【（(﹝［〈<{「", "〕\\]】）)﹞］〉>}」"
_CODE = r"[A-Za-z\u3400-\u9fff][A-Za-z\u3400-\u9fff·\- ]{0,24}(?:[（(][\u3400-\u9fff]{1,4}[)）])?[\u3400-\u9fff]{0,4}"
_YEAR = r"(?:19|20) {0,2}\d {0,2}\d"
_SERIAL = r"(?:[\u3400-\u9fff]{1,3}字)? {0,3}第? {0,3}(?:\d {0,2}){1,5}号"  # 〔2000〕商字295号
_YEAR_IN_BRACKETS = (
    rf"(?:[{_OPEN}] {{0,3}}{_YEAR} {{0,3}}年? {{0,3}}[{_CLOSE}]|(?:19|20)\d\d年) {{0,3}}{_SERIAL}"
)
_SERIAL_IN_BRACKETS = rf"(?:19|20)\d\d ?[{_OPEN}]\d{{1,4}}[{_CLOSE}] ?号"
NUMBER = rf"{_CODE} {{0,3}}(?:{_YEAR_IN_BRACKETS}|{_SERIAL_IN_BRACKETS})"
_ORDER = r"(?:(?:19|20)\d\d ?年 ?)?第 ?[\d一二三四五六七八九十百○〇零]{1,6} ?号"
_LABEL = r"(?:(?:发文字号|发文文号|文件编号|文件号|公文字号|文 {0,4}号|字 {0,4}号|编 {0,4}号)\s{0,4}[：:]?\s{0,4})?"
_BESIDE = (
    r"(?:\s{1,8}(?:签 ?发 ?人|会 ?签 ?人|特急|加急|急件|平急|有效性|主题分类|成文日期|公开方式|(?:19|20)\d\d年)"
    r".{0,80})?"
)
_CELLS = re.compile(r"\t|\s{2,8}")
_WHOLE = re.compile(rf"(?:[—–-]{{1,2}} {{0,3}})?{_LABEL}[（(]? ?(?P<number>{NUMBER}) ?[)）]?{_BESIDE}")
_DAY = r"(?:19|20)\d\d年\d{1,2}月\d{1,2}日"
_DATED = re.compile(rf"[（(](?:{_DAY} ?)?(?P<number>{NUMBER})(?: ?{_DAY})?[)）]")
_COUNTED = re.compile(rf"(?:令|公告|通告|公报)[（(\s]{{0,4}}(?P<number>{_ORDER})[)）]?$")
_OF_A_YEAR = re.compile(r"(?:19|20)\d\d ?年 ?第 ?\d{1,4} ?号")
_IN_A_YEAR = re.compile(rf"(?:令|公告|通告|公报) ?(?P<number>{_ORDER})(?:[（(].{{4,120}}[)）])?$")
_WHOLE_ORDER = re.compile(rf"{_LABEL}[（(]?(?P<number>{_ORDER})[)）]?")
_AFTER = re.compile(
    rf"(?:文件|(?:通知|意见|决定|批复|通报|公告|通告|报告|请示|函|纪要|办法|方案))(?=[\s（(])\s{{0,8}}[（(]?(?P<number>{NUMBER})[)）]?$"
)
_LABELLED = re.compile(rf"(?:发文字号|文 {{0,4}}号)[：:|\s]{{0,6}}(?P<number>{NUMBER})")
_PATTERNS = (_WHOLE.fullmatch, _DATED.fullmatch, _AFTER.search, _LABELLED.search)
_UNCODED = re.compile(rf"[{_OPEN}](?:19|20)\d\d[{_CLOSE}]第?\d{{1,4}}[号期]")
_NUMBERED_ALONE = re.compile("(?:纪要|公告|通告|令)$")  # the number below has no code
_DEGREE = re.compile(r"^(?:特提|特急|加急|平急|急件)?[·•/ ]{0,3}(?:明电|密电)?\s{1,8}")  # before a number
_BRACKET = re.compile(f"[{_OPEN}]")
_COUNTED_BY_YEAR = re.compile(r"(?:令|公 {0,4}告|通 {0,4}告|公 {0,4}报) ?(?:19|20)\d\d ?年")
_ISSUED_IN_SERIES = re.compile(r"(?:令|公告|通告|公报)(?:$|[（(]|(?:19|20)\d\d年第)")


def doc_number(head: list[Line]) -> Found[str] | None:
    """The first line of the head that is a number, or ends with one; 第86号 only under a 令, 公告 or 通告."""
    for line in head:
        if number := number_in(line.text):
            return Found(number, line.number, line.text)
    for above, line in pairwise(head):
        if _UNCODED.fullmatch(line.tight) and _NUMBERED_ALONE.search(above.tight):
            return Found(line.tight, line.number, line.text)
        number = number_in(above.text + line.text)
        if number and _BRACKET.search(number):
            return Found(number, above.number, f"{above.text}{line.text}")
    return _in_series(head)


def number_in(text: str) -> str | None:
    """The number that a line of the head carries as its own."""
    text = _DEGREE.sub("", text)
    if not 6 <= len(text) <= 300 or "号" not in text:
        return None
    for words in (text, *_CELLS.split(text)):
        for matching in _PATTERNS:
            if (found := matching(words)) and not _COUNTED_BY_YEAR.search(found["number"]):
                return found["number"].replace(" ", "")
    return None


def is_number_line(line: Line) -> bool:
    return bool(number_in(line.text) or _WHOLE_ORDER.fullmatch(line.text))


def beside_number(text: str) -> tuple[str, str]:
    """What a line prints to the left and the right of its number: a date, a signer."""
    if "号" not in text or len(text) > 300:
        return "", ""
    found = _WHOLE.fullmatch(text) or _DATED.fullmatch(text)
    return (text[: found.start("number")], text[found.end("number") :]) if found else ("", "")


def without_number(text: str) -> str:
    """A title without the number printed behind it."""
    found = _AFTER.search(text) if "号" in text else None
    return text[: found.start("number")].rstrip(" \t（(") if found else text


def _in_series(head: list[Line]) -> Found[str] | None:
    for line in head:
        if _OF_A_YEAR.fullmatch(line.tight):
            return Found(line.tight, line.number, line.text)
    if not any(_ISSUED_IN_SERIES.search(line.tight) for line in head):
        return None
    for line in head:
        found = (
            _WHOLE_ORDER.fullmatch(line.text) or _COUNTED.search(line.text) or _IN_A_YEAR.search(line.text)
        )
        if found:
            return Found(found["number"].replace(" ", ""), line.number, line.text)
    return None
