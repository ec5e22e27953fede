"""Papers to print: every field holds a mark of its own, every list has as many lines as fill two pages."""

from dataclasses import fields, is_dataclass, replace
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from models.papers import Kind, Opinion, Paper, ProcessingSheet, Reading

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

DAY = "2026年11月20日"

FULL = replace(
    SHEET,
    due="2026年11月30日",
    proposal=Opinion(
        who="陈志远",
        post="办公室主任",
        words="此件要求十二月十五日前报送落实情况。拟请王副院长、周院长批示，由医务部牵头，会同护理部、"
        "院感科提出落实方案。\n主办：医务部；协办：护理部、院感科",
        at=DAY,
    ),
    instructions=(
        Opinion(who="王建国", post="副院长", words="同意拟办意见。请医务部抓紧落实，重大情况即报。", at=DAY),
        Opinion(
            who="周建国",
            post="院长",
            words="请医务部牵头，会同护理部、院感科逐条对照通知要求制定实施方案，于十一月三十日前报院长办公会"
            "审议；发热门诊、急诊、儿科即日起二十四小时值班，床位、氧源、药品每日清点上报。",
            at=DAY,
        ),
    ),
    readings=(Reading(who="孙丽", at=DAY), Reading(who="钱红", at=DAY)),
    handling=(
        Opinion(
            who="李梅",
            post="医务部干事",
            words="医务部：已起草实施方案，征求护理部、院感科意见并修改完毕，拟提交院长办公会审议。（60%）",
            at=DAY,
        ),
    ),
    result="实施方案经院长办公会审议通过并印发，床位统筹表已报市卫生健康委员会。\n（医务部 赵敏，2026年11月29日）",
    archive_code="Z109-WS·2026-D10-YZB-0001",
    remarks="有密封袋",
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
