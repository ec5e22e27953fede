"""One letter from the post room to the shredder, in the browsers of everybody who touches it."""

from collections.abc import Callable
from uuid import UUID

from config.policy import policy
from gateways.clock import SHANGHAI, now
from models.database import reading
from models.document import Document
from models.ledger import verify
from models.stages import Stage
from models.tasks import open_tasks
from tests.office import engine_runs
from tests.page_client import Browser
from tests.personas import Cast

People = Callable[[str | None], Browser]


def minute() -> str:
    return now().astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")


def test_a_letter_lives_from_the_post_room_to_the_shredder(browser: People, cast: Cast) -> None:
    letter = the_post_comes(browser)
    it_is_registered(browser, letter)
    the_leaders_instruct(browser, cast, letter)
    a_reader_has_the_copy(browser, letter)
    the_department_carries_it_out(browser, cast, letter)
    it_is_filed(browser, letter)
    its_term_ends(browser, cast, letter)
    with reading() as session:
        document = session.get_one(Document, identity(letter))
        assert document.stage is Stage.ARCHIVED
        verify(session, document)


def the_post_comes(browser: People) -> str:
    lin = browser("lin")
    place = lin.posts(
        "/documents",
        received_from="江州市卫生健康委",
        received_at=minute(),
        carrier="机要交通",
        on_paper="yes",
    )
    letter = place.partition("?")[0]
    browser("zhao").opens(letter, expect=404)  # outside the 知悉范围 it does not exist
    engine_runs()
    assert "登记" in lin.opens("/")
    return letter


def it_is_registered(browser: People, letter: str) -> None:
    lin = browser("lin")
    entry = {
        "title": "关于做好冬春季呼吸道传染病防治工作的通知",
        "issuer": "江州市卫生健康委员会",
        "doc_number": "江卫[2014]17号",
        "issue_date": "2014-03-03",
        "action": "act",
        "checks": [point.id for point in policy().examination],
    }
    refused = lin.posts(f"{letter}/registration", expect=422, **entry | {"issue_date": "9999-01-01"})
    assert "应在1949年至" in refused
    assert entry["title"] in refused, "what was typed is not lost"
    lin.posts(f"{letter}/registration", **entry)
    lin.posts(f"{letter}/registration", expect=409, **entry)  # two presses, one number
    engine_runs()


def the_leaders_instruct(browser: People, cast: Cast, letter: str) -> None:
    """The office head proposes, the leaders sign one after the other."""
    chen, wang, zhou = browser("chen"), browser("wang"), browser("zhou")
    proposal = {
        "words": "拟请王副院长、周院长批示，医务部主办。",
        "lead": "YWB",
        "leaders": [str(cast.id("wang")), str(cast.id("zhou")), ""],
        "readers": [str(cast.id("sun"))],
        "due_date": minute()[:10],
    }
    chen.posts(f"{letter}/proposal", expect=422, **proposal | {"lead": ""})
    chen.posts(f"{letter}/proposal", **proposal)
    engine_runs()
    zhou.opens(letter, expect=404)  # not asked yet: he does not know of it
    wang.posts(f"{letter}/opinion", decision="instruct", words="同意。")
    engine_runs()
    wang.posts(f"{letter}/opinion", expect=409, decision="instruct", words="同意。")
    zhou.posts(f"{letter}/opinion", decision="instruct", words="请医务部抓好落实。")
    engine_runs()


def a_reader_has_the_copy(browser: People, letter: str) -> None:
    """From the secretary, and back to her."""
    lin = browser("lin")
    lin.posts(f"{letter}/handing-out", reading_id=_about(letter, "hand-out"), copy_number="000001")
    engine_runs()
    assert "孙丽" in lin.opens(letter)
    browser("sun").posts(f"{letter}/reading", words="已阅。")
    engine_runs()
    lin.posts(f"{letter}/taking-back", reading_id=_about(letter, "take-back"))
    engine_runs()


def the_department_carries_it_out(browser: People, cast: Cast, letter: str) -> None:
    """The secretary closes, the leader who instructed knows."""
    lin, zhao = browser("lin"), browser("zhao")
    zhao.posts(f"{letter}/acceptance", handler=str(cast.id("li")))
    engine_runs()
    zhao.posts(f"{letter}/progress", percent="60", words="已部署。")
    browser("li").posts(f"{letter}/completion", words="已按要求办理完毕。")
    engine_runs()
    lin.posts(f"{letter}/closure", expect=422, checks=policy().review.points[0])
    lin.posts(f"{letter}/closure", checks=list(policy().review.points))
    engine_runs()
    browser("zhou").posts(f"{letter}/acknowledgement")
    engine_runs()


def it_is_filed(browser: People, letter: str) -> None:
    he = browser("he")
    filing = {
        "category": "superior-short",
        "retention": "years10",
        "office": "YZB",
        "checks": [check.id for check in policy().archive.checks],
    }
    he.posts(f"{letter}/filing", **filing)
    engine_runs()
    assert "Z109-WS·2014-D10-YZB-0001" in he.opens("/destruction-orders")


def its_term_ends(browser: People, cast: Cast, letter: str) -> None:
    place = browser("he").posts(
        "/destruction-orders",
        documents=letter.removeprefix("/documents/"),
        words="保管期限已满，无继续保存价值。",
        method="粉碎",
        approver=str(cast.id("zhou")),
        witnesses=[str(cast.id("sun")), str(cast.id("ma"))],
    )
    order = place.partition("?")[0]
    engine_runs()
    browser("wang").opens(order, expect=404)
    browser("zhou").posts(f"{order}/approval")
    engine_runs()
    assert "冷静期" in browser("sun").posts(f"{order}/witnessing", expect=409)
    assert "监销" in browser("ma").opens("/")


def identity(letter: str) -> UUID:
    return UUID(letter.removeprefix("/documents/"))


def _about(letter: str, kind: str) -> str:
    """What the open task of this kind concerns: the browser finds it in the form's hidden field."""
    with reading() as session:
        waiting = open_tasks(session, identity(letter))
        return str(next(task.about for task in waiting if task.kind.value == kind))
