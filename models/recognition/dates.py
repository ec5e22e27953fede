"""日期: dates as papers print them, in digits, in Chinese numerals, with the blanks of a scan."""

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterable
from datetime import date

_ZEROS = "〇○零ОOo0◯Ｏ０"
NUMERALS = {
    **dict.fromkeys(_ZEROS, 0),
    **{word: n for n, word in enumerate("一二三四五六七八九", 1)},
    "元": 1,
}
_CN = "一二三四五六七八九十廿卅"
DIGITS = r"(?P<y>(?:19|20)\d\d)年(?P<m>\d{1,2})月(?P<d>\d{1,2})[日号]?"
WORDS = rf"(?P<cy>[一二][{_ZEROS}一二三四五六七八九]{{3}})年(?P<cm>[{_CN}元]{{1,2}})月(?P<cd>[{_CN}]{{1,3}})[日号]?"
DOTTED = r"(?P<py>(?:19|20)\d\d)[-./](?P<pm>\d{1,2})[-./](?P<pd>\d{1,2})"
DATE = re.compile(f"{DIGITS}|{WORDS}|{DOTTED}")
NO_YEAR = re.compile(r"(?P<m>\d{1,2})月(?P<d>\d{1,2})日")
_DAY_IN_WORDS = re.compile(rf"(十[一二]?|[{_CN[:9]}])月([一二三]?十[{_CN[:9]}]?|[{_CN[:9]}])日")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?=年|学年|[〕\]】）)])")


def number_of(words: str) -> int:
    """A count below 100 in Chinese numerals or digits: 十五, 二十, 7."""
    if words.isdigit():
        return int(words)
    tens, ten, units = words.replace("廿", "二十").replace("卅", "三十").partition("十")
    if not ten:
        return NUMERALS[words] if len(words) == 1 else -1
    return (NUMERALS.get(tens, 1) if tens else 1) * 10 + (NUMERALS.get(units, -99) if units else 0)


def in_digits(text: str) -> str:
    """十二月一日 as 12月1日."""
    return _DAY_IN_WORDS.sub(lambda day: f"{number_of(day[1])}月{number_of(day[2])}日", text)


def make_date(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1] else None


def date_of(match: re.Match[str]) -> date | None:
    """The date a match of DATE stands for; None for an impossible one (2月30日)."""
    parts = match.groupdict()
    if parts["cy"]:
        year = int("".join(str(NUMERALS[word]) for word in parts["cy"]))
        return make_date(year, number_of(parts["cm"]), number_of(parts["cd"]))
    digits = [parts[name] or parts["p" + name] for name in ("y", "m", "d")]
    return make_date(*(int(part) for part in digits))


def usual_year(texts: Iterable[str]) -> int | None:
    """The year a paper speaks of most, for a signature that prints only month and day."""
    years = Counter(year for text in texts for year in _YEAR.findall(text))
    return int(years.most_common(1)[0][0]) if years else None
