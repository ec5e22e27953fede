"""归档: the whole set, a category, a term, a 档号 without gaps — and what 永久, the end of a term and 续存 mean."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlmodel import select

from config.policy import policy
from flows import timetable
from gateways.clock import now
from models import archive, holdings
from models.archive import Listed
from models.database import reading, unit_of_work
from models.errors import Malformed
from models.holdings import KeepingOn, term_end
from models.stages import Stage
from models.tasks import NothingToDo, SomebodyElses
from models.values import ActionKind, Retention
from tests.office import Letter, engine_runs
from tests.page_client import Browser
from tests.personas import Cast
from tests.test_a_secretarys_day import People
from tests.together import together
from tests.untouched import untouched

CHECKS = [check.id for check in policy().archive.checks]


def read_by_all(cast: Cast, **said: Any) -> Letter:
    """A paper that was read and waits for the archivist."""
    letter = Letter(cast).arrives(on_paper=False)
    letter.is_registered(action=ActionKind.READ, **{"doc_number": ""} | said)
    letter.is_proposed(lead=None, leaders=[], readers=[cast.id("wang")], due_at=None)
    letter.is_read("wang")
    return letter


def old_paper(cast: Cast, retention: Retention = Retention.YEARS10) -> Letter:
    """Filed, and its ten years are over."""
    letter = read_by_all(cast, issue_date=date(2014, 3, 3))
    letter.is_filed(retention=retention)
    return letter


def filing(**said: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {"category": "superior-short", "retention": "years10", "office": "YZB"}
    return usual | {"checks": CHECKS} | said


def keeps_on(letter: Letter, retention: Retention, why: str = "仍有查考价值。", by: str = "he") -> None:
    letter.act(lambda s, d: archive.keep_on(s, d, retention, why, by=letter.who(by), at=now()))


@pytest.mark.parametrize(
    ("year", "retention", "last_day"),
    [
        (2014, Retention.YEARS10, date(2024, 12, 31)),
        (2014, Retention.YEARS30, date(2044, 12, 31)),
        (2026, Retention.YEARS10, date(2036, 12, 31)),
        (1949, Retention.PERMANENT, None),
    ],
)
def test_a_term_runs_from_the_new_year(year: int, retention: Retention, last_day: date | None) -> None:
    assert term_end(year, retention) == last_day


def test_filing_is_the_archivists_and_only_of_a_whole_set(cast: Cast) -> None:
    letter = read_by_all(cast)
    for uid in ("lin", "chen", "zhou", "zhao", "sun", "gu"):
        with untouched(), pytest.raises(SomebodyElses, match="这项“归档”由他人办理"):
            letter.is_filed(uid)
    refused: list[tuple[dict[str, Any], str]] = [
        ({"checks": CHECKS[1:]}, "归档前应逐项检查整套材料（文件处理单在最上面）"),
        ({"checks": []}, "归档前应逐项检查"),
        ({"checks": [*CHECKS, "x"]}, "归档前应逐项检查"),
        ({"category": "made-up"}, "请选择归档类目"),
        ({"office": "NOWHERE"}, "请选择归档机构"),
        ({"remarks": "注" * 501}, "备注最多500字"),
    ]
    for said, sentence in refused:
        sent = filing(remarks="", **said) if "remarks" not in said else filing(**said)
        sent["retention"] = Retention.YEARS10
        with untouched(), pytest.raises(Malformed, match=sentence):
            letter.act(lambda s, d, sent=sent: archive.file(s, d, **sent, by=cast.he, at=now()))
    letter.is_filed()
    with untouched(), pytest.raises(NothingToDo):
        letter.is_filed()


def test_nothing_is_filed_before_it_is_done(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    with untouched(), pytest.raises(NothingToDo, match="现在没有待办的“归档”"):
        letter.is_filed()


def test_items_are_numbered_by_year_term_and_office(cast: Cast) -> None:
    def filed(day: date | None, retention: Retention) -> str:
        return read_by_all(cast, issue_date=day).is_filed(retention=retention)

    assert filed(date(2025, 5, 1), Retention.YEARS10) == "Z109-WS·2025-D10-YZB-0001"
    assert filed(date(2025, 6, 1), Retention.YEARS10) == "Z109-WS·2025-D10-YZB-0002"
    assert filed(date(2025, 6, 1), Retention.YEARS30) == "Z109-WS·2025-D30-YZB-0001"
    assert filed(date(2025, 6, 1), Retention.PERMANENT) == "Z109-WS·2025-Y-YZB-0001"
    assert filed(None, Retention.YEARS10) == f"Z109-WS·{now().year}-D10-YZB-0001", "undated: the year it came"


def test_what_is_permanent_is_never_due(cast: Cast) -> None:
    letter = old_paper(cast, Retention.PERMANENT)
    assert letter.stage is Stage.ARCHIVED
    assert letter.waits_for == []
    with reading() as session:
        assert holdings.entry(session, letter.id).keep_until is None
        assert holdings.due(session, date(9998, 1, 1)) == []


def test_a_term_that_is_over_asks_for_an_appraisal(cast: Cast) -> None:
    over, not_yet = old_paper(cast), read_by_all(cast)
    not_yet.is_filed()
    assert over.waits_for == [("appraise", "archivist")]
    assert not_yet.waits_for == []
    with reading() as session:
        assert [one.document_id for one in holdings.due(session, date(2025, 1, 1))] == [over.id]
        assert holdings.due(session, date(2024, 12, 31)) == [], "its last day belongs to the term"


def test_the_timetable_finds_a_term_that_ended_since(cast: Cast) -> None:
    letter = read_by_all(cast)
    letter.is_filed()
    at = datetime(now().year + 11, 1, 2, tzinfo=UTC)
    with unit_of_work() as session:
        timetable.list_for_destruction(session, at)
        asked = holdings.due(session, at.date())
    assert [one.document_id for one in asked] == [letter.id]


def test_what_is_kept_on_gets_a_new_term_and_keeps_its_code(cast: Cast) -> None:
    letter = old_paper(cast)
    with reading() as session:
        code = holdings.entry(session, letter.id).code
    with untouched(), pytest.raises(Malformed, match="请填写续存理由"):
        keeps_on(letter, Retention.YEARS30, " ")
    with untouched(), pytest.raises(Malformed, match="续存理由最多500字"):
        keeps_on(letter, Retention.YEARS30, "存" * 501)
    with untouched(), pytest.raises(SomebodyElses, match="这项“到期鉴定”由他人办理"):
        keeps_on(letter, Retention.YEARS30, by="zhou")
    keeps_on(letter, Retention.YEARS30)
    with untouched(), pytest.raises(NothingToDo):
        keeps_on(letter, Retention.YEARS30)
    with reading() as session:
        entry = holdings.entry(session, letter.id)
        why = session.exec(select(KeepingOn)).one()
    assert (entry.code, entry.keep_until) == (code, date(now().year + 30, 12, 31))
    assert (why.retention, why.words, why.by) == (Retention.YEARS30, "仍有查考价值。", cast.id("he"))
    assert letter.waits_for == []
    assert letter.told[-1] == "续存"
    assert letter.ledger_holds()


def test_kept_for_ever_is_never_asked_about_again(cast: Cast) -> None:
    letter = old_paper(cast)
    keeps_on(letter, Retention.PERMANENT)
    with reading() as session:
        assert holdings.due(session, date(9998, 1, 1)) == []


def test_what_stands_on_a_list_is_not_kept_on_behind_its_back(cast: Cast, browser: People) -> None:
    letter = old_paper(cast)
    order = {
        "documents": str(letter.id),
        "words": "无保存价值。",
        "method": "粉碎",
        "approver": str(cast.id("zhou")),
        "witnesses": [str(cast.id("sun")), str(cast.id("ma"))],
    }
    browser("he").posts("/destruction-orders", **order)  # the engine has not looked yet
    with untouched(), pytest.raises(Listed, match="不批准后方可续存"):
        keeps_on(letter, Retention.YEARS30)


def test_two_archivists_press_at_once(app: Any, cast: Cast) -> None:
    letter = read_by_all(cast)
    people = [Browser(app, cast, "he"), Browser(app, cast, "he")]
    acts = [
        lambda who=who: (
            who.client.post(f"/documents/{letter.id}/filing", data={"csrf": who.csrf} | filing()).status_code
        )
        for who in people
    ]
    assert sorted(together(*acts)) == [303, 409]
    engine_runs()
    assert letter.told.count("归档") == 1
    assert read_by_all(cast).is_filed().endswith("-0002")
