"""The lifecycle: stages, moves, and THE table.  A head of office can read this file."""

from enum import StrEnum


class Stage(StrEnum):
    """What was achieved last; the label says what the document waits for."""

    RECEIVED = "received"
    REGISTERED = "registered"
    APPROVED = "approved"
    CIRCULATED = "circulated"
    SUPERVISED = "supervised"
    ARCHIVED = "archived"
    DESTROYED = "destroyed"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        return STAGE_LABELS[self]


STAGE_LABELS = {
    Stage.RECEIVED: "待登记",
    Stage.REGISTERED: "待批示",
    Stage.APPROVED: "传阅中",
    Stage.CIRCULATED: "承办中",
    Stage.SUPERVISED: "待归档",
    Stage.ARCHIVED: "已归档",
    Stage.DESTROYED: "已销毁",
    Stage.RETURNED: "已退文",
}


class Move(StrEnum):
    """A ledger word.  Seven carry the document on; the others are told within a stage."""

    RECEIVE = "receive"
    REGISTER = "register"
    RETURN = "return"
    PROPOSE = "propose"
    SIGN = "sign"
    SEND_BACK = "send-back"
    APPROVE = "approve"
    HAND_OUT = "hand-out"
    READ = "read"
    TAKE_BACK = "take-back"
    CIRCULATE = "circulate"
    ACCEPT = "accept"
    REPORT = "report"
    ASK_EXTENSION = "ask-extension"
    DECIDE_EXTENSION = "decide-extension"
    COMPLETE = "complete"
    REDO = "redo"
    SUPERVISE = "supervise"
    ACKNOWLEDGE = "acknowledge"
    ARCHIVE = "archive"
    KEEP_ON = "keep-on"
    LIST = "list"
    UNLIST = "unlist"
    DESTROY = "destroy"

    @property
    def label(self) -> str:
        return MOVE_LABELS[self]


MOVE_LABELS = {
    Move.RECEIVE: "签收",
    Move.REGISTER: "登记",
    Move.RETURN: "退文",
    Move.PROPOSE: "拟办",
    Move.SIGN: "批示",
    Move.SEND_BACK: "退回重拟",
    Move.APPROVE: "批示完毕",
    Move.HAND_OUT: "送阅",
    Move.READ: "阅签",
    Move.TAKE_BACK: "阅退",
    Move.CIRCULATE: "传阅完毕",
    Move.ACCEPT: "承办签收",
    Move.REPORT: "反馈进展",
    Move.ASK_EXTENSION: "申请延期",
    Move.DECIDE_EXTENSION: "延期批复",
    Move.COMPLETE: "报告办结",
    Move.REDO: "退回重办",
    Move.SUPERVISE: "销号",
    Move.ACKNOWLEDGE: "知悉办结",
    Move.ARCHIVE: "归档",
    Move.KEEP_ON: "续存",
    Move.LIST: "列入销毁清册",
    Move.UNLIST: "移出销毁清册",
    Move.DESTROY: "销毁",
}

# The seven steps that carry a document on, and the one that sends it home.
TRANSITIONS: dict[tuple[Stage | None, Move], Stage] = {
    (None, Move.RECEIVE): Stage.RECEIVED,
    (Stage.RECEIVED, Move.REGISTER): Stage.REGISTERED,
    (Stage.RECEIVED, Move.RETURN): Stage.RETURNED,
    (Stage.REGISTERED, Move.APPROVE): Stage.APPROVED,
    (Stage.APPROVED, Move.CIRCULATE): Stage.CIRCULATED,
    (Stage.CIRCULATED, Move.SUPERVISE): Stage.SUPERVISED,
    (Stage.SUPERVISED, Move.ARCHIVE): Stage.ARCHIVED,
    (Stage.ARCHIVED, Move.DESTROY): Stage.DESTROYED,
}

# What may be told while the document stays where it is.
WITHIN: dict[Stage, set[Move]] = {
    Stage.RECEIVED: set(),
    Stage.REGISTERED: {Move.PROPOSE, Move.SIGN, Move.SEND_BACK},
    Stage.APPROVED: {Move.HAND_OUT, Move.READ, Move.TAKE_BACK},
    Stage.CIRCULATED: {
        Move.ACCEPT,
        Move.REPORT,
        Move.ASK_EXTENSION,
        Move.DECIDE_EXTENSION,
        Move.COMPLETE,
        Move.REDO,
    },
    Stage.SUPERVISED: {Move.ACKNOWLEDGE},
    Stage.ARCHIVED: {Move.KEEP_ON, Move.LIST, Move.UNLIST, Move.ACKNOWLEDGE},
    Stage.DESTROYED: set(),
    Stage.RETURNED: set(),
}

TRANSITIONS |= {(stage, move): stage for stage, moves in WITHIN.items() for move in moves}
