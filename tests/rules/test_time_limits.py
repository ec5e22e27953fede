"""A time limit is a day only when the paper names one; the issuer's own acts are none."""

from datetime import date

import pytest

from models.recognition import recognise


@pytest.mark.parametrize(
    ("duty", "due"),
    [
        ("请于1月20日前将总结报送我委。", date(2032, 1, 20)),
        ("请于2031年12月底前上报台账。", date(2031, 12, 31)),
        ("申报截止时间为2031年12月25日。", date(2031, 12, 25)),
        ("报名时间：2031年12月21日至12月28日。", date(2031, 12, 28)),
        ("请于12月30日前报送初稿，于12月26日前报送名单。", date(2031, 12, 26)),
        ("我委将于12月25日前完成抽查并上报省卫生健康委。", None),
        ("会议定于12月25日召开。", None),
        ("统计数据截至2031年12月25日。", None),
        ("2031年12月25日前出生的人员不得瞒报。", None),
        ("于每月5日前报送报表。", None),
        ("请于本周五前报送报表。", None),
        ("收到本通知后3个工作日内报送报表。", None),
    ],
)
def test_a_time_limit_is_a_day_only_when_the_paper_names_one(duty, due):
    read = recognise(f"关于报送材料的通知\n各科室：\n{duty}\n松风医院\n2031年12月15日")
    assert (read.due_date.value if read.due_date else None) == due


@pytest.mark.parametrize(
    "limit", ["于每月5日前报送报表", "请于本周五前报送报表", "收到本通知后3个工作日内报送报表"]
)
def test_a_time_limit_without_a_day_keeps_its_words(limit):
    read = recognise(f"关于报送材料的通知\n各科室：\n{limit}。\n松风医院\n2031年12月15日")
    assert read.due_phrase.value == limit
    assert read.action_type.value == "办件"
