"""试运行与改动: what a draft changes rule by rule, and which papers of the past year would have gone elsewhere."""

from datetime import timedelta

from config.rules import Rules
from config.toml import typed
from gateways.clock import now
from models import dry_run
from models.access import Knower
from models.database import reading, unit_of_work
from models.document import Document
from models.dry_run import DryRun, Moved
from models.outcomes import Called
from models.people import to_person
from models.rule_changes import Change, changes
from tests.office import Letter
from tests.personas import Cast
from tests.rules.rulebooks import TEXT, with_changes

INFECTION = ('keywords = ["院感", "传染病"]\nlead = "YWB"', 'keywords = ["院感", "传染病"]\nlead = "XXZ"')


def changed(*edits: tuple[str, str]) -> list[Change]:
    before, after = typed(TEXT, Rules), typed(with_changes(*edits), Rules)
    with reading() as session:
        return changes(before, after, Called(session, before, after))


def tried(cast: Cast, *edits: tuple[str, str], by: str = "lin") -> DryRun:
    before, after = typed(TEXT, Rules), typed(with_changes(*edits), Rules)
    with reading() as session:
        called = Called(session, before, after)
        return dry_run.dry_run(session, before, after, called, getattr(cast, by), at=now())


def registered(cast: Cast, title: str, **said: str) -> Letter:
    letter = Letter(cast).arrives()
    letter.is_registered(title=title, issuer="江州市卫健委", **said)
    return letter


def arrived(letter: Letter, days_ago: int) -> None:
    with unit_of_work() as session:
        session.get_one(Document, letter.id).received_at = now() - timedelta(days=days_ago)


def test_a_change_is_told_field_by_field_in_names(cast: Cast) -> None:
    assert changed(INFECTION, ("days = 5\n", "")) == [
        Change("修改", "规则“医政来文”", ["主办：医务部 → 信息中心", "办理天数：5 → （无）"])
    ]
    assert changed(('leaders = []\nreaders = ["sun"]', 'leaders = ["zhou"]\nreaders = []')) == [
        Change("修改", "规则“护理”", ["送批：（无） → 周明华", "传阅：孙丽 → （无）"])
    ]


def test_what_is_new_and_what_is_gone_is_told(cast: Cast) -> None:
    new, gone = changed(('name = "护理"', 'name = "护理来文"'))
    assert (new.kind, new.what, new.how[:2]) == ("新增", "规则“护理来文”", ["关键词：护理", "主办：护理部"])
    assert gone == Change("删除", "规则“护理”")
    [duty] = changed(('offices = ["YZB"]', 'offices = ["YZB", "DAS"]'))
    assert duty.what == "分工“周明华 全面工作”自2026年1月1日"
    assert duty.how == ["部门：院长办公室 → 院长办公室、档案室"]
    held = 'holder = "wang"\nsubstitutes = ["zhou"]'
    [post, _] = changed(
        (f'name = "分管医疗副院长"\n{held}', 'name = "院长"\nholder = "zhou"\nsubstitutes = ["wang"]')
    )
    assert (post.kind, post.how) == ("新增", ["任职：周明华", "替代人：王建国"])


def test_the_order_of_the_rules_is_a_rule_too(cast: Cast) -> None:
    routes, rest = TEXT.index('[[routes]]\nname = "护理"'), TEXT.index("[[duties]]")
    turned = typed(TEXT[routes:rest] + TEXT[:routes] + TEXT[rest:], Rules)
    with reading() as session:
        told = changes(typed(TEXT, Rules), turned, Called(session, turned))
    assert told == [Change("次序", "规则的先后", ["医政来文、护理 → 护理、医政来文"])]


def test_the_papers_that_would_go_elsewhere_are_told_by_their_numbers(cast: Cast) -> None:
    moves = registered(cast, "关于加强院感防控工作的通知")
    registered(cast, "关于开展优质护理服务的通知", doc_number="江卫〔2026〕18号")
    Letter(cast).arrives()  # not registered: it has no number and no title
    assert tried(cast, INFECTION) == DryRun(
        seen=2,
        moved=[
            Moved(
                moves.now.label,
                "主办医务部，协办院感科，送王建国，5个工作日",
                "主办信息中心，协办院感科，送王建国，5个工作日",
            )
        ],
    )


def test_a_rule_taken_away_leaves_the_division_of_work_or_nothing(cast: Cast) -> None:
    registered(cast, "关于加强院感防控工作的通知")
    registered(cast, "关于开展优质护理服务的通知", doc_number="江卫〔2026〕18号")
    rules = TEXT[TEXT.index("[[duties]]") :]
    with reading() as session:
        before, after = typed(TEXT, Rules), typed(rules, Rules)
        run = dry_run.dry_run(session, before, after, Called(session, before), cast.lin, at=now())
    assert sorted(moved.after for moved in run.moved) == ["没有建议", "送王建国"]


def test_a_change_of_words_alone_sends_nothing_elsewhere(cast: Cast) -> None:
    registered(cast, "关于加强院感防控工作的通知")
    assert tried(cast, ("由医务部主办", "医务部牵头")) == DryRun(seen=1)


def test_only_the_past_year_is_tried(cast: Cast) -> None:
    letter = registered(cast, "关于加强院感防控工作的通知")
    arrived(letter, 364)
    assert len(tried(cast, INFECTION).moved) == 1
    arrived(letter, 366)
    assert tried(cast, INFECTION) == DryRun(seen=0)


def test_of_many_the_newest_are_tried(cast: Cast, monkeypatch) -> None:
    monkeypatch.setattr(dry_run, "NEWEST", 2)
    letters = [registered(cast, "关于院感的通知", doc_number=f"江卫〔2026〕{n}号") for n in (1, 2, 3)]
    arrived(letters[1], 30)
    found = tried(cast, INFECTION)
    assert (found.seen, {moved.number for moved in found.moved}) == (
        2,
        {letters[0].now.label, letters[2].now.label},
    )


def test_nobody_learns_of_a_paper_outside_the_own_scope(cast: Cast) -> None:
    letter = registered(cast, "关于加强院感防控工作的通知")
    assert tried(cast, INFECTION, by="zhou") == DryRun(seen=0)
    with unit_of_work() as session:
        session.add(Knower(document_id=letter.id, hat=to_person(cast.id("zhou")), since=now()))
    assert tried(cast, INFECTION, by="zhou").seen == 1
    assert tried(cast, INFECTION, by="gu") == DryRun(seen=0)
