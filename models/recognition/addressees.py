"""主送机关: the salutation cut into its addressees."""

import re

from models.recognition.found import Found
from models.recognition.layout import Layout
from models.recognition.paper import Line, squeezed
from models.recognition.words import is_office

_COPY = re.compile(r"主 {0,3}送(?:机关|单位)?\s{0,3}[：:|]\s{0,4}(?P<who>[^。]{2,300})")
_OFFICE_CLOSES = re.compile(
    r"(?:局|委|厅|办|会|院|校|部门|单位|政府|处|室|中心|公司|企业|科|所|站|队|机关|工会|学校|师范|高校|政府|部|馆|企事业|司|镇|乡|街道|兵团|机构|药店|团体|组织|年级|支部|病区|师生|员工|职工|干部|社区|专业|厂|店|[）)])$"
)
_NEW_ONE = re.compile(
    r"^(?:各(?!类)|有关|相关|其他|全体|全市|全院|在|驻|中央|[市县区省州委局厅院校部镇乡旗]直|[市县区省州委局厅院校部镇乡旗]属|[市县区省]级|.{0,3}直属|"
    r"机关|[\u4e00-\u9fff]{2,4}(?:省|市|自治区|新区)[\u4e00-\u9fff]|新疆生产建设兵团)"
)
_OF_ONE_TOWN = re.compile(r"[市县区省州][^各属直级]{2,16}")


def addressees(layout: Layout) -> Found[tuple[str, ...]] | None:
    if layout.salutation:
        line = layout.lines[layout.head_end]
        return Found(tuple(split(layout.salutation)), line.number, layout.salutation)
    return _in_the_colophon(layout.lines)


def split(words: str) -> list[str]:
    """By comma; without one by 、 where an office is complete and another begins."""
    words = re.sub(r"^(?:致|主送)\s{0,3}[：:]\s?", "", squeezed(words))
    words = re.sub(r"\s{0,8}([，,；;、])\s{0,8}", r"\1", words)
    parts = _cut(words, "，,；;")
    return [part.strip() for part in (parts if len(parts) > 1 else _enumerated(words)) if part.strip()]


def _enumerated(words: str) -> list[str]:
    """Offices of one town, each named in full, are many."""
    parts = _cut(words, "、")
    if all(_OF_ONE_TOWN.fullmatch(part) and is_office(part) for part in parts):
        return parts
    return _by_enumeration(words)


def _by_enumeration(words: str) -> list[str]:
    whole: list[str] = []
    for part in _cut(words, "、 "):
        if whole and not (_OFFICE_CLOSES.search(whole[-1]) and _NEW_ONE.match(part)):
            whole[-1] += "、" + part
        else:
            whole.append(part)
    return whole


def _cut(words: str, marks: str) -> list[str]:
    """Cut at marks that stand outside brackets."""
    parts, depth = [""], 0
    for letter in words:
        depth += (letter in "（(【[〔") - (letter in "）)】]〕")
        if letter in marks and depth <= 0:
            parts.append("")
        else:
            parts[-1] += letter
    return parts


def _in_the_colophon(lines: list[Line]) -> Found[tuple[str, ...]] | None:
    for line in lines:
        if (found := _COPY.match(line.text)) or (found := _COPY.match(line.tight)):
            return Found(tuple(split(found["who"].rstrip("：:"))), line.number, line.text)
    return None
