"""Papers to print: every field holds a mark of its own, every list has as many lines as fill two pages."""

from dataclasses import fields, is_dataclass
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from models.papers import Kind, Opinion, Paper, ProcessingSheet

SHEET = ProcessingSheet(
    unit="江州市第一人民医院",
    number="2026-普-0123",
    issuer="江州市卫生健康委员会",
    doc_number="江卫办〔2026〕128号",
    received="2026年11月20日 08:45",
    level="内部",
    urgency="特急",
    copies="3份",
    copy_numbers="000012—000014",
    title="关于做好冬春季呼吸道传染病诊疗与重症救治床位统筹工作的通知",
    attachments="重症救治床位统筹表",
    instructions=(Opinion(who="周建国", post="院长", words="请医务部牵头落实。", at="2026年11月20日 09:05"),),
)


def marked(kind: Kind, rows: int = 35) -> Paper:
    """A paper of this kind whose every value is the name of its field in brackets."""
    return _marked(kind.paper, rows)


def marks(paper: object) -> list[str]:
    """Every word that stands on the paper."""
    if isinstance(paper, str):
        return [paper]
    if isinstance(paper, tuple):
        return [mark for one in paper for mark in marks(one)]
    return [mark for field in fields(paper) for mark in marks(getattr(paper, field.name))]


def _marked(kind: Any, rows: int, name: str = "") -> Any:
    if get_origin(kind) is tuple:
        return tuple(_marked(get_args(kind)[0], rows, f"{name}{place}") for place in range(rows))
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{each: _marked(hints[each], rows, f"{name}.{each}") for each in hints})
    if NoneType in get_args(kind):
        return _marked(get_args(kind)[0], rows, name)
    return f"[{name.lstrip('.')}]"
