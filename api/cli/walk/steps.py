"""次序: one document's life from the counter to the shredder: who, what, and the task that asks for it."""

from collections.abc import Callable
from typing import NamedTuple

from api.cli.walk import story
from api.cli.walk.browser import Browser
from api.cli.walk.life import Life


class Step(NamedTuple):
    """``waits_for``: the task that has to stand in the inbox first."""

    uid: str
    word: str
    waits_for: str
    act: Callable[[Life, Browser], str]


STEPS = (
    Step("lin", "签收", "", story.sign_for),
    Step("lin", "登记", "register", story.register),
    Step("chen", "拟办", "propose", story.propose),
    Step("wang", "批示", "sign", story.sign_by_mail),
    Step("zhou", "批示", "sign", story.sign),
    Step("lin", "送阅", "hand-out", story.hand_out),
    Step("hu", "传阅", "read", story.read),
    Step("lin", "阅退", "take-back", story.take_back),
    Step("zhao", "承办", "accept", story.accept),
    Step("zhao", "承办", "complete", story.report),
    Step("zhao", "办结", "complete", story.complete),
    Step("lin", "督办", "review", story.close),
    Step("zhou", "知悉", "acknowledge", story.acknowledge),
    Step("he", "归档", "archive", story.archive),
    Step("he", "鉴定", "appraise", story.propose_destruction),
    Step("zhou", "审批", "approve-order", story.approve_destruction),
    Step("sun", "监销", "witness", story.witness),
    Step("wei", "监销", "witness", story.witness),
    Step("lin", "销毁", "", story.find_it_gone),
)
