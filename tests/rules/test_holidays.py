"""节假日表: what the shipped tables say and how a slip of their editor is told."""

import re

import pytest

from config.errors import BadConfig
from config.holidays import Year, years
from config.toml import read

HOLIDAY = 'year = 2026\nsource = "通知"\n[[holidays]]\nname = "元旦"\nfirst = 2026-01-01\nlast = 2026-01-03\n'


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("last = 2026-01-03", "last = 2025-12-03", "元旦的起止日期不对"),
        (
            "last = 2026-01-03",
            "last = 2026-01-03\nwork = [2026-01-05]",
            "2026-01-05不是周末，不能列为调休上班日",
        ),
        ("last = 2026-01-03", "last = 2026-01-03\nwork = [2026-01-03]", "2026-01-03既放假又上班"),
        ("year = 2026", "year = 2028", "元旦的2026-01-01不在2028年"),
        ("last = 2026-01-03", 'last = "三日"', "应为日期，如 2026-10-01"),
    ],
)
def test_a_slip_in_the_holiday_table_is_refused(tmp_path, old, new, sentence):
    path = tmp_path / "2026.toml"
    path.write_text(HOLIDAY.replace(old, new), encoding="utf-8")
    with pytest.raises(BadConfig, match=re.escape(sentence)):
        read(path, Year)


def test_a_holiday_table_under_the_wrong_name_is_refused(tmp_path):
    (tmp_path / "2027.toml").write_text(HOLIDAY, encoding="utf-8")
    with pytest.raises(BadConfig, match="文件名与其中的年份2026不一致"):
        years(tmp_path)


def test_the_shipped_tables_say_where_they_come_from():
    assert [table.year for table in years()] == [2025, 2026]
    assert all("节假日安排的通知" in table.source for table in years())
