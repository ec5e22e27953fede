"""Every verb of routing on its page in Chromium: leaders on a phone, everybody else at a desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from models.people import to_office
from models.rounds import PlannedStep, Purpose
from tests.browser.moves import IN_CHROMIUM, Open, does, shoot
from tests.office import Letter
from tests.personas import Cast, in_days
from tests.rules.rulebooks import released, with_changes
from tests.running import House
from tests.stages.test_circulate import circulating
from tests.stages.test_countersign import proposed

pytestmark = IN_CHROMIUM

WHY = "分管同志外出。"
Act = Callable[..., None]


@pytest.fixture
def house(lasting_house: House) -> House:
    return lasting_house


@pytest.fixture
def acts(opens: Open) -> Act:
    """``acts("zhao", letter, "claim")`` is what 赵敏 does on the letter's page, or on another place's."""

    def of(uid: str, on: Letter | str, act: str, /, **typed: object) -> None:
        place = f"/documents/{on.id}" if isinstance(on, Letter) else on
        does(opens(uid, phone=uid in ("wang", "zhou")), place, act, **typed)

    return of


RULES: dict[str, list[tuple[str, str]]] = {
    "均须签署": [("zhao", "同意"), ("sun", "不同意"), ("ma", "同意")],
    "任一人签署": [("sun", "同意")],
    "票决": [("ma", "不同意"), ("sun", "同意"), ("zhao", "同意")],
}


def test_several_countersign_under_a_rule_before_the_leader(acts: Act, cast: Cast) -> None:
    planned = {"words": "拟请王副院长批示，医务部主办。", "lead": "医务部", "assistants": "院感科"}
    asked = {"leaders": ["王建国", "—"], "countersigners": ["赵敏", "孙丽", "马强"]}
    for rule, signed in RULES.items():
        letter = Letter(cast).arrives()
        letter.is_registered()
        votes = 2 if rule == "票决" else 0
        acts("chen", letter, "proposal", **planned, **asked, mode=rule, threshold=votes)
        for uid, decision in signed:
            acts(uid, letter, "countersignature", words="物资清单已核对。", press=decision)
        acts("wang", letter, "opinion", words="同意。", press="批示")


def test_a_signature_moves_between_people(acts: Act, cast: Cast, tmp_path: Path) -> None:
    scan = tmp_path / "批示原件.txt"
    scan.write_text("请医务部办理。周明华")
    step = PlannedStep([to_office("YWB")], Purpose.COUNTERSIGN)
    letter = proposed(cast, step, leaders=("wang", "zhou"))
    for act in ("claim", "putting-back", "claim"):
        acts("zhao", letter, act)
    acts("zhao", letter, "signer-addition", people=["孙丽"], where="与我同时", words="请一并审核。")
    acts("zhao", letter, "signer-removal", seat_id="孙丽", words="已当面征求意见。")
    acts("zhao", letter, "countersignature", words="同意。", press="同意")
    acts("zhao", letter, "amendment", seat_id="同意。", words="另附实施方案。")
    acts("zhao", letter, "recall")
    acts("zhao", letter, "countersignature", words="同意，附方案。", press="同意")
    acts("wang", letter, "handing-over", person="钱红", words=WHY)
    acts("qian", letter, "opinion", words="请医务部办理。", press="批示")
    acts("zhou", letter, "send-back", to_rank="第1环节", words="请先核对床位数。")
    acts("chen", letter, "relocation", place="第3环节", words="已当面核对。")
    signed = {"seat_id": "周明华", "decision": "批示", "words": "请医务部办理。", "file": scan}
    acts("lin", letter, "paper-opinion", **signed)
    acts("zhou", letter, "confirmation", press="与原件相符")


def test_people_are_told_and_the_case_rests_ends_and_begins_again(acts: Act, opens: Open, cast: Cast) -> None:
    other = Letter(cast).arrives().is_registered()
    letter = proposed(cast)
    acts("lin", letter, "copying", people=["孙丽"], offices="信息中心", words="请阅。")
    acts("sun", letter, "seeing")
    acts("lin", letter, "distribution", offices=["医务部", "院感科"], words="请传达到科室。")
    acts("qian", letter, "receipt", words="已传达。")
    acts("lin", f"/documents/{letter.id}/receipts", "chasing")
    board = opens("lin")
    board.goto(f"/documents/{letter.id}/receipts")
    expect(board.locator("main")).to_contain_text("已回执 1/2")
    shoot(board, "board")
    acts("lin", letter, "urging", task_id="王建国", words="来文要求明日上报。")
    acts("wang", letter, "remark", words="床位数以哪天为准？")
    acts("lin", letter, "remark", words="以昨日零时为准。")
    acts("lin", letter, "remark-withdrawal")
    acts("lin", letter, "relation", number=other, kind="前案")
    acts("lin", letter, "relation-removal")
    acts("lin", letter, "suspension", until=f"{in_days(20):%Y-%m-%d}", words="等候省里细则。")
    acts("lin", letter, "resumption")
    acts("chen", letter, "special-closure", authority="周明华", words="来文单位已撤回。")
    acts("chen", letter, "reopening", words="来文单位要求补充办理。")


def test_departments_carry_it_out_together(acts: Act, cast: Cast) -> None:
    letter = proposed(cast, assistants=["YGK"])
    letter.is_signed("wang")
    letter.is_accepted("zhao")
    letter.is_accepted("qian")
    acts("qian", letter, "assistance", words="已完成培训。")
    asked = {"matter": "请核对床位数。", "people": ["马强", "孙丽"], "mode": "同时答复"}
    acts("zhao", letter, "sub-case", **asked, due_date=f"{in_days(3):%Y-%m-%d}")
    acts("ma", letter, "answer-return", words="不归信息中心。")
    acts("sun", letter, "answer", words="床位数无误。")
    acts("zhao", letter, "sub-case-closure", sub_case_id="请核对床位数", words="马强处另行了解。")
    acts(
        "zhao",
        letter,
        "assignment-hand-over",
        assignment_id="医务部",
        office="信息中心",
        words="属信息化事项。",
    )
    read = circulating(cast, "sun")
    read.is_handed_out()
    acts("sun", read, "reading-hand-over", colleague="马强", words="下乡支援。")


def test_somebody_stands_in_for_a_leader(acts: Act, cast: Cast) -> None:
    letter = proposed(cast)
    acts("wang", "/delegations", "absences", words="外出参加会议。", substitute="钱红", says="away")
    acts("qian", letter, "opinion", words="请医务部办理。", press="批示")
    acts("wang", "/delegations", "return", says="back")
    acts("wang", "/delegations", "revocation", says="revoked")
    hat = {"substitute": "钱红", "hat": "本人名下的事项"}
    acts("wang", "/delegations", "delegations", **hat, words="外出参加会议。", says="delegated")


def test_rules_are_drafted_by_one_and_released_by_another(acts: Act, opens: Open, cast: Cast) -> None:
    released(cast)
    letter = Letter(cast).arrives()
    letter.is_registered()
    text = with_changes(("days = 5", "days = 3"), ('leaders = ["wang"]', 'leaders = ["zhou"]'))
    for act, says in (("withdrawal", "rules-withdrawn"), ("release", "released")):
        acts("lin", "/rules/new", "rules", why="主管部门要求加快办理。", text=text, says="drafted")
        draft = opens("lin").url.partition("?")[0]
        acts("chen", draft, act, says=says)
    acts("chen", letter, "rules-version", words="按新规则办理。")
