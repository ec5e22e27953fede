"""放假通知: what the State Council publishes becomes the year's table; a slip in the copying is told."""

import re
from pathlib import Path

import pytest

from config.errors import BadConfig
from config.holiday_notice import as_toml, read_notice
from config.holidays import Year, years
from config.toml import typed

YEAR_2026 = """××关于2026年部分节假日安排的通知
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""
YEAR_2025 = """××关于2025年部分节假日安排的通知
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
"""


@pytest.mark.parametrize("text", [YEAR_2025, YEAR_2026])
def test_the_notice_gives_the_table_that_is_shipped(text: str) -> None:
    told = read_notice(text)
    [shipped] = [one for one in years() if one.year == told.year]
    assert (told.rest, told.work) == (shipped.rest, shipped.work)
    assert [one.name for one in told.holidays] == [one.name for one in shipped.holidays]
    assert typed(as_toml(told), Year) == told


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("共3天。1月4日", "共4天。1月4日", "元旦：2026-01-01至2026-01-03不是4天"),
        ("1月4日（周日）", "1月4日（周六）", "元旦：2026-01-04是周日，通知里写的是周六"),
        ("2026年部分", "2027年部分", "元旦：2027-01-01是周五，通知里写的是周四"),
        ("4月4日（周六）", "4月31日（周六）", "清明节：没有4月31日这一天"),
        ("10月1日（周四）至7日（周三）放假", "10月初放假", "国庆节：没有看懂放假的起止日期"),
        ("2026年部分节假日安排", "", "请把通知全文（含标题）存为文本文件"),
    ],
)
def test_a_slip_in_the_copy_is_told_and_nothing_is_made(old: str, new: str, sentence: str) -> None:
    with pytest.raises(BadConfig, match=re.escape(sentence)):
        read_notice(YEAR_2026.replace(old, new))


def test_a_hospitals_own_table_stands_in_for_the_shipped_one(tmp_path: Path) -> None:
    shipped, own = tmp_path / "shipped", tmp_path / "own"
    for folder, text in ((shipped, YEAR_2025), (shipped, YEAR_2026), (own, YEAR_2026)):
        folder.mkdir(exist_ok=True)
        year = read_notice(text)
        half = "[2026-02-14]" if folder is own else "[]"
        (folder / f"{year.year}.toml").write_text(
            as_toml(year).replace("[] #", f"{half} #"), encoding="utf-8"
        )
    tables = years(shipped, own)
    assert [one.year for one in tables] == [2025, 2026]
    assert [len(one.half_days) for one in tables] == [0, 1]
