"""The forms beside the straight road: other rules, the end of a term, steering, signing together, talking."""

from sqlmodel import col

from config.policy import policy
from models.conversation import Remark
from models.inbox import Task
from models.relations import Relation
from tests.office import Letter, engine_runs
from tests.personas import PEOPLE, Cast
from tests.rules import forms_of_a_case, forms_of_signing
from tests.rules.form_steps import Step, newest, opens_whole, shown_again, takes
from tests.rules.rulebooks import TEXT, today
from tests.stages.test_archive import old_paper
from tests.stages.test_circulate import circulating
from tests.test_a_secretarys_day import People
from tests.untouched import untouched


def under_new_rules(browser: People, cast: Cast) -> set[tuple[str, str]]:
    """The rules are changed on their pages, and a paper that came before goes by them."""
    letter = Letter(cast).arrives()
    letter.is_registered(doc_number="")
    chen, zhou, why = browser("chen"), browser("zhou"), "按新的分工调整。"
    chen.opens("/rules/new")
    slip = {"text": f"{TEXT}\nx = 1", "why": why}
    with untouched():
        assert shown_again(chen.posts("/rules", expect=422, **slip), {"why": why})
    draft = chen.posts("/rules", text=TEXT, why=why).partition("?")[0]
    chen.opens(draft)
    with untouched():
        assert "不能早于" in zhou.posts(f"{draft}/release", expect=422, effective_from="2020-01-01")
    zhou.posts(f"{draft}/release", effective_from=str(today()))
    zhou.opens("/rules")
    adopted = Step("chen", "rules-version", {"words": why}, {"words": ""}, "请填写理由")
    takes(adopted, browser, f"/documents/{letter.id}")
    return {("documents", adopted.act)}


def through_the_end_of_the_term(browser: People, cast: Cast, keeping_on: Step) -> set[tuple[str, str]]:
    """Old papers: kept on, proposed for destruction, refused, approved, witnessed too early."""
    kept, over = old_paper(cast), old_paper(cast)
    takes(keeping_on, browser, f"/documents/{kept.id}")
    he, zhou, sun = browser("he"), browser("zhou"), browser("sun")
    order = {
        "documents": str(over.id), "words": "期满。", "method": "粉碎", "approver": str(cast.id("zhou")),
        "witnesses": [str(cast.id("sun")), str(cast.id("ma"))],
    }  # fmt: skip
    he.opens("/destruction-orders")
    with untouched():
        page = he.posts("/destruction-orders", expect=422, **order | {"words": "长" * 2001})
    assert "鉴定意见最多2000字" in page
    assert shown_again(page, order | {"words": "长" * 2001})
    for decision in ("refusal", "approval"):
        place = he.posts("/destruction-orders", **order).partition("?")[0]
        engine_runs()
        zhou.opens(place)
        with untouched():
            page = zhou.posts(f"{place}/refusal", expect=422, words="长" * 501)
        assert "不批准的理由最多500字" in page
        assert "长" * 501 in page
        zhou.posts(f"{place}/{decision}", **({"words": "涉诉。"} if decision == "refusal" else {}))
        engine_runs()
    sun.opens(place)
    assert "冷静期未满" in sun.posts(f"{place}/witnessing", expect=409)
    he.opens(place)
    with untouched():
        assert "撤回的理由最多500字" in he.posts(f"{place}/calling-off", expect=422, words="长" * 501)
    for uid in ("he", "zhou", "ma"):
        browser(uid).opens(place)
    return {("documents", keeping_on.act)} | {
        ("destruction-orders", act) for act in ("refusal", "approval", "witnessing", "calling-off")
    }


def steered_and_carried_out(browser: People, cast: Cast) -> set[tuple[str, str]]:
    """A paper to be read that is steered beside its way, and one that several carry out together."""
    read = circulating(cast, "sun", doc_number="")
    read.is_handed_out(copy="")
    done = Letter(cast).arrives()
    done.is_registered(doc_number="")
    done.is_proposed(assistants=["YGK"])
    for uid in ("wang", "zhou"):
        done.is_signed(uid)
    for uid in ("zhao", "qian"):
        done.is_accepted(uid)
    rows = [(read, row) for row in forms_of_a_case.of_reading(read, cast)]
    rows += [(done, row) for row in forms_of_a_case.of_carrying_out(done, cast)]
    taken = set()
    for letter, make in rows:
        step = Step(*make())
        takes(step, browser, f"/documents/{letter.id}")
        opens_whole([browser(uid) for uid in PEOPLE], f"/documents/{letter.id}")
        taken.add(("documents", step.act))
    return taken


def signed_together(browser: People, cast: Cast) -> set[tuple[str, str]]:
    """Claimed, added to, recalled, put elsewhere; and at last signed on paper."""
    letter, taken = forms_of_signing.letter_to_sign(cast), set()
    place = f"/documents/{letter.id}"
    for make in forms_of_signing.of_signing(letter, cast):
        step = Step(*make())
        takes(step, browser, place)
        if step.act not in ("countersignature", "amendment"):  # who opens it now makes it too late to recall
            opens_whole([browser(uid) for uid in PEOPLE], place)
        taken.add(("documents", step.act))
    lin, zhou = browser("lin"), browser("zhou")
    wrote = {"seat_id": str(letter.seat_of("zhou")), "decision": "instructed", "signed_on": str(today())}
    with untouched():
        page = lin.posts(f"{place}/paper-opinion", expect=422, **wrote, words="同意。")
    assert "请附上批示原件的扫描件" in page
    lin.posts(f"{place}/paper-opinion", files=forms_of_signing.SCAN, **wrote, words="同意。")
    engine_runs()
    takes(Step("zhou", "confirmation", {"agrees": "yes"}), browser, place)
    zhou.opens(place)
    return taken | {("documents", "paper-opinion"), ("documents", "confirmation")}


def talked_over(browser: People, cast: Cast) -> set[tuple[str, str]]:
    """Two cases are linked; on one somebody speaks, takes it back, is urged; one that went home is only read."""
    here, home, long = Letter(cast).arrives(), Letter(cast).arrives(), "长" * 2001
    here.is_registered(doc_number="")
    number = Letter(cast).arrives().is_registered(doc_number="")
    here.is_proposed()
    place, linked = f"/documents/{here.id}", {"number": number, "kind": "earlier"}
    takes(Step("lin", "relation", linked, {"number": "7"}, "收文编号应写作"), browser, place)
    takes(Step("lin", "relation-removal", {"relation_id": newest(Relation)}), browser, place)
    said = {"words": "附件呢？"}
    takes(Step("wang", "remark", said, {"words": long}, "交流内容最多2000字"), browser, place)
    takes(Step("wang", "remark-withdrawal", {"remark_id": newest(Remark)}), browser, place)
    waits = newest(Task, Task.document_id == here.id, col(Task.closed_at).is_(None))
    asked = {"task_id": waits, "words": "请抓紧。"}
    takes(Step("lin", "urging", asked, {"words": "长" * 201}, "催办的话最多200字"), browser, place)
    takes(Step("lin", "remark", {"words": "不归我院。"}), browser, f"/documents/{home.id}")
    sent = {"title": "函", "issuer": "市医保局", "reasons": policy().return_reasons[0], "words": "请退。"}
    browser("lin").posts(f"/documents/{home.id}/return", **sent)
    browser("lin").opens(f"/documents/{home.id}")
    acts = ("relation", "relation-removal", "remark", "remark-withdrawal", "urging")
    return {("documents", act) for act in acts}
