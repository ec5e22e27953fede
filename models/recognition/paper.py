"""纸面: the text of a paper as clean, numbered lines, bounded so that no text can make reading slow."""

import html
import re
from dataclasses import dataclass
from itertools import islice

MAX_TEXT = 80_000  # characters read; the head and the signature of a real paper lie well within
MAX_LINES = 4_000  # lines that have words
MAX_LINE = 3_000  # characters of one line that rules look at
PAGE_BREAK = 2  # lines from one to the next with a page number between them
_INVISIBLE = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad\x00-\x08\x0e-\x1f]")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>")
_ONE_BLANK = re.compile(r"(?<=\S) (?=\S)")
_BLANKS = re.compile(r"[ \t]{7,}")
_MARKDOWN = re.compile(r"^(?:[•●▪■◆] {0,3}|#{1,6} {0,2}|>{1,3} |\*{2})|\*{2}$")
_PAGE_NUMBER = re.compile(
    r"[-—–－ \-]{1,4}\d{1,3}[-—–－ \-]{1,4}|第 ?\d{1,3} ?页(?: ?共 ?\d{1,3} ?页)?|\d{1,3} ?/ ?\d{1,3}"
)
_FURNITURE = re.compile(  # what a web page puts around a paper
    r"^\d[\d\-/.: 年月日]{7,20}\s{1,8}来源[：:]|^下载地址[：:]|^欢迎(?:访问|光临|您)|欢迎您?[！!]$|"
    r"首页 ?[>›»|]|^(?:网站)?首页|(?:当前|您的|所在|现在的)位置|^[上下]一[篇条页]|版权所有|ICP备|网站地图|"
    r"无障碍(?:浏览|阅读)|扫一扫|浏览次数|点击(?:数|率|次数|量)|阅读次数|字体[：:大]|(?<!文)字号[：:]|"
    r"打印本页|关闭窗口|分享到|责任编辑[：:]|"
    r"^(?:来源|作者|编辑|发布者|发布人|发布时间|更新时间|日期来源)[：:]|"
    r"^(?:打印|关闭|返回|收藏|分享|\[关闭\]|\[打印\]|返回顶部)$|^主办[：:].*承办"
)
_MENU = re.compile(  # a web page's sections, one below the other
    r"(?:(?:政务|信息|院务|校务|党务)公开|通知公告|公告公示|公示公告|政策(?:文件|法规|解读)|新闻(?:中心|动态)|工作动态|"
    r"(?:机构|医院|学校)(?:概况|简介|设置)|互动交流|办事服务|在线服务|下载(?:中心|专区)|专题专栏|联系我们|网站首页)"
)
_ITEM = re.compile(r"[（(]?[\d一二三四五六七八九十]{1,3}[、.．)）]|第[\d一二三四五六七八九十]{1,3}[条章]|附")
_DIGITS = {ord("０") + n: str(n) for n in range(10)}
_HALF_WIDTH = _DIGITS | {0x3000: " ", 0xA0: " ", 0x2002: " ", 0x2003: " "}


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its number in the text, and its words with blanks trimmed and digits half-width."""

    number: int
    text: str

    @property
    def tight(self) -> str:
        """The words without any blank, as they are meant when letters are spaced out."""
        return self.text.replace(" ", "").replace("\t", "")


def lines_of(text: str) -> list[Line]:
    """The lines that have words; page numbers and the furniture of web pages left out."""
    bounded = html.unescape(text[:MAX_TEXT]).replace("\r\n", "\n").replace("\r", "\n")
    clean = _TAG.sub("", _INVISIBLE.sub("", bounded)).translate(_HALF_WIDTH)
    rows = _closed_up(_BLANKS.sub(" " * 6, clean).split("\n"))
    lines = (Line(number, _trim(row)) for number, row in enumerate(rows, 1))
    printed = (row for row in lines if row.text and not _is_furniture(row.text))
    return list(islice(printed, MAX_LINES))


def _closed_up(rows: list[str]) -> list[str]:
    """A scan read letter by letter, 关 于 做 好, without its blanks; wide blanks stay."""
    spaced = sum(map(_is_spaced, rows))
    if spaced * 2 < sum(map(bool, map(str.strip, rows))):
        return rows
    return [_ONE_BLANK.sub("", row) if _is_spaced(row) else row for row in rows]


def _is_spaced(row: str) -> bool:
    parts = row.split()
    return len(parts) >= 4 and sum(len(part) == 1 for part in parts) >= 0.7 * len(parts)


def with_half_width_digits(text: str) -> str:
    return text.translate(_DIGITS)


def squeezed(text: str) -> str:
    """Blanks between spaced-out letters removed (邀    请   函), other blanks made one."""
    parts = text.split()
    if len(parts) > 1 and sum(len(part) <= 2 for part in parts) * 3 >= len(parts) * 2:
        return "".join(parts)
    return " ".join(parts)


def _is_furniture(text: str) -> bool:
    if _PAGE_NUMBER.fullmatch(text):
        return True
    if _MENU.fullmatch(text):
        return True
    return len(text) <= 120 and "。" not in text and bool(_FURNITURE.search(text))


def paragraphs(lines: list[Line]) -> list[Line]:
    """Lines that a page broke in mid-sentence put together again, under the number of the first."""
    whole: list[Line] = []
    last = 0
    for line in lines:
        if whole and line.number - last <= PAGE_BREAK and _runs_on(whole[-1].text, line.text):
            whole[-1] = Line(whole[-1].number, (whole[-1].text + line.text)[:MAX_LINE])
        else:
            whole.append(line)
        last = line.number
    return whole


def _runs_on(above: str, below: str) -> bool:
    return len(above) >= 18 and above[-1] not in "。；：！？:;”" and not _ITEM.match(below)


def _trim(row: str) -> str:
    return _MARKDOWN.sub("", row[:MAX_LINE].strip(" \t\f|")).strip(" \t|")
