"""放假通知: the State Council's notice, as text, becomes a year's table.  Its own counts and weekdays are checked."""

import re
from datetime import date

from config.errors import BadConfig
from config.holidays import Holiday, Year

NAME = re.compile(r"^[一二三四五六七八九十]+、([^：:]+)[：:](.+)$", re.MULTILINE)
DAY = re.compile(r"(?:(\d{1,2})月)?(\d{1,2})日(?:（([^）]*)）)?")
SPAN = re.compile(rf"({DAY.pattern})(?:至({DAY.pattern}))?放假")
COUNT = re.compile(r"(?:共|放假)(\d{1,2})天")
OF_YEAR = re.compile(r"(\d{4})年(?:部分)?节假日安排")
WEEKDAYS = "一二三四五六日"


def read_notice(text: str) -> Year:
    """Raises BadConfig, naming the holiday that is not understood or does not agree with itself."""
    flat = text.replace("(", "（").replace(")", "）")
    if not (titled := OF_YEAR.search(flat)):
        raise BadConfig("没有找到“××××年部分节假日安排”，请把通知全文（含标题）存为文本文件。")
    year = int(titled[1])
    holidays = tuple(_holiday(year, name.strip(), told) for name, told in NAME.findall(flat))
    if not holidays:
        raise BadConfig("没有找到“一、元旦：……”这样的各条安排，请核对文本。")
    return Year(year=year, source=f"国务院办公厅关于{year}年部分节假日安排的通知", holidays=holidays)


def _holiday(year: int, name: str, told: str) -> Holiday:
    span = SPAN.search(told)
    if not span:
        raise BadConfig(f"{name}：没有看懂放假的起止日期。")
    first = _day(year, name, DAY.findall(span[0])[0])
    last = _day(year, name, DAY.findall(span[0])[-1], month=first.month)
    count = COUNT.search(told)
    if count and int(count[1]) != (last - first).days + 1:
        raise BadConfig(f"{name}：{first}至{last}不是{count[1]}天，请核对。")
    return Holiday(name=name, first=first, last=last, work=_made_up(year, name, told[span.end() :]))


def _made_up(year: int, name: str, told: str) -> tuple[date, ...]:
    """The weekend days that are worked: whatever stands before 上班."""
    before, worked, _ = told.partition("上班")
    return tuple(_day(year, name, found) for found in DAY.findall(before)) if worked else ()


def _day(year: int, name: str, found: tuple[str, str, str], month: int = 0) -> date:
    """``found``: month or nothing, day, and what stands in brackets; its weekday must be right."""
    try:
        day = date(year, int(found[0] or month), int(found[1]))
    except ValueError:
        raise BadConfig(f"{name}：没有{found[0]}月{found[1]}日这一天。") from None
    said = re.search(r"周([一二三四五六日])", found[2])
    if said and WEEKDAYS.index(said[1]) != day.weekday():
        raise BadConfig(f"{name}：{day}是周{WEEKDAYS[day.weekday()]}，通知里写的是周{said[1]}，请核对年份。")
    return day


def as_toml(year: Year) -> str:
    """The file config/calendar/<year>.toml."""
    head = f'year = {year.year}\nsource = "{year.source}"\nhalf_days = [] # 本院只上半天班的日子\n'
    return head + "".join(map(_as_toml, year.holidays))


def _as_toml(one: Holiday) -> str:
    work = f"work = [{', '.join(map(str, one.work))}] # 调休上班\n" if one.work else ""
    return f'\n[[holidays]]\nname = "{one.name}"\nfirst = {one.first}\nlast = {one.last}\n{work}'
