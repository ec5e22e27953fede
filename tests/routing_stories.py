"""One short story for every verb of routing: what docs/routing.md shows as a picture."""

from collections.abc import Callable
from dataclasses import dataclass

from models.rounds import Decision, Mode, PlannedStep, Purpose
from models.signers import Where
from tests.office import Letter
from tests.personas import Cast
from tests.sending import answered, copied, distributed, seen
from tests.stages.test_countersign import countersigned_by, proposed
from tests.stages.test_urge import urges
from tests.standing_in import delegates


@dataclass(frozen=True)
class Told:
    """``word`` is what the office calls it, ``file`` the picture, ``says`` the rule in a sentence."""

    word: str
    file: str
    says: str
    happens: Callable[[Cast], Letter]


def serial(cast: Cast) -> Letter:
    letter = proposed(cast, leaders=("wang", "zhou"))
    letter.is_signed("wang")
    letter.is_signed("zhou")
    return letter


def parallel(cast: Cast) -> Letter:
    letter = proposed(cast, countersigned_by(cast, "zhao", "sun", "ma"))
    for uid in ("sun", "ma", "zhao"):
        letter.is_countersigned(uid)
    return letter


def any_one(cast: Cast) -> Letter:
    letter = proposed(cast, countersigned_by(cast, "zhao", "sun", "ma", mode=Mode.ANY))
    letter.is_countersigned("sun")
    return letter


def vote(cast: Cast) -> Letter:
    letter = proposed(cast, countersigned_by(cast, "zhao", "sun", "ma", mode=Mode.VOTE, threshold=2))
    letter.is_countersigned("ma", "不同意。", Decision.AGAINST)
    letter.is_countersigned("sun")
    letter.is_countersigned("zhao")
    return letter


def claim(cast: Cast) -> Letter:
    letter = proposed(cast, PlannedStep(["office:YWB"], Purpose.COUNTERSIGN))
    letter.is_claimed("zhao")
    letter.is_countersigned("zhao")
    return letter


def add_signer(cast: Cast) -> Letter:
    letter = proposed(cast)
    letter.gets_signers("wang", "qian", where=Where.BEFORE)
    letter.is_countersigned("qian")
    letter.is_signed("wang")
    return letter


def drop_signer(cast: Cast) -> Letter:
    letter = proposed(cast, countersigned_by(cast, "zhao", "sun"))
    letter.loses_signer("chen", "sun")
    letter.is_countersigned("zhao")
    return letter


def hand_over(cast: Cast) -> Letter:
    letter = proposed(cast, leaders=("wang", "zhou"))
    letter.is_handed_over("wang", "qian")
    letter.is_signed("qian")
    return letter


def send_back(cast: Cast) -> Letter:
    letter = proposed(cast, countersigned_by(cast, "zhao", "sun"))
    letter.is_countersigned("sun")
    letter.goes_back("zhao", "主办部门不对。")
    letter.is_proposed(leaders=[cast.id("wang")])
    return letter


def return_to(cast: Cast) -> Letter:
    letter = proposed(cast, leaders=("wang", "zhou"))
    letter.is_signed("wang")
    letter.goes_back("zhou", "请王院长再看。", to_rank=1)
    letter.is_signed("wang")
    return letter


def recall(cast: Cast) -> Letter:
    letter = proposed(cast, leaders=("wang", "zhou"))
    letter.is_signed("wang")
    letter.is_recalled("wang")
    letter.is_signed("wang", "请院感科办理。")
    return letter


def relocate(cast: Cast) -> Letter:
    letter = proposed(cast, countersigned_by(cast, "zhao"), leaders=("wang", "zhou"))
    letter.is_relocated("step-3")
    letter.is_signed("zhou")
    return letter


def delegation(cast: Cast) -> Letter:
    letter = proposed(cast, leaders=("wang", "zhou"))
    delegates(cast, "wang", "qian")
    substitute = cast.qian.acting_for(cast.id("wang"))
    letter.is_signed_by(substitute)
    return letter


def assist(cast: Cast) -> Letter:
    letter = proposed(cast, assistants=["YGK"])
    letter.is_signed("wang")
    letter.is_accepted("zhao")
    letter.is_accepted("qian")
    letter.is_assisted("qian")
    letter.is_completed("zhao")
    return letter


def sub_case(cast: Cast) -> Letter:
    letter = proposed(cast)
    letter.is_signed("wang")
    letter.is_accepted("zhao")
    letter.asks("sun", "ma")
    letter.is_answered_by("sun")
    letter.is_answered_by("ma")
    letter.is_completed("zhao")
    return letter


def suspend(cast: Cast) -> Letter:
    letter = proposed(cast)
    letter.is_suspended()
    letter.is_resumed()
    letter.is_signed("wang")
    return letter


def close_specially(cast: Cast) -> Letter:
    letter = proposed(cast)
    letter.is_closed_specially()
    return letter


def reopen(cast: Cast) -> Letter:
    letter = close_specially(cast)
    letter.is_reopened()
    letter.is_proposed(leaders=[cast.id("wang")])
    return letter


def copy_to(cast: Cast) -> Letter:
    letter = proposed(cast)
    copied(letter, "lin", "sun")
    seen(letter, "sun")
    letter.is_signed("wang")
    return letter


def distribute(cast: Cast) -> Letter:
    letter = proposed(cast)
    distributed(letter, "YWB", "YGK", "XXZ")
    answered(letter, "zhao")
    answered(letter, "qian")
    return letter


def urged(cast: Cast) -> Letter:
    letter = proposed(cast)
    urges(letter, "lin")
    letter.is_signed("wang")
    return letter


def on_paper(cast: Cast) -> Letter:
    letter = proposed(cast, leaders=("wang", "zhou"))
    letter.is_keyed_in("wang")
    letter.is_confirmed("wang")
    letter.is_signed("zhou")
    return letter


STORIES = (
    Told("依次签批", "serial", "一位签了，下一位才收到。", serial),
    Told("并行会签", "parallel", "几个人同时收到，都签了才往下走；不同意的写明理由，不拦住别人。", parallel),
    Told("任一人签署", "any-one", "一个人同意就够，其余的人免签并记下原因；无人同意则退回办公室。", any_one),
    Told("票决", "vote", "按票数和门槛；一有结果就结束，够不到门槛的当即退回。", vote),
    Told("认领", "claim", "一个岗位的人都看得到，一个人认领后归他办；可以放回。", claim),
    Told("加签", "add-signer", "在我之前、与我同时或在我之后；应签人数的变化写进台账。", add_signer),
    Told("减签", "drop-signer", "加签人或办公室主任才能减，最后一个待签席位不能减。", drop_signer),
    Told("转办", "hand-over", "我的签批由同事来签，应签人数不变。", hand_over),
    Told(
        "退回重拟", "send-back", "其余待签按规定关闭或等签完；办公室主任重新拟办，签过的留在台账。", send_back
    ),
    Told("退回环节", "return-to", "从选定的环节起，中间的人都重新签。", return_to),
    Told("收回", "recall", "下一环节打开之前，可以收回自己的签批。", recall),
    Told("重定位", "relocate", "办公室主任写明理由，跳到前面或后面的环节；跳过的记为略过。", relocate),
    Told("委托", "delegation", "委托期内由受托人代签，处理单上印两个人的名字。", delegation),
    Told("主协办", "assist", "协办部门各自反馈，只有主办部门能报告办结。", assist),
    Told("子事项", "sub-case", "主办部门另请几个人答复；没答完，不能报告办结。", sub_case),
    Told("缓办与恢复", "suspend", "缓办期间谁都不催、谁都不能办；恢复时期限顺延。", suspend),
    Told("特殊办结", "close-specially", "凭领导授权和理由直接办结，在外的纸质件仍要收回。", close_specially),
    Told("恢复待办", "reopen", "已办结的重新拟办，原来的办理留在台账。", reopen),
    Told("抄送与阅知", "copy-to", "让人知道，不影响办理。", copy_to),
    Told("催办", "urge", "催谁、催了几次，页面上看得到；不涉密的一封短信，不会一天催几遍。", urged),
    Told("代录批示", "on-paper", "领导批在纸上，秘书附扫描件代录，领导事后确认或更正。", on_paper),
    Told("分发与回执", "distribute", "一次发给许多部门，谁收到、谁没收到一目了然。", distribute),
)
