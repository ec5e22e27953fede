"""期限: the earliest day by which the addressee must hand something in, and the words that say so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from models.recognition.dates import in_digits, make_date
from models.recognition.found import Found
from models.recognition.paper import Line

_DAY = r"(?:(?P<y>(?:19|20)\d\d)年)?(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号]|(?P<end>底))"
_HOUR = r"(?:[（(][^（()）]{1,8}[)）])?(?:上午|下午|中午|晚上?|早上)?\d{0,2}[：:时点]?\d{0,2}[分时点整]{0,2}(?:上班|下班)?"
_BY = r"(?:之?前|以前|止|截止)"
_SPAN = r"(?:[-—–－~～至到]{1,3})"
_HAND_IN = (
    r"报送|上报|报到(?=[^，。；]{1,12}[处科办局委组院室老])|报[至给我市省县区局委院厅送]|反馈|提交|递交|上交|交[至到回]|寄(?![宿托语望予居])|送[至交达]|发[送至]|申报|报名|"
    r"回复|函[复告]|答复|回执|提供(?=[^，。；]{0,16}(?:[资材]料|数据|名单|清单|情况|依据))|移交|上传|投稿|[报送].{0,8}(?:备案|处|科|办|局|委|组)|交(?![流通换接叉往易谈])[^，。；]{0,8}(?:处|科|办|室)|缴纳|截稿|截止|报(?![到告销考酬刊道表警废名])"
)
BEFORE = re.compile(rf"{_DAY}{_HOUR}{_BY}")
_FROM = rf"(?:(?:19|20)\d\d年)?\d{{1,2}}月\d{{1,2}}日?{_HOUR}"
RANGE = re.compile(rf"{_FROM}{_SPAN}(?:(?P<y>(?:19|20)\d\d)年)?(?:(?P<m>\d{{1,2}})月)?(?P<d>\d{{1,2}})日")
_UNTIL = rf"(?:截止|截至|截稿)(?:时间|日期|期限)?[为是到至于在：:]{{0,3}}{_DAY}"
_TILL = rf"{_DAY.replace('?P<', '?P<x')}{_HOUR}(?:截止|截稿|为止)"
CLOSING = re.compile(f"{_UNTIL}|{_TILL}")
_SUBMITTED = re.compile(rf"(?<![不未瞒漏迟虚谎])(?:{_HAND_IN})")
_PREPARED = re.compile(r"填报|汇总|填写|登记|签订|归档")
_DONE = re.compile(r"^[^，。；]{0,12}?(?:完成|办结|整改到位|落实到位)")
_CRITERION = re.compile(r"评审|专家|公示|表彰|公布|统计口径|出生|以来|证书|结题日|数据")
_OWN_ACT = re.compile(rf"我[局委院厅办司省市县校部]|{_CRITERION.pattern}")
_OWN_TURN = re.compile(r"[）)]|，?(?:由?我[局委院厅办司省市县校部]|专家组|评委)")
_NOT_THE_OFFICE = re.compile(r"，?(?:企业|学生|考生|个人|申请人|申报人|教师|作者|家长)")
_ASIDE = re.compile(r"[（(]$")
_HANDING_TIME = re.compile(
    r"(?:报名|申报|受理|报送|提交|上报|征集|征求|投稿|反馈|填报|集中上报|缴费|网报)[^。；]{0,12}$"
)
_ON = re.compile(
    rf"(?<![已曾])于{_DAY}{_HOUR}(?:上报|报送|提交|反馈|送交|交[至到]|[报寄送]至)(?![^，；]{{0,40}}收悉)"
)
_THEIR_ACT = re.compile(r"[你贵][局委院厅司省市县校部单公]")
_TIME = re.compile("时间|期限|日期")
_CLAUSE = re.compile(r"[^，、]{3,}，[^，、]{0,12}$")
_TIME_HEADING = re.compile(r"[^，。；]{2,20}(?:时间|期限|日期)[：:]?")
_CLOSING_OF = re.compile(
    r"报名|申报|报送|提交|递交|上报|征集|投稿|反馈|填报|材料|时间|期限|意见|征文|论文|摘要|回执|推荐|审核|征稿|作品"
)
_CLAUSE_END = re.compile(r"[，。；]")
_ITEM = re.compile(
    r"^(?:\d{1,2}[.．、](?!\d)|[（(][\d一二三四五六七八九十]{1,2}[)）]|[一二三四五六七八九十]{1,2}、|并)+"
)
_MOST_WORDS = 100
_PARTS = re.compile(r"[^。！？]{1,1200}[。！？]?")


@dataclass(frozen=True, slots=True)
class _Duty:
    rank: int  # 3: hand something in; 2: a closing date, or fill in and file; 1: have it done
    due: date
    line: int
    words: str


def deadline(body: list[Line], issued: date | None, year: int | None) -> Found[date] | None:
    """The earliest of the plainest duties: a hand-in before a day beats a closing date."""
    duties = [duty for line in _under_headings(body) for duty in _duties(line, issued, year)]
    if not duties:
        return None
    rank = max(duty.rank for duty in duties)
    first = min((duty for duty in duties if duty.rank == rank), key=lambda duty: duty.due)
    return Found(first.due, first.line, first.words)


def _under_headings(body: list[Line]) -> Iterator[Line]:
    """A line below a heading such as 三、报名时间 is read behind the words of that heading."""
    for above, line in pairwise([Line(0, ""), *body]):
        headed = _TIME_HEADING.fullmatch(above.text) is not None
        yield Line(line.number, f"{above.text.rstrip('：:')}：{line.text}") if headed else line


def _duties(line: Line, issued: date | None, year: int | None) -> Iterator[_Duty]:
    for printed in _PARTS.findall(line.tight):
        sentence = in_digits(printed)
        for pattern, judge in ((BEFORE, _before), (CLOSING, _closing), (RANGE, _range), (_ON, _on)):
            for match in pattern.finditer(sentence):
                rank = judge(sentence, match)
                due = _day(match, issued, year) if rank else None
                if due and not _impossible(due, issued):
                    yield _Duty(rank, due, line.number, _clause(printed, sentence, match))


def _before(sentence: str, match: re.Match[str]) -> int:
    """3 when the sentence goes on to hand something in, 2 when only others do; 0 for what the issuer will do."""
    near = sentence[max(0, match.start() - 12) : match.start()]
    after = _to_the_next_day(sentence[match.end() : match.end() + 90].split("；")[0])
    if _OWN_ACT.search(re.split("[，；：]", near)[-1]) or _OWN_TURN.match(after) or near.endswith("每"):
        return 0
    if _SUBMITTED.search(after.replace("填报", "")):
        return 2 if _ASIDE.search(near) or _NOT_THE_OFFICE.match(after) else 3
    if _PREPARED.search(after) or (_TIME.search(near) and _HANDING_TIME.search(near)):
        return 2
    return int(bool(_DONE.search(after)))


def _to_the_next_day(words: str) -> str:
    """6月底前完成自查，7月5日前报送: what is handed in by the second day is not due by the first."""
    following = BEFORE.search(words)
    return words[: following.start()] if following and _CLAUSE.search(words[: following.start()]) else words


def _on(sentence: str, match: re.Match[str]) -> int:
    """2 for 于5月17日报送 …; 0 for what the issuer or the addressee has sent."""
    clause = re.split("[，；：]", sentence[: match.start()])[-1]
    return 0 if _OWN_ACT.search(clause) or _THEIR_ACT.search(clause) else 2


def _closing(sentence: str, match: re.Match[str]) -> int:
    before = sentence[max(0, match.start() - 40) : match.start()]
    if _CRITERION.search(before[-14:]):
        return 0
    after = sentence[match.end() : match.end() + 12]
    return 2 if _CLOSING_OF.search(before) or "稿" in match.group() or _SUBMITTED.search(after) else 0


def _range(sentence: str, match: re.Match[str]) -> int:
    before = sentence[max(0, match.start() - 24) : match.start()]
    after = sentence[match.end() : match.end() + 16]
    if _HANDING_TIME.search(before) and _TIME.search(before):
        return 2
    return 3 if re.match(r"(?:期间|内|之间)?[^，。；]{0,6}(?:上报|报送|提交|申报|填报)", after) else 0


def _day(match: re.Match[str], issued: date | None, year: int | None) -> date | None:
    parts = {name.removeprefix("x"): value for name, value in match.groupdict().items() if value}
    month = int(parts["m"]) if "m" in parts else _month_before(match)
    printed = int(parts.get("y") or _year_before(match) or 0)
    whole = printed or (issued.year if issued else year)
    if not whole or not 1 <= month <= 12:
        return None
    if not printed and issued and month + 6 < issued.month:
        whole += 1
    return _last_of(whole, month) if "end" in parts else make_date(whole, month, int(parts["d"]))


def _month_before(match: re.Match[str]) -> int:
    months = re.findall(r"(\d{1,2})月", match.group())
    return int(months[0]) if months else 0


def _year_before(match: re.Match[str]) -> str | None:
    """A range prints its year once: 2010年5月10日至25日."""
    inside = re.match(r"(?:19|20)\d\d", match.group())
    return inside.group() if inside else None


def _last_of(year: int, month: int) -> date | None:
    return next((day for n in (31, 30, 29, 28) if (day := make_date(year, month, n))), None)


def _impossible(due: date, issued: date | None) -> bool:
    """A day long past, or years ahead, is no time limit of this paper."""
    return issued is not None and not -40 <= (due - issued).days <= 800


def _clause(printed: str, sentence: str, match: re.Match[str]) -> str:
    """The words from the clause of the day to the end of the clause that hands in; bracketed asides do not end it."""
    if printed != sentence:
        return printed[:_MOST_WORDS]
    start = max(sentence.rfind(mark, 0, match.start()) for mark in "，；。") + 1
    start = start if match.start() - start <= 30 else match.start()
    window = "" if "止" in match.group() else sentence[match.end() : match.end() + 100].split("；")[0]
    verb = _SUBMITTED.search(window) or _PREPARED.search(window)
    end = _CLAUSE_END.search(sentence, match.end() + (verb.end() if verb else 0))
    words = sentence[start : min(end.start() if end else len(sentence), match.end() + 100)]
    return _ITEM.sub("", words).rstrip("，。；：")
