"""Every form of steering and of carrying out together: what is typed into it, wrong and right, and by whom."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from models import assignments, subcases
from models.database import reading
from models.tasks import open_tasks
from tests.office import Letter
from tests.personas import Cast, in_days

# Who, which act, what is right, what is wrong, and what is said of it.
Row = tuple[str, str, dict[str, Any], dict[str, Any], str]


def of_reading(letter: Letter, cast: Cast) -> list[Callable[[], Row]]:
    """A turn to read goes to a colleague; the case rests, is ended, and begins again."""
    long = {"words": "长" * 501}
    rest, leader = {"until": f"{in_days(40):%Y-%m-%d}", "words": "等候细则。"}, str(cast.id("zhou"))
    to = {"colleague": str(cast.id("ma")), "words": "外出。"}
    raised = {"level": "internal", "term": "5年", "words": "来文单位已通知。"}
    closed = {"authority": leader, "words": "已撤回。"}
    return [
        lambda: ("sun", "reading-hand-over", to, {"words": ""}, "请填写转交理由"),
        lambda: ("lin", "suspension", rest, {"until": "2020-01-01"}, "缓办期限应晚于现在"),
        lambda: ("lin", "resumption", {}, {}, ""),
        lambda: ("chen", "classification", raised, {"level": "internal"} | long, "变更理由最多200字"),
        lambda: ("chen", "special-closure", closed, long, "特殊办结理由最多500字"),
        lambda: ("chen", "reopening", {"words": "补办。"}, long, "恢复待办理由最多500字"),
    ]


def of_carrying_out(letter: Letter, cast: Cast) -> list[Callable[[], Row]]:
    """People are asked, one says it is not his; an assistant answers; the lead goes to another department."""
    long = {"words": "长" * 2001}
    asks = {"matter": "请核对床位数。", "mode": "in-order", "due_date": f"{in_days(3):%Y-%m-%d}"}
    asks["people"] = [str(cast.id("ma")), str(cast.id("sun"))]
    end = {"sub_case_id": lambda: _sub_case(letter), "words": "另行了解。"}
    over = {"assignment_id": lambda: _lead(letter), "office": "XXZ", "words": "属信息化。"}
    rows: list[Row] = [
        ("zhao", "sub-case", asks, {"matter": "长" * 501}, "子事项内容最多500字"),
        (
            "ma",
            "answer-return",
            {"answer_id": lambda: _asked(letter), "words": "不归我办。"},
            long,
            "退回理由最多",
        ),
        ("sun", "answer", {"answer_id": lambda: _asked(letter), "words": "无误。"}, long, "答复最多2000字"),
        ("zhao", "sub-case-closure", end, {"words": ""}, "请填写终止理由"),
        ("qian", "assistance", {"words": "已培训。"}, long, "协办意见最多2000字"),
        ("zhao", "assignment-hand-over", over, {"words": ""}, "请填写转办理由"),
    ]
    return [lambda row=row: _made(row) for row in rows]


def _made(row: Row) -> Row:
    """What is only known when its turn has come."""
    uid, act, good, bad, sentence = row
    return uid, act, {name: one() if callable(one) else one for name, one in good.items()}, bad, sentence


def _asked(letter: Letter) -> str:
    with reading() as session:
        waiting = open_tasks(session, letter.id)
        return str(next(one.about for one in waiting if one.kind.value == "answer"))


def _sub_case(letter: Letter) -> str:
    with reading() as session:
        return str(subcases.of_document(session, letter.id)[0].id)


def _lead(letter: Letter) -> UUID:
    with reading() as session:
        leading = assignments.lead(session, letter.id)
        assert leading
        return leading.id
