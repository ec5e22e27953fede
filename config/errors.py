"""The one refusal of this package: the product does not start on a setting it does not understand."""

import re
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
    "date_from_datetime_inexact": "应为日期，如 2026-10-01",
    "value_error": "{error}",
}

QUOTED = re.compile(r"'([^']*)'")

# How the reader of TOML begins its sentence, and ours.
SLIPS = {
    "Expected '=' after": "键后面要写等号",
    "Invalid value": "值的写法不对：文字加引号，日期写作 2026-10-01",
    "Invalid statement": "应为“键 = 值”或“[[表名]]”",
    "Unclosed array": "方括号没有合上",
    "Unterminated string": "引号没有合上",
    "Illegal character": "引号没有合上，或者有不能用的字符",
    "Cannot overwrite": "同一个键写了两次",
    "Cannot declare": "同一个表写了两次",
    "Cannot mutate": "同一个表写了两次",
    "Expected newline": "一行只写一个键",
    "Expected ']": "表名的方括号没有合上",
    "Invalid initial": "键或表名的写法不对",
    "Unescaped": "引号里的反斜杠要写成两个",
    "Exceeds the limit": "数字太长",
    "maximum recursion": "括号套得太深",
}


class BadConfig(Exception):
    """A sentence for the person who edits the file: which file, which line, which key, what is wrong."""


def complaint(fault: Mapping[str, Any]) -> str:
    """What is wrong, from one pydantic error, never quoting the value: it may be a secret."""
    sentence = SENTENCES.get(fault["type"])
    told = {name: _in_a_row(value) for name, value in fault.get("ctx", {}).items()}
    return sentence.format(**told) if sentence else str(fault["msg"])


def _in_a_row(value: Any) -> Any:
    """A list of words as pydantic writes it, as we do: 甲、乙、丙."""
    quoted = QUOTED.findall(value) if isinstance(value, str) else []
    return "、".join(quoted) or value


def slip(error: Exception) -> str:
    """What is wrong with a text that is no TOML."""
    said = str(error)
    return next((ours for theirs, ours in SLIPS.items() if said.startswith(theirs)), said)
