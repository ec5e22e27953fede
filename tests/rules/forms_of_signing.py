"""Every form of signing together: what is typed into it, wrong and right, and by whom."""

from collections.abc import Callable
from typing import Any

from models import paper_opinions
from models.database import reading
from models.document import Document
from models.people import to_office
from models.rounds import PlannedStep, Purpose
from tests.office import Letter
from tests.personas import Cast
from tests.rules.forms_of_a_case import Row
from tests.stages.test_countersign import proposed


def letter_to_sign(cast: Cast) -> Letter:
    """One of a department claims it, then the leaders sign."""
    step = PlannedStep([to_office("YWB")], Purpose.COUNTERSIGN)
    return proposed(cast, step, leaders=("wang", "zhou"))


def of_signing(letter: Letter, cast: Cast) -> list[Callable[[], Row]]:
    """It is claimed, put back, claimed; signers are added and dropped; it is handed over, recalled, put elsewhere."""
    long, why, no = {"words": "长" * 201}, {"words": "分管同志外出。"}, {"words": "长" * 2001}
    adds = {"people": [str(cast.id("sun"))], "where": "beside"} | why
    agrees, against = {"decision": "agree", "words": "同意。"}, {"decision": "against", "words": ""}
    return [
        lambda: ("zhao", "claim", {}, {}, ""),
        lambda: ("zhao", "putting-back", {}, {}, ""),
        lambda: ("zhao", "claim", {}, {}, ""),
        lambda: ("zhao", "signer-addition", adds, long, "加签理由最多200字"),
        lambda: ("zhao", "signer-removal", {"seat_id": str(letter.seat_of("sun"))} | why, long, "减签理由最多"),
        lambda: ("zhao", "countersignature", agrees, against, "请填写会签意见"),
        lambda: ("zhao", "amendment", {"seat_id": _mine(letter, cast, "zhao"), "words": "另附方案。"}, no, "补充意见最多"),
        lambda: ("zhao", "recall", {}, {}, ""),
        lambda: ("zhao", "countersignature", agrees, {}, ""),
        lambda: ("wang", "handing-over", {"person": str(cast.id("qian"))} | why, long, "转办理由最多200字"),
        lambda: ("chen", "relocation", {"place": "step-3"} | why, {"place": "step-9"}, "不能重定位到所选环节"),
    ]  # fmt: skip


def _mine(letter: Letter, cast: Cast, uid: str) -> str:
    with reading() as session:
        document = session.get_one(Document, letter.id)
        return str(paper_opinions.signed_by(session, document, getattr(cast, uid))[0].id)


SCAN: dict[str, Any] = {"file": ("批示原件.txt", "同意。王建国".encode(), "text/plain")}
