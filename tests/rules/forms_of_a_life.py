"""Every form on the straight road, from the registration to the keeping on: wrong at first, and right."""

from collections.abc import Callable

from config.policy import policy
from tests.personas import in_days
from tests.rules.form_steps import Step
from tests.stages.test_archive import filing
from tests.stages.test_register import entry

LATER = f"{in_days(40):%Y-%m-%d}"


def steps(ids: Callable[[str], str], about: Callable[[str], str]) -> list[Callable[[], Step]]:
    """The whole life; each step is made when the one before is done."""
    long, note, points = "长" * 2001, {"words": "长" * 501}, list(policy().review.points)
    copies = entry(copies="2", copy_numbers="000001,000002")
    asks = {"until": LATER, "words": "等待省里回复。"}
    report = {"words": "已办结。", "without": "院感科另报。"}
    plan = {
        "words": "拟请批示。", "lead": "YWB", "assistants": "YGK", "leaders": [ids("wang"), ids("zhou")],
        "readers": [ids("sun")], "due_date": f"{in_days(20):%Y-%m-%d}",
    }  # fmt: skip
    return [
        lambda: Step("lin", "registration", copies, {"copies": "-1", "attachments": "报名表"}, "份数应为1至"),
        lambda: Step("lin", "distribution", {"offices": ["XXZ", "YGK"], "words": "请传达。"}, note, "附言最多500字"),
        lambda: Step("ma", "receipt", {"words": "收到。"}, note, "回执意见最多500字"),
        lambda: Step("lin", "chasing"),
        lambda: Step("lin", "copying", {"people": [ids("he"), ""], "offices": ["YWB"]}, note, "附言最多500字"),
        lambda: Step("he", "seeing"),
        lambda: Step("chen", "proposal", plan, {"assistants": "YWB"}, "主办部门不能同时是协办部门"),
        lambda: Step("wang", "send-back", {"words": "请重拟。"}, {"words": long}, "退回理由最多2000字"),
        lambda: Step("chen", "proposal", plan, {"leaders": [ids("wang")] * 2}, "只能批示一次"),
        lambda: Step("wang", "opinion", {"decision": "noted"}, {"words": long}, "批示意见最多2000字"),
        lambda: Step("zhou", "opinion", {"decision": "instruct", "words": "落实。"}, {"words": ""}, "请填写批示意见"),
        lambda: Step(
            "lin", "handing-out", {"reading_id": about("hand-out")}, {"copy_number": "9"}, "没有这个份号"
        ),
        lambda: Step("sun", "reading", {"words": "已阅。"}, {"words": long}, "传阅意见最多2000字"),
        lambda: Step("lin", "taking-back", {"reading_id": about("take-back")}),
        lambda: Step("zhao", "acceptance", {"handler": ids("li")}, {"handler": ids("sun")}, "承办人须为"),
        lambda: Step("li", "progress", {"percent": "60", "words": "已部署。"}, {"percent": "101"}, "进度应为0至100"),
        lambda: Step("li", "extension-request", asks, {"until": "2020-01-01"}, "应晚于现在的时限"),
        lambda: Step(
            "lin", "extension-decision", {"request_id": about("decide-extension"), "grant": "yes"},
            {"grant": "no", "words": ""}, "请填写批复意见",
        ),
        lambda: Step("zhao", "completion", report, {"words": long}, "办理结果最多2000字"),
        lambda: Step("lin", "redo", {"words": "请补充。"}, {"words": "长" * 501}, "退回理由最多500字"),
        lambda: Step("zhao", "completion", report, {"words": ""}, "请填写办理结果"),
        lambda: Step("lin", "closure", {"checks": points}, {"checks": points[:3], "words": "尚可"}, "七项须逐项"),
        lambda: Step(
            "zhou", "new-instruction", {"words": "请再核实床位数。", "due_date": asks["until"]},
            {"words": "", "due_date": asks["until"]}, "请填写批示",
        ),
        lambda: Step("zhao", "acceptance", {"handler": ids("li")}),
        lambda: Step("zhao", "completion", report),
        lambda: Step("lin", "closure", {"checks": points}),
        lambda: Step("zhou", "acknowledgement"),
        lambda: Step("he", "filing", filing(), {"office": "NOWHERE", "remarks": "第3盒"}, "请选择归档机构"),
        lambda: Step(
            "he", "extension-of-keeping", {"retention": "years30", "words": "仍有价值。"},
            {"words": "长" * 501}, "续存理由最多500字",
        ),
    ]  # fmt: skip
