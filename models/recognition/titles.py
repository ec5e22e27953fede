"""标题: the title as printed, put together from its lines."""

import re

from models.recognition.dates import DATE
from models.recognition.found import FROM_THE_NAME, Found
from models.recognition.layout import is_sentence
from models.recognition.numbers import is_number_line, without_number
from models.recognition.paper import Line, squeezed
from models.recognition.words import OFFICE_END, is_office, kind_at_end, names_a_paper

_NAVIGATION = re.compile(r"https?:|www\.|[>›»→]|信息公开目录|公开方式|公开属性|有效性|^(?:登录|注册|下载)$")
_LABEL = re.compile(
    r"(?:索 {0,4}引 {0,4}号|主题分类|发文机关|发布机构|发布单位|成文日期|发文日期|发布日期|发文字号|文 {0,4}号|体裁|"
    r"组配分类|公开\w{0,4}|生效日期|失效日期|签发人|份号|主题词|类别|内容概述|发文机构|信息来源|关键词|部门|栏目|统一编号|发件人|收件人|发送时间)(?:[：:|\s]|$)"
)
_MARK = re.compile(
    r"(?:特急|加急|急件|平急|明电|内部资料.{0,8}|内部文件|此件公开.{0,6}|(?:绝密|机密|秘密)(?:[★☆＊*].{0,12})?|"
    r"\d{4,7}|No\.?\d+|[★☆].{0,10})"
)
_ISSUE = re.compile(r"[（(〔\[]?(?:(?:19|20)\d\d)?[）)〕\]年]?[（(]?(?:总?第?\d{1,4}[期次号])[)）]?")
_ITEM = re.compile(r"附件|\d{1,2}[.、．](?!\d)")
_MASTHEAD = re.compile(r".{2,60}(?:文件|明电|传真电报|电报|便函|\(通知\)|简报)$")
_PREFIX = re.compile(
    r"^(?:标\s{0,8}题|题\s{0,4}名|主\s{0,4}题|名\s{0,4}称)\s{0,4}[：:|]?\s{0,6}(?=\S{4})|"
    r"^[【\[]?(?:转发|转载|通知公告)[】\]]?\s?[：:]\s?|^[【\[](?:转发|转载|特急|加急|紧急)[】\]]|"
    r"^[\u3400-\u9fff]{2,6} ?[|｜] ?"
)
_OPENS_THE_BODY = re.compile(r"[，：；]|^(?:根据|为|经|因|按照|近|现|兹|依据)")
_ABOUT = re.compile(r"(?P<who>[^，。：；]{2,60}?)(?:关于|转发|印发|批转|令(?:$|[（(第])|公告$|通告$)")
_BANNER = re.compile(r"(?!.*(?:关于|转发|印发|的$|[年度届次]$)).{2,6}")  # 新闻头条, 通知公告 above a title
_IN_NAME = re.compile(
    r"[^\\/]{0,80}关于[^\\/]{2,150}?(?:通知|通报|意见|决定|批复|请示|报告|公告|通告|函|纪要)"
)


def title(head: list[Line], name: str = "") -> Found[str] | None:
    """The last group of head lines that reads like a title; failing that, a title in the file name."""
    groups = [group for run in _runs(head) for group in _cut_after_titles(run)]
    ranked = [(_likeness(_joined(group)), at, group) for at, group in enumerate(groups)]
    best = max(ranked, key=lambda item: item[:2], default=None)
    if best and best[0] > 0:
        group = best[2]
        return Found(_joined(group), group[0].number, " / ".join(line.text for line in group))
    return _title_in(name)


def _runs(head: list[Line]) -> list[list[Line]]:
    """Groups of neighbouring lines that could be a title."""
    runs: list[list[Line]] = [[]]
    for line in head:
        if _is_other_matter(line):
            runs.append([])
        else:
            runs[-1].append(line)
    return [run for run in runs if run]


def _is_other_matter(line: Line) -> bool:
    text = line.text
    if is_number_line(line) and without_number(text) == text:
        return True
    if _PREFIX.match(text):
        return False
    if _NAVIGATION.search(text) and kind_at_end(text) is None:
        return True
    if _ISSUE.fullmatch(line.tight) or is_sentence(line) or _ITEM.match(line.text):
        return True
    return bool(_LABEL.match(text) or _MARK.fullmatch(line.tight)) or _is_masthead(line) or _is_dated(line)


def _is_masthead(line: Line) -> bool:
    words = line.tight
    return bool(_MASTHEAD.fullmatch(words)) and "关于" not in words and kind_at_end(words) is None


def _is_dated(line: Line) -> bool:
    """A date alone, in brackets, or with 发布, 施行 and the like; not a title that mentions a day."""
    if any(DATE.fullmatch(cell.replace(" ", "")) for cell in re.split(r"\t|\s{2,8}", line.text)):
        return True
    if not DATE.search(line.tight):
        return False
    alone = len(DATE.sub("", line.tight)) <= 6
    return alone or line.text.startswith(("（", "(")) or line.tight.endswith(("通过", "施行", "发布"))


def _cut_after_titles(run: list[Line]) -> list[list[Line]]:
    """A page that prints its title twice gives two groups, one for each."""
    groups: list[list[Line]] = [[]]
    for line in run:
        if groups[-1] and _begins_anew(line, _joined(groups[-1])):
            groups.append([])
        groups[-1].append(line)
    return groups


def _begins_anew(line: Line, above: str) -> bool:
    """Above is a title already, or something other than the offices a title begins with."""
    if _complete(above):
        return not line.text.startswith(("（", "(", "的"))
    ended = kind_at_end(above) is not None or names_a_paper(above)
    if ended and len(above) >= 5 and _OPENS_THE_BODY.search(line.text) and _brackets_close(above):
        return True
    if "关于" not in above and is_office(line.text) and not OFFICE_END.search(above):
        return len(line.tight) >= 6 and not re.search("转发|印发|批转", above) and _brackets_close(above)
    if (
        kind_at_end(line.text)
        and len(line.tight) >= 8
        and _BANNER.fullmatch(above)
        and not OFFICE_END.search(above)
    ):
        return True
    led_up_to = OFFICE_END.search(above) or above.endswith("会议") or re.search("转发|印发|批转", above)
    found = _ABOUT.match(line.text)
    begins = line.text.startswith("关于") or bool(found and OFFICE_END.search(found["who"]))
    said_again = line.text == above or bool(found and above.endswith(found["who"]))
    return said_again or (begins and not led_up_to and _brackets_close(above))


def _complete(words: str) -> bool:
    return "关于" in words and kind_at_end(words) is not None and _brackets_close(words)


def _brackets_close(words: str) -> bool:
    return all(words.count(left) <= words.count(right) for left, right in ("《》", "（）", "“”", "〈〉"))


def _joined(group: list[Line]) -> str:
    words = "".join(squeezed(line.text) for line in group)
    return _unwrapped(without_number(_PREFIX.sub("", words)).strip(" |*　"))


def _unwrapped(words: str) -> str:
    """A title that stands in 《》 as a whole."""
    inside = words[1:-1]
    wrapped = words.startswith("《") and words.endswith("》") and _complete(inside)
    return inside if wrapped and _brackets_close(inside) and inside.find("》") >= inside.find("《") else words


def _likeness(words: str) -> int:
    if len(words) < 2 or len(words) > 300:
        return 0
    kind = kind_at_end(words) is not None
    about = "关于" in words or words.startswith(("转发", "印发", "批转"))
    if (is_office(words) and not about) or ("，" in words and not kind):
        return 0
    return 3 * kind + 3 * about + 2 * names_a_paper(words)


def _title_in(name: str) -> Found[str] | None:
    found = _IN_NAME.search(name[:300])
    return Found(found.group().strip(), FROM_THE_NAME, found.group()) if found else None
