"""登记: one number after the other in each book and year, four checks, and papers that go home."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlmodel import select

from config.policy import policy
from gateways.clock import now
from models import register
from models.ceiling import StateSecretRefused
from models.database import reading
from models.errors import Malformed
from models.register import Metadata, NotChecked, Registration
from models.stages import Stage
from models.tasks import NothingToDo, SomebodyElses
from models.values import ActionKind, Book, Level
from tests.office import Letter, engine_runs
from tests.page_client import Browser
from tests.personas import Cast
from tests.test_a_secretarys_day import People
from tests.together import together
from tests.untouched import untouched

YEAR = now().year
REASONS = list(policy().return_reasons)


def entry(**said: Any) -> dict[str, Any]:
    """What the secretary confirms on the page."""
    usual = {
        "title": "关于做好冬春季呼吸道传染病防治工作的通知",
        "issuer": "江州市卫生健康委员会",
        "doc_number": "江卫〔2026〕17号",
        "action": "act",
        "checks": [point.id for point in policy().examination],
    }
    return usual | said


def is_returned(letter: Letter, by: str = "lin", **said: Any) -> Registration:
    usual: dict[str, Any] = {"book": Book.GENERAL, "reasons": REASONS[:1], "why": "请送市医保局。"}
    paper = Metadata(title="关于报送材料的函", issuer="江州市医保局")
    return letter.act(
        lambda s, d: register.send_back(s, d, paper, **usual | said, by=letter.who(by), at=now())
    )


def test_numbers_follow_each_other_in_each_book(cast: Cast) -> None:
    given = [Letter(cast).arrives().is_registered(book=book) for book in (*Book.of_post(), Book.GENERAL)]
    assert given == [f"{YEAR}-{word}-{n:04d}" for word, n in zip("普机电内普", (1, 1, 1, 1, 2), strict=True)]


def test_a_new_year_begins_at_one_and_the_year_is_that_of_the_wall_clock(cast: Cast) -> None:
    first, second = Letter(cast).arrives(), Letter(cast).arrives()
    eve = datetime(2030, 12, 31, 15, 59, tzinfo=UTC)  # 23:59 in Shanghai
    checks = {point.id: True for point in policy().examination}

    def number(letter: Letter, at: datetime) -> str:
        said: Any = {"book": Book.GENERAL, "action": ActionKind.ACT, "checks": checks, "due_at": None}
        paper = Metadata(title="通知", issuer="江州市卫生健康委")
        return letter.act(lambda s, d: register.register(s, d, paper, **said, by=cast.lin, at=at).number)

    assert number(first, eve) == "2030-普-0001"
    assert number(second, eve + timedelta(minutes=1)) == "2031-普-0001"


def test_a_refused_registration_takes_no_number(cast: Cast) -> None:
    letter, other = Letter(cast).arrives(), Letter(cast).arrives()
    refused: list[tuple[dict[str, Any], str]] = [
        ({"title": ""}, "请填写文件标题"),
        ({"title": "题" * 301}, "文件标题最多300字，现有301字"),
        ({"issuer": "\u202e"}, "请填写来文单位"),
        ({"issuer": "委" * 101}, "来文单位最多100字"),
        ({"doc_number": "无"}, "来文字号中应有编号"),
        ({"doc_number": "江卫〔2026〕" + "7" * 60 + "号"}, "来文字号最多60字"),
        ({"issue_date": date(9999, 1, 1)}, "成文日期应在1949年至"),
        ({"issue_date": date(1900, 1, 1)}, "成文日期应在1949年至"),
        ({"addressees": ["各医院"] * 61}, "主送机关最多60个"),
        ({"addressees": ["院" * 201]}, "主送机关最多200字"),
        ({"attachments": ["表"] * 61}, "附件最多60个"),
        ({"copies": 0}, "份数应为1至999"),
        ({"pages": -1}, "页数应为0至9999"),
        ({"copy_numbers": "0" * 201}, "份号最多200字"),
    ]
    for said, sentence in refused:
        with untouched(), pytest.raises(Malformed, match=sentence):
            letter.is_registered(**said)
    assert other.is_registered() == f"{YEAR}-普-0001"


def test_each_of_the_four_checks_is_needed(browser: People, cast: Cast) -> None:
    letter = Letter(cast).arrives()
    lin, place = browser("lin"), f"/documents/{letter.id}/registration"
    points = [point.id for point in policy().examination]
    for missing in points:
        with untouched():
            shown = lin.posts(place, expect=422, **entry(checks=[one for one in points if one != missing]))
        assert str(NotChecked()) in shown
    with untouched():
        lin.posts(place, expect=422, **entry(checks="made-up"))
    lin.posts(place, **entry())


def test_only_a_secretary_registers_and_only_once(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    for uid in ("chen", "wang", "zhao", "sun", "he", "gu"):
        with untouched(), pytest.raises(SomebodyElses, match="这项“登记”由他人办理"):
            letter.is_registered(by=uid)
    letter.is_registered()
    with untouched(), pytest.raises(NothingToDo, match="现在没有待办的“登记”"):
        letter.is_registered(by="xu")
    with untouched(), pytest.raises(NothingToDo):
        is_returned(letter)


def test_two_secretaries_press_at_once_and_one_number_is_given(app: Any, cast: Cast) -> None:
    letter = Letter(cast).arrives()
    people = [Browser(app, cast, uid) for uid in ("lin", "xu", "lin")]
    place = f"/documents/{letter.id}/registration"
    answers = together(*[lambda who=who: answer_of(who, place, entry()) for who in people])
    assert sorted(answers) == [303, 409, 409]
    engine_runs()
    assert letter.told == ["签收", "登记"]
    assert Letter(cast).arrives().is_registered(doc_number="") == f"{YEAR}-普-0002"


def test_many_registrations_at_once_leave_no_gap(app: Any, cast: Cast) -> None:
    letters = [Letter(cast).arrives() for _ in range(6)]
    people = [Browser(app, cast, uid) for uid in ("lin", "xu") * 3]
    acts = [
        lambda who=who, letter=letter, n=n: answer_of(
            who, f"/documents/{letter.id}/registration", entry(doc_number=f"江卫〔2026〕{n}号")
        )
        for n, (who, letter) in enumerate(zip(people, letters, strict=True), start=1)
    ]
    assert together(*acts) == [303] * 6
    assert sorted(str(letter.now.number) for letter in letters) == [f"{YEAR}-普-{n:04d}" for n in range(1, 7)]


def test_a_page_older_than_the_ledger_is_refused(browser: People, cast: Cast) -> None:
    letter = Letter(cast).arrives()
    lin, place = browser("lin"), f"/documents/{letter.id}/registration"
    with untouched():
        shown = lin.posts(place, expect=409, **entry(version="0", title="另一个标题"))
    assert "在您打开之后已有新的办理记录" in shown
    assert "另一个标题" in shown, "what was typed is not lost"
    lin.posts(place, **entry(version="1"))


def test_a_returned_paper_keeps_its_number_voided_and_the_next_one_follows(cast: Cast) -> None:
    first, second, third = (Letter(cast).arrives() for _ in range(3))
    assert first.is_registered() == f"{YEAR}-普-0001"
    voided = is_returned(second, reasons=REASONS[:2])
    assert third.is_registered(doc_number="") == f"{YEAR}-普-0003"
    assert (voided.number, voided.reasons, voided.why) == (f"{YEAR}-普-0002", REASONS[:2], "请送市医保局。")
    assert voided.voided_at is not None
    assert second.stage is Stage.RETURNED
    assert second.now.label == f"{YEAR}-普-0002"
    assert second.waits_for == []
    assert second.ledger_holds()
    with reading() as session:
        standing = [one.number for one in session.exec(select(Registration).order_by(Registration.sequence))]
    assert standing == [f"{YEAR}-普-000{n}" for n in (1, 2, 3)]


def test_a_return_says_why(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    refused = [([], "退文应当说明理由"), (["我不喜欢"], "退文应当说明理由"), ([*REASONS, "x"], "说明理由")]
    for reasons, sentence in refused:
        with untouched(), pytest.raises(Malformed, match=sentence):
            is_returned(letter, reasons=reasons)
    with untouched(), pytest.raises(Malformed, match="退文说明最多500字"):
        is_returned(letter, why="因" * 501)
    with untouched(), pytest.raises(SomebodyElses):
        is_returned(letter, by="chen")


def test_a_paper_to_read_and_a_public_one_are_kept_as_such(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered(action=ActionKind.READ, level=Level.PUBLIC, addressees=["各医院", " ", "各科室"])
    assert (letter.now.action, letter.now.level) == (ActionKind.READ, Level.PUBLIC)
    assert letter.now.addressees == ["各医院", "各科室"]


def answer_of(who: Browser, place: str, sent: dict[str, Any]) -> int:
    return who.client.post(place, data={"csrf": who.csrf} | sent).status_code


@pytest.mark.parametrize("title", ["机密★1年 关于某项工作的通知", "关于某项工作的通知（绝密 ★ 长期）"])
def test_a_title_that_bears_a_mark_of_state_secrecy_is_not_entered(cast: Cast, title: str) -> None:
    letter = Letter(cast).arrives()
    with untouched(), pytest.raises(StateSecretRefused, match="严禁存储、处理、传输国家秘密"):
        letter.is_registered(title=title)
