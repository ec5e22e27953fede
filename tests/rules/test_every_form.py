"""Every page there is, opened and checked by those who see it; every form, refused once, comes back as it was typed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from jinja2 import UndefinedError
from sqlmodel import col, select

from api import pages
from api.acts import ACTS
from api.pages import environment
from config.policy import policy
from models.conversation import Remark
from models.database import reading
from models.inbox import Task
from models.relations import Relation
from models.tasks import open_tasks
from tests.office import Letter, engine_runs
from tests.page_client import Browser, check
from tests.personas import PEOPLE, Cast, in_days
from tests.rules import forms_of_a_case, forms_of_signing
from tests.rules.rulebooks import TEXT, today
from tests.stages.test_archive import filing, old_paper
from tests.stages.test_circulate import circulating
from tests.stages.test_receive import hands_in, receipt
from tests.stages.test_register import entry
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

ROOT = Path(pages.FOLDER)
LATER = f"{in_days(40):%Y-%m-%d}"


@dataclass
class Step:
    """One act through its page: what is wrong at first, what is said then, and what passes."""

    uid: str
    act: str
    good: dict[str, Any] = field(default_factory=dict)
    bad: dict[str, Any] = field(default_factory=dict)
    sentence: str = ""


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
        lambda: Step("zhou", "acknowledgement"),
        lambda: Step("he", "filing", filing(), {"office": "NOWHERE", "remarks": "第3盒"}, "请选择归档机构"),
        lambda: Step(
            "he", "extension-of-keeping", {"retention": "years30", "words": "仍有价值。"},
            {"words": "长" * 501}, "续存理由最多500字",
        ),
    ]  # fmt: skip


def shown_again(page: str, typed: dict[str, Any]) -> bool:
    """Every word, choice and tick of the refused form stands on the page."""
    values = [one for value in typed.values() for one in (value if isinstance(value, list) else [value])]
    return all(str(value) in page for value in values if value)


def takes(step: Step, browser: People, place: str) -> None:
    """Refused once with everything kept, then done."""
    person = browser(step.uid)
    person.opens(place)
    if step.bad:
        typed = step.good | step.bad
        with untouched():
            page = person.posts(f"{place}/{step.act}", expect=422, **typed)
        assert step.sentence in page, step.act
        typed = {name: value for name, value in typed.items() if name not in ("decision", "grant")}
        if step.act == "acceptance":
            typed.pop("handler")  # a choice that is not on the list cannot be shown as chosen
        if step.act in ("filing", "handing-out", "relocation"):
            typed = {name: value for name, value in typed.items() if value not in ("NOWHERE", "9", "step-9")}
        assert shown_again(page, typed), step.act
    person.posts(f"{place}/{step.act}", **step.good)
    engine_runs()


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The templates that were really used."""
    seen: set[str] = set()
    loader = environment().loader
    source = loader.get_source

    def noted(env: Any, name: str) -> Any:
        seen.add(name)
        return source(env, name)

    environment().cache.clear()
    monkeypatch.setattr(loader, "get_source", noted)
    return seen


def test_every_page_opens_for_those_who_see_it_and_every_form_keeps_what_was_typed(
    browser: People, cast: Cast, rendered: set[str]
) -> None:
    lin, nobody = browser("lin"), browser(None)
    nobody.opens("/sign-in")
    lin.opens("/documents/new")
    with untouched():
        page = lin.posts(
            "/documents", expect=422, **receipt(remarks="易碎", copies="0", copy_numbers="000001")
        )
    assert shown_again(page, {"remarks": "易碎", "copy_numbers": "000001"})
    place = hands_in(lin, copies="2", copy_numbers="000001,000002").partition("?")[0]
    letter = UUID(place.removeprefix("/documents/"))
    engine_runs()

    def about(kind: str) -> str:
        with reading() as session:
            return str(next(t.about for t in open_tasks(session, letter) if t.kind.value == kind))

    done = set()
    for make in steps(lambda uid: str(cast.id(uid)), about):
        step = make()
        if step.act == "extension-of-keeping":
            continue  # its term is not over; see the old paper below
        takes(step, browser, place)
        done.add(("documents", step.act))
        opens_whole([browser(uid) for uid in PEOPLE], place)
        for url in ("/", "/documents", "/destruction-orders"):
            browser(step.uid).opens(url)

    done |= through_the_end_of_the_term(browser, cast, steps(lambda uid: str(cast.id(uid)), about)[-1]())
    sent_home = lin.posts("/documents", **receipt()).partition("?")[0]
    engine_runs()
    back = {
        "title": "函",
        "issuer": "江州市医保局",
        "reasons": policy().return_reasons[0],
        "words": "请送医保局。",
    }
    takes(
        Step("lin", "return", back, {"reasons": "", "doc_number": "无"}, "退文应当说明理由"),
        browser,
        sent_home,
    )
    lin.opens(sent_home)
    done.add(("documents", "return"))
    done |= under_new_rules(browser, cast)
    done |= talked_over(browser, cast)
    done |= steered_and_carried_out(browser, cast)
    done |= signed_together(browser, cast)
    browser("lin").opens("/api/v1")
    browser("lin").opens("/books")
    browser("lin").opens("/delegations")
    browser("lin").opens(f"{place}/receipts")
    browser("lin").client.get(f"{place}/distribution")
    nobody.opens("/t/x")
    browser("sun").opens("/documents/new", expect=403)

    assert done == set(ACTS), "every act was taken through its page"
    there = {str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html")}
    assert there - rendered == set(), "every template was really rendered"


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
    for uid in ("he", "zhou", "ma"):
        browser(uid).opens(place)
    return {("documents", keeping_on.act)} | {
        ("destruction-orders", act) for act in ("refusal", "approval", "witnessing")
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


def newest(kind: Any, *where: Any) -> str:
    with reading() as session:
        return str(session.exec(select(kind.id).where(*where)).one())


def opens_whole(people: list[Browser], place: str) -> None:
    """Whoever sees the paper sees its page whole; the others are told, on a whole page, that there is none."""
    for person in people:
        answer = person.client.get(place)
        assert answer.status_code in (200, 404)
        check(answer.text)


def test_a_page_in_part_is_the_same_page(browser: People, cast: Cast) -> None:
    letter = Letter(cast).arrives()
    part = browser("lin").client.get(f"/documents/{letter.id}", headers={"hx-request": "true"}).text
    whole = browser("lin").opens(f"/documents/{letter.id}")
    assert part.startswith("<title>")
    assert "<html" not in part
    assert part.partition("<h1>")[2].strip()[:40] in whole


def test_a_word_a_template_does_not_get_is_an_error_and_not_a_blank() -> None:
    with pytest.raises(UndefinedError):
        environment().get_template("refused.html").render(partial=True)
