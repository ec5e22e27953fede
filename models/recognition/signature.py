"""落款: who signed, and the date of issue; where the signature is missing, what else names the issuer."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import islice

from models.recognition.dates import DATE, NO_YEAR, date_of, make_date, usual_year
from models.recognition.found import Found
from models.recognition.layout import Layout
from models.recognition.paper import Line
from models.recognition.words import OFFICE_END, is_office

MOST_DATES = 60  # dates below the body that may belong to a signature
MOST_SIGNERS = 8  # lines above the date that may name joint issuers
_SEAL = re.compile(
    r"[（(](?:盖 ?章|公 ?章|印 ?章|印|代 ?章|章)[)）]|[\[【](?:盖章|公章)[\]】]|\s{1,6}[（(]?盖章[)）]?$"
)
_NOTE = re.compile(
    r"^(?:日\s{0,4}期|时\s{0,4}间|成文日期|落款)\s{0,3}[：:]\s{0,3}|^(?:发文机关|发文单位|单位)\s{0,3}[：:]"
)
_NOT_A_SIGNER = re.compile(
    r"^[\d（(〔\[①-⑳•·●▲◆]|^附|^[一二三四五六七八九十]{1,3}、|^(?:联系|电话|地址|邮|抄|主题|印|表|注|备注|填|单位|部门)|"
    r"代 ?章$|[。；，：:？！《》;,?!=_|@]|年.{0,6}月|^特此|^此[致复]|^敬礼|^专此|\.(?:docx?|xlsx?|pdf|zip|rar|wps|et)$"
)
_OFFICIAL = "局|主任|院|市|县|省|区|镇|乡|部|校|厅|书记|处|科|司|行|会|所|台|站|州|村|社|总理|主席|经理|秘书"
_NAME = r"(?:[\u4e00-\u9fff×X*]{2,4}|[\u4e00-\u9fff×X*]\s{1,2}[\u4e00-\u9fff×X*]{1,2})"
_PERSON = re.compile(rf"^.{{0,16}}(?:{_OFFICIAL})(?:\s{{0,2}}[长记])?\s{{1,8}}{_NAME}$")
_SHORT_OFFICE = re.compile(r"[市县区省州团].{2}|.{4}")
_WHOLE_YEAR = re.compile(r"\d ?\d ?\d ?\d|[一二] ?[^ \d] ?[^ \d] ?[^ \d] ?年")
_SEALED_FOR = re.compile("代 ?章$")
_IN_BRACKETS = re.compile(r"[（(](?P<words>[^（()）]{4,40})[)）]")
_TAIL = re.compile(r"^(?:附|抄|主题词|[（(]|印发|公开|此件|信息公开|分送|联系|校对|打字|共印)|印发$")


@dataclass(frozen=True, slots=True)
class Signature:
    """Lines [start, end) hold the signers and the date; both are the number of lines when nobody signed."""

    start: int
    end: int
    offices: tuple[Found[str], ...]
    dated: Found[date] | None


def signature(layout: Layout) -> Signature:
    """The best of the dates that stand alone below the body: one below an office, the earlier the better."""
    lines = layout.lines
    dated = (at for at in range(layout.body, len(lines)) if _dated_line(lines[at]))
    options = [_signed_at(layout, at) for at in islice(dated, MOST_DATES)]
    best = max(options, key=lambda option: (_weight(option, lines), -option.end), default=None)
    return best if best else _undated(layout)


def _signed_at(layout: Layout, at: int) -> Signature:
    beside, printed = _dated_line(layout.lines[at]) or ("", "")
    line = layout.lines[at]
    when = _read_date(printed, layout)
    dated = Found(when, line.number, line.text) if when else None
    if beside:
        above, start = _offices_above(layout, at) if is_office(beside) else ([], at)
        return Signature(start, at + 1, (*above, *_names(Line(line.number, beside))), dated)
    above, start = _offices_above(layout, at)
    if not above and at + 1 < len(layout.lines) and is_office(layout.lines[at + 1].text):
        return Signature(at, at + 2, tuple(_names(layout.lines[at + 1])), dated)
    return Signature(start, at + 1, tuple(above), dated)


def _dated_line(line: Line) -> tuple[str, str] | None:
    """(what stands before, the date) for a line that is a date, or an office and a date."""
    if len(line.text) > 120 or ("月" not in line.text and not re.search(r"\d{4}[-./]\d", line.text)):
        return None
    text = _NOTE.sub("", _SEAL.sub("", line.text)).strip()
    tight = text.replace(" ", "").replace("\t", "").strip("（()）。")
    if DATE.fullmatch(tight) or NO_YEAR.fullmatch(tight):
        return "", tight
    for found in DATE.finditer(tight):
        if found.end() == len(tight) and is_office(tight[: found.start()].rstrip("：:，,")):
            return _before(text, tight[: found.start()]), found.group()
    return None


def _before(text: str, tight: str) -> str:
    """The part of text, blanks kept, that spells tight."""
    length, wanted = 0, len(tight)
    for at, letter in enumerate(text):
        length += letter not in " \t"
        if length == wanted:
            return text[: at + 1]
    return tight


def _read_date(printed: str, layout: Layout) -> date | None:
    if whole := DATE.fullmatch(printed):
        return date_of(whole)
    short = NO_YEAR.fullmatch(printed)
    year = usual_year(line.tight for line in layout.lines)
    return make_date(year, int(short["m"]), int(short["d"])) if short and year else None


def _offices_above(layout: Layout, at: int) -> tuple[list[Found[str]], int]:
    """The signers printed above line at, topmost first, and the line where they begin."""
    rows: list[Line] = []
    start = at
    while start > layout.body and len(rows) < MOST_SIGNERS:
        above = layout.lines[start - 1]
        if _only_notes(above) and not rows:
            return _offices_above(layout, start - 1)
        if rows and _begins_a_long_name(layout, start - 1):
            rows[0], start = Line(above.number, above.tight + rows[0].tight), start - 1
            break
        if not (_may_sign(above, not rows) or (rows and _printed_whole(layout, [above, *rows]))):
            break
        start -= 1
        rows.insert(0, above)
    if len(rows) > 1 and _printed_whole(layout, rows):
        words = " / ".join(row.text for row in rows)
        return [Found("".join(row.tight for row in rows), rows[0].number, words)], start
    return [name for row in rows for name in _names(row)], start


def _only_notes(line: Line) -> bool:
    """（王某代章）, or in brackets the office that acts for the signer."""
    aside = _IN_BRACKETS.fullmatch(line.text)
    return bool(_SEALED_FOR.search(line.text) or (aside and is_office(aside["words"])))


def _begins_a_long_name(layout: Layout, at: int) -> bool:
    """A paragraph's first line that names no office, just above one: the name was too long for one line."""
    line, below, above = layout.lines[at], layout.lines[at + 1], layout.lines[at - 1]
    if at <= layout.body or below.number != line.number + 1 or above.number == line.number - 1:
        return False
    plain = 6 <= len(line.tight) <= 40 and not _NOT_A_SIGNER.search(line.text)
    return plain and not is_office(line.text) and above.text.endswith(("。", "！", "；"))


def _printed_whole(layout: Layout, rows: list[Line]) -> bool:
    """One office printed over several lines stays one when another short line prints it in one piece."""
    whole = "".join(row.tight for row in rows)
    if is_office(rows[0].text) and len(rows[-1].tight) > 4:
        return False
    if not 6 <= len(whole) <= 60 or _NOT_A_SIGNER.search(whole):
        return False
    return any(whole in line.tight for line in layout.lines if len(line.text) < 200)


def _is_person(text: str) -> bool:
    """院长 王某某; but of 市教育局 团市委 or 某医院党委 松风医院 the last is an office."""
    last = text.split()[-1] if text else ""
    return bool(_PERSON.match(text)) and not (_SHORT_OFFICE.fullmatch(last) and OFFICE_END.search(last))


def _may_sign(line: Line, nearest: bool) -> bool:
    text = _SEAL.sub("", line.text).strip()
    if _NOT_A_SIGNER.search(text) or _is_person(text) or len(text) > 90:
        return False
    parts = text.split()
    if all(is_office(part) for part in parts) or is_office(text):
        return True
    return nearest and 2 <= len(line.tight) <= 20


def _names(line: Line) -> list[Found[str]]:
    """The offices of one line: parted by wide blanks, or by one blank between whole names."""
    text = _SEAL.sub("", line.text).strip()
    parts = text.split()
    if len(parts) > 1 and not all(len(part) >= 3 and OFFICE_END.search(part) for part in parts):
        wide = [part.replace(" ", "") for part in re.split(r"\s{3,}", text)]
        parts = wide if all(len(part) >= 4 for part in wide) else ["".join(parts)]
    return [Found(part, line.number, line.text) for part in parts if part]


def _weight(option: Signature, lines: list[Line]) -> int:
    """A whole date below the name of an office settles it; the place in the text decides the rest."""
    sure = any(OFFICE_END.search(office.value) for office in option.offices)
    if sure and option.dated and _WHOLE_YEAR.search(option.dated.words):
        return 9
    last = option.end >= len(lines) or bool(_TAIL.search(lines[option.end].text))
    return 4 * sure + 2 * bool(option.offices) + 2 * last + (option.dated is not None)


def _undated(layout: Layout) -> Signature:
    """A signature without a date: an office alone below a closed sentence, named elsewhere on the paper."""
    lines = layout.lines
    for at in range(layout.body + 1, len(lines)):
        if _closes(lines[at - 1]) and _signs_undated(lines, at):
            return Signature(at, at + 1, tuple(_names(lines[at])), None)
    return Signature(len(lines), len(lines), (), None)


def _signs_undated(lines: list[Line], at: int) -> bool:
    line = lines[at]
    if len(line.tight) < 4 or not is_office(line.text) or _NOT_A_SIGNER.search(line.text):
        return False
    return any(line.tight in other.tight for other in lines[:60] if other is not line)


def _closes(line: Line) -> bool:
    return line.text.endswith(("。", "！", "；", ".", "”")) or line.text.startswith("附")
