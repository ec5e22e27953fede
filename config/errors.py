"""The one refusal of this package: the product does not start on a setting it does not understand."""

from collections.abc import Mapping
from typing import Any

SENTENCES = {
    "extra_forbidden": "不认识这个键",
    "missing": "缺少这个键",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "string_type": "应为文字",
    "string_too_short": "不能为空",
    "string_pattern_mismatch": "格式不对，应符合 {pattern}",
    "tuple_type": "应为列表",
    "too_short": "至少要有{min_length}项",
    "model_type": "应为一个表（[表名]）",
    "greater_than": "应大于{gt}",
    "greater_than_equal": "不能小于{ge}",
    "less_than": "应小于{lt}",
    "less_than_equal": "不能大于{le}",
    "literal_error": "只能是 {expected}",
    "time_type": "应为时刻，如 17:30:00",
    "time_parsing": "应为时刻，如 17:30:00",
    "date_type": "应为日期，如 2026-10-01",
    "date_from_datetime_parsing": "应为日期，如 2026-10-01",
    "value_error": "{error}",
}


class BadConfig(Exception):
    """A sentence for the person who edits the file: which file, which line, which key, what is wrong."""


def complaint(fault: Mapping[str, Any]) -> str:
    """What is wrong, from one pydantic error, never quoting the value: it may be a secret."""
    sentence = SENTENCES.get(fault["type"])
    return sentence.format(**fault.get("ctx", {})) if sentence else str(fault["msg"])
