"""拼音: how Chinese names are put in order, and what may be typed to find one: ``wjg`` for 王建国."""

import re
from functools import lru_cache
from itertools import product

# Surnames that are read otherwise than the word is.  Source: 《通用规范汉字字典》, 姓氏读音.
SURNAMES = {
    "任": "ren", "仇": "qiu", "冼": "xian", "区": "ou", "单": "shan", "召": "shao", "员": "yun", "宓": "fu",
    "折": "she", "曾": "zeng", "朴": "piao", "查": "zha", "盖": "ge", "种": "chong", "缪": "miao", "翟": "zhai",
    "華": "hua", "华": "hua", "覃": "qin", "解": "xie", "繁": "po", "黑": "he", "乐": "yue", "万": "wan",
}  # fmt: skip
SHORT = 4  # characters of a personal name; every reading of each is good for finding it
MOST = 24  # ways of typing one name
NAME = re.compile(r"[^\s（(，、]+")


def in_order(name: str) -> tuple[str, ...]:
    """What names are sorted by: syllable for syllable, the surname as a surname is read."""
    return (*_by_syllables(_name(name)), name)


@lru_cache(maxsize=8192)
def typed_for(shown: str) -> str:
    """What finds a choice, a blank between: ``wangjianguo wjg`` for 王建国（院领导）."""
    name = _name(shown)
    readings = _readings(name) if len(name) <= SHORT else [[one] for one in _read(name)]
    initials = ["".join(syllable[:1] for syllable in way) for way in product(*readings)][:MOST]
    return " ".join(dict.fromkeys(["".join(_by_syllables(name)), *initials])).lower()


def _name(shown: str) -> str:
    """王建国 of 王建国（院领导）."""
    named = NAME.match(shown)
    return named.group()[:40] if named else ""


@lru_cache(maxsize=8192)
def _by_syllables(name: str) -> tuple[str, ...]:
    first = [SURNAMES[name[0]]] if name[:1] in SURNAMES and len(name) <= SHORT else _read(name[:1])
    return (*first, *_read(name[1:])) if name else ()


def _read(text: str) -> list[str]:
    """A syllable for each character.  The dictionary is 55 MB: only a process that shows names loads it."""
    from pypinyin import lazy_pinyin

    return list(lazy_pinyin(text))


def _readings(name: str) -> list[list[str]]:
    from pypinyin import Style, pinyin

    return [list(pinyin(one, style=Style.NORMAL, heteronym=True)[0]) for one in name]
