"""国家秘密标志: 绝密, 机密, 秘密 as a mark on a first page or in a file name, not as words in prose.

Source: 保守国家秘密法 (2024) art. 22; the printed form is 密级★保密期限, above the head of the paper.
"""

import re
import unicodedata

from models.recognition.found import Found
from models.recognition.paper import Line, lines_of

FIRST_PAGE = 80  # lines
_LEVEL = r"(?P<level>[绝絕] ?密|[机機] ?密|秘 ?密)"
_STAR = "★☆✩✪✫✬✭✮✯✰⭐🌟⋆＊*✱✳※"
_TERM = (
    r"(?P<term>\d{1,3} ?(?:年|个 ?月|月)|[一二三四五六七八九十]{1,3}(?:年|个月)|长 ?期|永 ?久|"
    r"\d{4} ?[年.\-]\d{0,2}[^，。]{0,8}|启封前|解密前)"
)
_STARRED = re.compile(
    rf"(?<![“‘「『《\"'])(?<!商业)(?<!工作)(?<!国家)(?<!个人){_LEVEL} {{0,4}}[{_STAR}] {{0,4}}{_TERM}?"
)
_BESIDE = r"(?: {1,8}(?:特急|加急|急件|平急|份号|编号|第|\d).{0,20})?"
_ALONE = re.compile(
    rf"(?:密 {{0,2}}级 {{0,2}}[：:]? {{0,2}})?[【\[（(〔]?{_LEVEL}[】\])）〕]?"
    rf"(?: {{0,4}}[·・—\-:：(（]? {{0,2}}{_TERM}[)）]?)?{_BESIDE}"
)
_LABELLED = re.compile(
    rf"(?:密级|秘密等级|保密级别)(?:和保密期限)? {{0,3}}[：:|] {{0,3}}{_LEVEL}(?!件|级以|、|/|□)"
)
_IN_NAME = (
    re.compile(rf"[【\[（(〔]{_LEVEL}[】\])）〕]"),
    re.compile(rf"^(?:\d{{1,8}}[ _\-.]{{1,2}})?{_LEVEL}(?=$|[ _\-.·—:：]|\.\w{{2,5}}$)"),
    re.compile(rf"[_\-·— ]{_LEVEL}(?=$|\.\w{{2,5}}$)"),
)
_NUMBERED_COPY = re.compile(r"^\d{6} {1,6}|^No\.? ?\d{1,8} {1,6}")
_TRADITIONAL = str.maketrans("絕機", "绝机")


def mark_of_state_secret(text_or_name: str) -> str | None:
    """The mark in its standard form (机密★1年), or None."""
    found = security_mark(lines_of(text_or_name[:20_000]), text_or_name if _is_name(text_or_name) else "")
    return found.value if found else None


def security_mark(lines: list[Line], name: str = "") -> Found[str] | None:
    for line in _with_split_letters(lines[:FIRST_PAGE]):
        if mark := _mark_on(_folded(line.text)):
            return Found(mark, line.number, line.text[:80])
    if name and (mark := _mark_in_name(_folded(name[:300]))):
        return Found(mark, 0, name[:80])
    return None


def _mark_on(text: str) -> str | None:
    if starred := _STARRED.search(text):
        return _standard(starred)
    alone = _ALONE.fullmatch(_NUMBERED_COPY.sub("", text)) if len(text) <= 60 else None
    return _standard(alone or _LABELLED.match(text))


def _mark_in_name(name: str) -> str | None:
    return next(
        (mark for pattern in (_STARRED, *_IN_NAME) if (mark := _standard(pattern.search(name)))), None
    )


def _standard(found: re.Match[str] | None) -> str | None:
    if not found:
        return None
    groups = found.groupdict()
    level = found["level"].replace(" ", "").translate(_TRADITIONAL)
    term = (groups.get("term") or "").replace(" ", "")
    return f"{level}★{term}" if term else level


def _folded(text: str) -> str:
    return re.sub(r"\s", " ", unicodedata.normalize("NFKC", text))


def _is_name(words: str) -> bool:
    return "\n" not in words and len(words) <= 300


def _with_split_letters(lines: list[Line]) -> list[Line]:
    """Letters set one below the other (机 / 密 / ★) are read as one line as well."""
    whole = list(lines)
    for at in range(len(lines) - 1):
        if len(lines[at].text) == len(lines[at + 1].text) == 1:
            run = "".join(line.text for line in lines[at : at + 6] if len(line.text) <= 3)
            whole.append(Line(lines[at].number, run))
    return whole
