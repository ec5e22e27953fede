"""The lifecycle: stages, moves, and THE table.  A head of office can read this file."""

from enum import StrEnum
from typing import Self

from config.language import Said


class Called(StrEnum):
    """A word as it is stored, and what the office calls it."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        word = str.__new__(cls, value)
        word._value_, word.label = value, Said(label)
        return word


class Stage(Called):
    """What was achieved last; the label says what the document waits for."""

    RECEIVED = "received", "待登记"
    REGISTERED = "registered", "待批示"
    APPROVED = "approved", "传阅中"
    CIRCULATED = "circulated", "承办中"
    SUPERVISED = "supervised", "待归档"
    ARCHIVED = "archived", "已归档"
    DESTROYED = "destroyed", "已销毁"
    RETURNED = "returned", "已退文"


class Move(Called):
    """A ledger word.  Seven carry the document on; most are told within a stage."""

    RECEIVE = "receive", "签收"
    REGISTER = "register", "登记"
    RETURN = "return", "退文"
    PROPOSE = "propose", "拟办"
    SIGN = "sign", "批示"
    SEND_BACK = "send-back", "退回重拟"
    APPROVE = "approve", "批示完毕"
    HAND_OUT = "hand-out", "送阅"
    READ = "read", "阅签"
    TAKE_BACK = "take-back", "阅退"
    CIRCULATE = "circulate", "传阅完毕"
    ACCEPT = "accept", "承办签收"
    REPORT = "report", "反馈进展"
    ASK_EXTENSION = "ask-extension", "申请延期"
    DECIDE_EXTENSION = "decide-extension", "延期批复"
    COMPLETE = "complete", "报告办结"
    REDO = "redo", "退回重办"
    SUPERVISE = "supervise", "销号"
    ACKNOWLEDGE = "acknowledge", "知悉办结"
    ARCHIVE = "archive", "归档"
    KEEP_ON = "keep-on", "续存"
    LIST = "list", "列入销毁清册"
    UNLIST = "unlist", "移出销毁清册"
    DESTROY = "destroy", "销毁"
    COUNTERSIGN = "countersign", "会签"
    SKIP = "skip", "略过"
    CLAIM = "claim", "认领"
    PUT_BACK = "put-back", "放回"
    ADD_SIGNER = "add-signer", "加签"
    DROP_SIGNER = "drop-signer", "减签"
    HAND_OVER = "hand-over", "转办"
    RETURN_TO = "return-to", "退回环节"
    RECALL = "recall", "收回"
    EXPIRE = "expire", "逾期处理"
    RELOCATE = "relocate", "重定位"
    ADOPT = "adopt", "改用规则"
    BACK_TO_PROPOSE = "back-to-propose", "重定位至拟办"
    BACK_TO_CIRCULATE = "back-to-circulate", "重定位至传阅"
    ON_TO_CIRCULATE = "on-to-circulate", "重定位至传阅"
    ON_TO_UNDERTAKE = "on-to-undertake", "重定位至承办"
    CLOSE_SPECIALLY = "close-specially", "特殊办结"
    REOPEN = "reopen", "恢复待办"
    SUSPEND = "suspend", "缓办"
    RESUME = "resume", "恢复办理"
    URGE = "urge", "催办"
    CALL_BACK = "call-back", "撤销催办"
    COPY_TO = "copy-to", "抄送"
    SEE = "see", "阅知"
    DISTRIBUTE = "distribute", "分发"
    RECEIPT = "receipt", "回执"
    ENTER_PAPER = "enter-paper", "代录批示"
    CONFIRM = "confirm", "确认代录"
    AMEND = "amend", "补充意见"
    ASSIST = "assist", "协办反馈"
    OPEN_SUBCASE = "open-subcase", "立子事项"
    ANSWER = "answer", "答复子事项"
    CLOSE_SUBCASE = "close-subcase", "子事项办结"
    ASK_SCOPE = "ask-scope", "申请扩大知悉范围"
    WIDEN = "widen", "扩大知悉范围"
    REFUSE_SCOPE = "refuse-scope", "未同意扩大知悉范围"
    NARROW = "narrow", "移出知悉范围"
    SUCCEED = "succeed", "离任交接"
    CLASSIFY = "classify", "变更密级"
    INITIATE = "initiate", "立项交办"
    INSTRUCT_ANEW = "instruct-anew", "再次批示"


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

# A matter that was decided here begins with the departments; a leader who is not content sends it there again.
TRANSITIONS |= {
    (None, Move.INITIATE): Stage.CIRCULATED,
    (Stage.SUPERVISED, Move.INSTRUCT_ANEW): Stage.CIRCULATED,
}

# Off the straight road: the office head puts a document elsewhere, closes it with authority, or opens it again.
TRANSITIONS |= {
    (Stage.REGISTERED, Move.ON_TO_CIRCULATE): Stage.APPROVED,
    (Stage.REGISTERED, Move.ON_TO_UNDERTAKE): Stage.CIRCULATED,
    (Stage.APPROVED, Move.ON_TO_UNDERTAKE): Stage.CIRCULATED,
    (Stage.REGISTERED, Move.BACK_TO_PROPOSE): Stage.REGISTERED,
    (Stage.APPROVED, Move.BACK_TO_PROPOSE): Stage.REGISTERED,
    (Stage.CIRCULATED, Move.BACK_TO_PROPOSE): Stage.REGISTERED,
    (Stage.CIRCULATED, Move.BACK_TO_CIRCULATE): Stage.APPROVED,
    (Stage.APPROVED, Move.RECALL): Stage.REGISTERED,
    (Stage.CIRCULATED, Move.RECALL): Stage.REGISTERED,
    (Stage.REGISTERED, Move.CLOSE_SPECIALLY): Stage.SUPERVISED,
    (Stage.APPROVED, Move.CLOSE_SPECIALLY): Stage.SUPERVISED,
    (Stage.CIRCULATED, Move.CLOSE_SPECIALLY): Stage.SUPERVISED,
    (Stage.SUPERVISED, Move.REOPEN): Stage.REGISTERED,
    (Stage.ARCHIVED, Move.REOPEN): Stage.REGISTERED,
}

# Lines after which a form that was opened before still says what it said: somebody else's part was done.
BESIDE = {Move.SIGN, Move.COUNTERSIGN, Move.SKIP, Move.URGE, Move.CALL_BACK, Move.CONFIRM, Move.AMEND}
BESIDE |= {Move.COPY_TO, Move.SEE, Move.DISTRIBUTE, Move.RECEIPT}
BESIDE |= {Move.ASSIST, Move.ANSWER, Move.CLOSE_SUBCASE}
BESIDE |= (SCOPE := {Move.ASK_SCOPE, Move.WIDEN, Move.REFUSE_SCOPE, Move.NARROW})

# What may be told of a case that rests (缓办).
AT_REST = {Move.RESUME, Move.CLOSE_SPECIALLY, Move.TAKE_BACK, Move.CONFIRM, Move.AMEND, Move.CLASSIFY, *SCOPE}
AT_REST |= {Move.COPY_TO, Move.SEE, Move.DISTRIBUTE, Move.RECEIPT}

# After these nobody may go on with what he was asked before.
REDIRECTS = {Move.SEND_BACK, Move.RETURN_TO, Move.RECALL, Move.RELOCATE, Move.SUSPEND, Move.REOPEN}
REDIRECTS |= {Move.BACK_TO_PROPOSE, Move.BACK_TO_CIRCULATE, Move.ON_TO_CIRCULATE, Move.ON_TO_UNDERTAKE}
REDIRECTS |= {Move.CLOSE_SPECIALLY, Move.INSTRUCT_ANEW}

GOING = (Stage.REGISTERED, Stage.APPROVED, Stage.CIRCULATED)
KEPT = (*GOING, Stage.SUPERVISED, Stage.ARCHIVED)

# How signatures are given, moved and accounted for.
SIGNING = {Move.SIGN, Move.COUNTERSIGN, Move.ENTER_PAPER, Move.SKIP, Move.EXPIRE, Move.RECALL}
SIGNING |= {Move.CLAIM, Move.PUT_BACK, Move.ADD_SIGNER, Move.DROP_SIGNER}

# What may be told while the document stays where it is.
WITHIN: dict[Stage, set[Move]] = {
    Stage.RECEIVED: set(),
    Stage.REGISTERED: SIGNING | {Move.PROPOSE, Move.SEND_BACK, Move.RETURN_TO, Move.RELOCATE, Move.ADOPT},
    Stage.APPROVED: {Move.HAND_OUT, Move.READ, Move.SKIP},
    Stage.CIRCULATED: {
        Move.ACCEPT,
        Move.REPORT,
        Move.ASK_EXTENSION,
        Move.DECIDE_EXTENSION,
        Move.COMPLETE,
        Move.REDO,
        Move.ASSIST,
        Move.OPEN_SUBCASE,
        Move.ANSWER,
        Move.CLOSE_SUBCASE,
    },
    Stage.SUPERVISED: {Move.ACKNOWLEDGE},
    Stage.ARCHIVED: {Move.KEEP_ON, Move.LIST, Move.UNLIST, Move.ACKNOWLEDGE},
    Stage.DESTROYED: set(),
    Stage.RETURNED: set(),
}

# And what may be told at several of them; a paper copy comes home whenever it does.
ANYWHERE: dict[tuple[Stage, ...], set[Move]] = {
    (Stage.RECEIVED, *KEPT): {Move.URGE, Move.CALL_BACK} | SCOPE,
    GOING: {Move.HAND_OVER, Move.SUSPEND, Move.RESUME},
    KEPT: {
        Move.SUCCEED,
        Move.COPY_TO,
        Move.SEE,
        Move.DISTRIBUTE,
        Move.RECEIPT,
        Move.CONFIRM,
        Move.AMEND,
        Move.TAKE_BACK,
        Move.CLASSIFY,
    },
}

TRANSITIONS |= {(stage, move): stage for stage, moves in WITHIN.items() for move in moves}
TRANSITIONS |= {
    (stage, move): stage for stages, moves in ANYWHERE.items() for stage in stages for move in moves
}
