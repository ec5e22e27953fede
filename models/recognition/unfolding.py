"""断行: a paper copied without its line breaks gets them back where its parts begin."""

import re

SHORTEST = 150  # characters of a line that holds a whole paper
MOST_JOINED = 240  # characters of a line that joint issuers share
_KINDS = "通知|通报|意见|决定|批复|请示|报告|公告|通告|函|纪要"
_CODE = r"[\u3400-\u9fffA-Za-z]{1,14}[〔\[【（(﹝［](?:19|20)\d\d[〕\]】）)﹞］]\d{1,5}号"
_CN = "一二三四五六七八九十"
_DATE = rf"(?:(?:19|20)\d\d ?年 ?\d{{1,2}} ?月 ?\d{{1,2}} ?日|[一二][〇○零0OО{_CN}]{{3}}年[{_CN}]{{1,2}}月[{_CN}]{{1,3}}日)"
_BREAKS = (
    (re.compile(rf"(的(?:{_KINDS}))(?={_CODE})"), r"\1\n"),
    (re.compile(rf"^([^：。]{{4,200}}?的(?:{_KINDS})) {{1,8}}(?=各[^：。]{{2,200}}：)"), r"\1\n"),
    (re.compile(rf"^([^：。]{{0,200}}?{_CODE})(?=[^\s)）])", re.MULTILINE), r"\1\n"),
    (re.compile(r"^((?:来源|发布时间|时间)[：:].{2,20}?)(?=各[省市县区有单位]|有关)", re.MULTILINE), r"\1\n"),
    (re.compile(r"^(各[^。]{2,200}?：)(?= {0,4}\S)", re.MULTILINE), r"\1\n"),
    (re.compile(r"(?<=。) {1,8}(?=附件：)"), r"\n"),
    (re.compile(rf" {{1,8}}([^ ，。：；、（）]{{4,30}}) {{1,8}}({_DATE})(?= )"), r"\n\1\n\2\n"),
    (re.compile(rf"(?<=。) {{1,8}}({_DATE})(?= )"), r"\n\1\n"),
    (re.compile(rf"([。：])([^。，；：]{{2,40}})({_DATE})(?=[^，。前后起至以]|$)"), r"\1\n\2\n\3\n"),
)
_SIGNERS = re.compile(rf"(?P<offices>[^ ，。：；、（）]{{8,200}}?) {{0,8}}(?P<day>{_DATE})")
_REGION = re.compile(r"[\u3400-\u9fff]{2,6}?[省市县区]")
_SIGNED = re.compile(rf"(?<=[。！知告复达致]) {{1,8}}([^ ，。：；、（）]{{4,30}}) {{1,8}}({_DATE})$")
_TAIL = 100  # characters at the end of a paragraph in which it may be signed


def unfolded(text: str) -> str:
    return "\n".join(_signed_below(_one_by_one(row)) for row in _parted(text).split("\n"))


def _one_by_one(row: str) -> str:
    """Joint issuers of one region, printed without a blank between them, get a line each; so does the date."""
    signed = _SIGNERS.fullmatch(row.strip()) if len(row) <= MOST_JOINED else None
    region = _REGION.match(signed["offices"]) if signed else None
    if not signed or not region or signed["offices"].count(region.group()) < 2:
        return row
    return signed["offices"].replace(region.group(), f"\n{region.group()}").strip() + f"\n{signed['day']}"


def _signed_below(row: str) -> str:
    """An office and a date printed behind the last sentence of a paragraph get lines of their own."""
    return row[:-_TAIL] + _SIGNED.sub(r"\n\1\n\2", row[-_TAIL:].rstrip())


def _parted(text: str) -> str:
    """The text itself when it has lines; else with a break before each part that is known by its form."""
    rows = text.split("\n")
    longest = max(range(len(rows)), key=lambda at: len(rows[at]))
    if len(rows[longest]) < max(SHORTEST, 0.7 * len(text)):
        return text
    for pattern, put in _BREAKS:
        rows[longest] = pattern.sub(put, rows[longest], count=1)
    return "\n".join(rows)
