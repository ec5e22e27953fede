"""期限原文: time limits that name no day: 收到之日起5个工作日内, 每月25日前, 本周五前."""

import re
from collections.abc import Iterator

from models.recognition.found import Found
from models.recognition.paper import Line

_COUNT = r"[\d一二三四五六七八九十两]{1,3}"
_RELATIVE = (
    rf"(?:自|在|于|请|从)?(?:收到|接到|接|收|印发|发布|公布|下发|文件|发文|本通知|结束)[^，。；]{{0,16}}?(?:之日|后|起)[^，。；]{{0,4}}?{_COUNT}个?(?:工作日|日|天|小时|周|月)(?:之?内|以内)",
    rf"(?<![\d起])(?:在|于)?{_COUNT}个?工作日(?:之?内|以内)",
    r"(?:请|务必|须|应)?[于在]?(?:每[天日周月季年][^，。；]{0,10}?|(?:今|明|后|当)[天日][^，。；]{0,8}?|(?:本|下|这)(?:周|星期|月)[^，。；]{0,8}?)(?:之?前|以前)",
)
_PHRASE = re.compile("|".join(_RELATIVE))
_HAND_IN = re.compile(r"报|反馈|提交|交|寄|送|发|复|完成|整改|办理|填|下达|落实")
_THEIRS = re.compile(r"申请人|当事人|行政机关|受理|公示|异议|退还|退回|第[一二三四五六七八九十百]{1,4}条")


def due_phrase(body: list[Line]) -> Found[str] | None:
    """The first such limit with a duty in the same clause.  It gets no date: that needs the working calendar."""
    return next(_phrases(body), None)


def _phrases(body: list[Line]) -> Iterator[Found[str]]:
    for line in body:
        for match in _PHRASE.finditer(line.tight):
            after = line.tight[match.end() : match.end() + 30].split("。")[0].split("；")[0]
            before = line.tight[max(0, match.start() - 20) : match.start()]
            if _HAND_IN.search(after) and not _THEIRS.search(before + after):
                yield Found(match.group() + after.split("，")[0], line.number, line.text[:300])
