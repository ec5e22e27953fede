"""A morning at the desk: what waits, what is pressing, what was found, what was opened; without JavaScript."""

import re
from datetime import timedelta
from urllib.parse import quote

import pytest
from sqlmodel import Session, select

from gateways.clock import now
from models import desk
from models.access import visible_to
from models.assignments import Assignment
from models.database import reading, unit_of_work
from models.desk import COUNT_MOST, Folder
from models.document import Document
from models.inbox import Task, is_for
from models.people import Me
from models.register import Registration
from models.sought import Due, Sought
from models.stages import Stage
from models.values import Urgency, local_day
from tests.office import Letter
from tests.personas import Cast
from tests.sending import copied, seen
from tests.test_a_secretarys_day import People

UNFINISHED = (Stage.RECEIVED, Stage.REGISTERED, Stage.APPROVED, Stage.CIRCULATED)
EVERYBODY = ("lin", "chen", "wang", "zhou", "sun", "zhao", "li", "he", "qian", "gu")


@pytest.fixture
def morning(cast: Cast) -> dict[str, Letter]:
    """Papers at every stage, a copy that was seen and one that was not."""
    letters = {}
    for name, doc_number in (
        ("new", ""),
        ("registered", "江卫〔2026〕1号"),
        ("signing", "江卫〔2026〕2号"),
        ("owed", "江卫〔2026〕3号"),
    ):
        letters[name] = letter = Letter(cast).arrives()
        if name != "new":
            letter.is_registered(doc_number=doc_number, title=f"关于{name}的通知")
    for name in ("signing", "owed"):
        letters[name].is_proposed()
        letters[name].is_signed("wang")
    letters["owed"].is_signed("zhou")
    letters["owed"].is_accepted()
    copied(letters["registered"], "lin", "sun", "li")
    seen(letters["registered"], "li")
    return letters


def expected(session: Session, folder: Folder, me: Me) -> set[str]:
    """Said a second time, row by row: the tasks of a folder that waits, the documents of one that is kept."""
    visible = {one.id: one for one in session.exec(visible_to(me))}
    tasks = [task for task in session.exec(select(Task)) if task.document_id in visible]
    if folder.waits:
        open_ = [task for task in tasks if task.closed_at is None and is_for(task, me)]
        return {str(task.id) for task in open_ if _lies_in(folder, task)}
    touched = {task.document_id for task in tasks if task.closed_by == me.id}
    begun = {one.document_id for one in session.exec(select(Registration).where(Registration.by == me.id))}
    begun |= {
        task.document_id for task in tasks if task.kind in ("register", "propose") and task.closed_by == me.id
    }
    owed = {
        one.document_id
        for one in session.exec(select(Assignment))
        if not one.closed_at and not one.dropped_at
    }
    chosen = {
        Folder.GOING: [one for one in visible.values() if one.id in touched and one.stage in UNFINISHED],
        Folder.DONE: [one for one in visible.values() if one.id in touched and one.stage not in UNFINISHED],
        Folder.MINE: [one for one in visible.values() if one.id in begun or (me.person.uid == "lin")],
        Folder.CHASED: [one for one in visible.values() if one.id in owed and one.stage is Stage.CIRCULATED],
    }
    return {str(one.id) for one in chosen[folder]}


def _lies_in(folder: Folder, task: Task) -> bool:
    at, reads = now(), task.kind in ("read", "see", "acknowledge")
    return {
        Folder.ALL: True,
        Folder.LATE: task.due_at is not None and task.due_at < at,
        Folder.TODAY: task.due_at is not None
        and at <= task.due_at
        and local_day(task.due_at) == local_day(at),
        Folder.ACTS: not reads,
        Folder.READS: reads,
    }[folder]


@pytest.mark.parametrize("uid", EVERYBODY)
def test_a_count_is_the_rows_behind_it_and_both_are_what_the_facts_say(
    cast: Cast, morning: dict[str, Letter], uid: str
) -> None:
    me, at = getattr(cast, uid), now()
    with reading() as session:
        counts = desk.counts(session, me, at=at)
        for folder in Folder:
            if folder.waits:
                rows = {
                    str(t.id) for t, _ in session.exec(desk.waiting(session, folder, me, Sought(), at=at))
                }
            else:
                rows = {str(d.id) for d in session.exec(desk.kept(session, folder, me, Sought(), at=at))}
            assert rows == expected(session, folder, me), (uid, folder)
            assert counts[folder] == len(rows), (uid, folder)
    assert sum(counts.values()) > 0 or uid in ("qian", "gu", "he")


def test_the_page_shows_the_counts_and_the_title_says_what_waits(
    browser: People, morning: dict[str, Letter]
) -> None:
    lin = browser("lin")
    html = lin.opens("/")
    waiting = int(re.search(r"全部待办 <b>(\d+)", html)[1])  # type: ignore[index]
    assert f"<title>({waiting}) 待办 · 机要</title>" in html
    assert html.count('<tr class="task') == waiting
    for folder in Folder:
        shown = lin.opens(f"/?folder={folder.value}")
        count = int(re.search(r'aria-current="true">[^<]+<b>(\d+)', shown)[1])  # type: ignore[index]
        assert shown.count('<tr class="task') == count, folder
    assert "我登记的" in html
    assert "我发起的" in browser("chen").opens("/")


def test_overdue_comes_first_then_urgency_then_the_deadline_then_arrival(cast: Cast) -> None:
    at = now()
    papers = {  # urgency, due in hours, arrived minutes ago
        "late": (Urgency.ROUTINE, -30, 1),
        "flash": (Urgency.FLASH, None, 1),
        "soon": (Urgency.URGENT, 2, 1),
        "later": (Urgency.URGENT, 40, 1),
        "old": (Urgency.ROUTINE, None, 90),
        "new": (Urgency.ROUTINE, None, 5),
    }
    names = {}
    for name in reversed(papers):
        urgency, hours, minutes = papers[name]
        letter = Letter(cast).arrives()
        with unit_of_work() as session:
            session.get_one(Document, letter.id).urgency = urgency
            task = session.exec(select(Task).where(Task.document_id == letter.id)).one()
            task.due_at = at + timedelta(hours=hours) if hours else None
            task.opened_at = at - timedelta(minutes=minutes)
        names[letter.id] = name
    with reading() as session:
        rows = session.exec(desk.waiting(session, Folder.ALL, cast.lin, Sought(), at=at)).all()
    assert [names[document.id] for _, document in rows] == list(papers)


def found(lin: object, **asked: str) -> list[str]:
    query = "&".join(f"{name}={quote(value)}" for name, value in asked.items())
    html = lin.opens(f"/?folder=mine&{query}")  # type: ignore[attr-defined]
    return re.findall(r'class="task-title"[^>]*>([^<]+)<', html)


def test_the_box_understands_operators_and_the_address_says_the_same(browser: People, cast: Cast) -> None:
    lin = browser("lin")
    for title, said in {
        "关于院感督导的通知": {"issuer": "江州市卫生健康委员会", "doc_number": "江卫〔2026〕7号"},
        "关于药品价格的函": {"issuer": "江州市医疗保障局", "doc_number": "江医保〔2026〕8号"},
    }.items():
        Letter(cast).arrives().is_registered(title=title, **said)
    one, other = ["关于院感督导的通知"], ["关于药品价格的函"]
    assert found(lin, q="来文:卫生健康") == found(lin, issuer="卫生健康") == found(lin, q="督导") == one
    assert found(lin, q="文号：江医保[2026]8号") == found(lin, q="来文:医疗 价格") == other
    assert found(lin, q="来文:医疗 督导") == found(lin, q="超期:是") == found(lin, q="紧急:特急") == []
    assert sorted(found(lin, q="密级:内部")) == sorted(one + other)
    html = lin.opens(f"/?folder=mine&q={quote('密级:绝对')}")
    assert "只能选" in html
    assert "去掉这个条件" in lin.opens(f"/?folder=mine&q={quote('来文:医疗')}")
    assert "关于药品价格的函" in lin.opens(f"/documents?q={quote('来文:医疗')}")
    assert "关于院感督导的通知" not in lin.opens(f"/documents?q={quote('来文:医疗')}")


@pytest.mark.parametrize("due", list(Due))
def test_a_filter_and_its_folder_agree(cast: Cast, morning: dict[str, Letter], due: Due) -> None:
    with reading() as session:
        ways = [(Folder.ALL, Sought(due=due.value))]
        if due in (Due.LATE, Due.TODAY):
            ways.append((Folder(due.value), Sought()))
        rows = [
            {t.id for t, _ in session.exec(desk.waiting(session, folder, cast.lin, sought, at=now()))}
            for folder, sought in ways
        ]
    assert all(some == rows[0] for some in rows)


def test_what_was_not_opened_is_bold_until_somebody_opens_it(
    browser: People, morning: dict[str, Letter]
) -> None:
    sun, place = browser("sun"), f"/documents/{morning['registered'].id}"
    assert '<tr class="task unread"' in sun.opens("/?folder=reads")
    sun.opens(place)
    assert '<tr class="task unread"' not in sun.opens("/?folder=reads")


def test_the_preview_is_a_look_and_names_the_next_act(browser: People, morning: dict[str, Letter]) -> None:
    sun, place = browser("sun"), f"/documents/{morning['registered'].id}"
    html = sun.opens(f"{place}/preview")
    assert "去办：阅知" in html
    assert "关于registered的通知" in html
    assert '<tr class="task unread"' not in sun.opens("/?folder=reads"), "what was previewed was seen"
    browser("qian").opens(f"{place}/preview", expect=404)
    assert "陈志远" in browser("wang").opens(f"/documents/{morning['signing'].id}/preview")


def test_an_empty_folder_says_what_was_done_today(browser: People, morning: dict[str, Letter]) -> None:
    html = browser("he").opens("/")
    assert "没有待办。" in html
    assert "今天已办 0 件。" in html
    assert "今天已办 1 件。" in browser("li").opens("/?folder=reads")


def test_counting_stops_where_it_tells_no_more(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        Letter(cast).arrives()
    monkeypatch.setattr(desk, "COUNT_MOST", 2)
    with reading() as session:
        assert desk.counts(session, cast.lin, at=now())[Folder.MINE] == 2
        assert desk.counts(session, cast.lin, at=now())[Folder.ALL] == 3
    assert COUNT_MOST == 100
