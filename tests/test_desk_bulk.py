"""批量办理: several papers at once, each judged alone; what decides on a paper's content is never done so."""

import re
from uuid import UUID, uuid4

import pytest
from sqlmodel import select

from config.policy import policy
from models.database import reading, unit_of_work
from models.document import Document
from models.inbox import Task, TaskKind
from models.stages import Stage
from tests.office import Letter, engine_runs
from tests.personas import Cast
from tests.sending import copied
from tests.stages.test_archive import read_by_all
from tests.test_a_secretarys_day import People
from tests.untouched import untouched


def tasks_of(kind: TaskKind, *letters: Letter) -> list[str]:
    with reading() as session:
        asked = select(Task).where(Task.kind == kind, Task.closed_at == None)  # noqa: E711
        found = {task.document_id: str(task.id) for task in session.exec(asked)}
    return [found[letter.id] for letter in letters]


def registered(cast: Cast, count: int) -> list[Letter]:
    letters = [Letter(cast).arrives() for _ in range(count)]
    for n, letter in enumerate(letters):
        letter.is_registered(doc_number=f"江卫〔2026〕{n + 1}号")
    return letters


def test_copies_are_marked_as_read_and_the_rest_says_why_not(browser: People, cast: Cast) -> None:
    one, two, three = registered(cast, 3)
    for letter in (one, two, three):
        copied(letter, "lin", "sun")
    see = tasks_of(TaskKind.SEE, one, two, three)
    sun = browser("sun")
    html = sun.opens("/?folder=reads")
    assert all(f'name="ids" value="{task}"' in html for task in see)
    assert "标记已阅" in html
    report = sun.posts("/desk/bulk", expect=200, act="seeing", ids=[*see[:2], str(uuid4())])
    assert "已办 2 件，未办 1 件" in report
    assert "没有找到" in report
    engine_runs()
    assert "已办 1 件" in sun.posts("/desk/bulk", expect=200, act="seeing", ids=see[2:])
    again = sun.calls("POST", "/desk/bulk", json={"act": "seeing", "ids": see})
    assert (again["done"], again["refused"]) == (0, 3)
    assert all("可能已经办过" in each["why"] for each in again["each"])
    assert all(letter.ledger_holds() for letter in (one, two, three))


def test_nobody_does_in_bulk_what_is_anothers_or_unseen(browser: People, cast: Cast) -> None:
    one, two = registered(cast, 2)
    copied(one, "lin", "sun")
    propose = tasks_of(TaskKind.PROPOSE, one, two)
    for uid in ("qian", "chen", "lin"):
        browser(uid)
    with untouched():
        told = browser("qian").calls("POST", "/desk/bulk", json={"act": "seeing", "ids": propose})
        assert {each["why"] for each in told["each"]} == {"没有找到，或者您不在知悉范围内。"}
        assert {each["label"] for each in told["each"]} == {""}, "not even its number"
        told = browser("chen").calls("POST", "/desk/bulk", json={"act": "seeing", "ids": propose})
        assert all("须打开此件办理，不能批量" in each["why"] for each in told["each"])
        told = browser("lin").calls(
            "POST", "/desk/bulk", json={"act": "seeing", "ids": tasks_of(TaskKind.SEE, one)}
        )
        assert "由他人办理" in told["each"][0]["why"]
        browser("lin").calls("POST", "/desk/bulk", expect=422, json={"act": "opinion", "ids": propose})
        browser("lin").calls("POST", "/desk/bulk", expect=422, json={"act": "seeing", "ids": []})
        many = [str(uuid4()) for _ in range(101)]
        browser("lin").calls("POST", "/desk/bulk", expect=422, json={"act": "seeing", "ids": many})


def test_papers_are_handed_out_together_but_a_copy_number_is_chosen_by_hand(
    browser: People, cast: Cast
) -> None:
    plain, numbered = Letter(cast).arrives(), Letter(cast).arrives(copies=2)
    for n, letter in enumerate((plain, numbered)):
        letter.is_registered(doc_number=f"江卫〔2026〕{n + 1}号")
        if letter is numbered:
            with unit_of_work() as session:
                session.get_one(Document, letter.id).copy_numbers = "000001、000002"
        letter.is_proposed(readers=[cast.id("sun")])
        letter.is_signed("wang")
        letter.is_signed("zhou")
    ids = tasks_of(TaskKind.HAND_OUT, plain, numbered)
    report = browser("lin").posts("/desk/bulk", expect=200, act="handing-out", ids=ids)
    assert "已办 1 件，未办 1 件" in report
    assert "选定份号" in report
    assert "送孙丽" in report
    engine_runs()
    assert plain.waits_for == [("read", "sun")]
    assert numbered.waits_for == [("hand-out", "secretary")]


def test_others_are_urged_once_for_each_and_the_words_are_asked_for_first(
    browser: People, cast: Cast
) -> None:
    one, two = registered(cast, 2)
    lin, wang, ids = browser("lin"), browser("wang"), [str(one.id), str(two.id)]
    assert "催办…" in lin.opens("/?folder=going")
    with untouched():
        asked = lin.posts("/desk/bulk", expect=200, act="urging", ids=ids)
    assert "请抓紧办理。" in asked
    assert asked.count('name="ids"') == 2
    sent = {"act": "urging", "ids": ids, "sure": "yes", "words": "今天下班前请办。"}
    with untouched():
        assert "填写催办的话" in lin.posts("/desk/bulk", expect=422, **sent | {"words": " "})
    assert "已办 2 件" in lin.posts("/desk/bulk", expect=200, **sent)
    with untouched():
        assert "只催一次" in lin.posts("/desk/bulk", expect=200, **sent)
        told = wang.calls("POST", "/desk/bulk", json={"act": "urging", "ids": ids, "words": "快"})
    assert told["done"] == 0


@pytest.fixture
def filed(cast: Cast) -> list[Letter]:
    return [read_by_all(cast) for _ in range(2)]


def test_the_archivist_files_several_with_every_check_for_each(browser: People, filed: list[Letter]) -> None:
    he, lin, ids = browser("he"), browser("lin"), tasks_of(TaskKind.ARCHIVE, *filed)
    html = he.posts("/desk/bulk", expect=200, act="filing", ids=ids)
    value = {
        name: re.search(rf'name="{name}".*?<option value="([^"]+)" selected', html, re.S)[1]  # type: ignore[index]
        for name in ("category", "retention", "office")
    }
    sent = {"act": "filing", "ids": ids, "sure": "yes", **value}
    with untouched():
        assert "逐项检查整套材料" in he.posts("/desk/bulk", expect=422, **sent)
        told = lin.calls("POST", "/desk/bulk", json={"act": "filing", "ids": ids, **value})
        assert all("由他人办理" in each["why"] for each in told["each"])
    checks = [check.id for check in policy().archive.checks]
    assert "已办 2 件" in he.posts("/desk/bulk", expect=200, checks=checks, **sent)
    engine_runs()
    assert [letter.stage for letter in filed] == [Stage.ARCHIVED] * 2
    assert isinstance(filed[0].id, UUID)
