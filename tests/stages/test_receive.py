"""签收: who may sign for an envelope, what stands on the receipt, and what looks like a paper we have."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from gateways.clock import now
from models import receive
from models.database import reading, unit_of_work
from models.errors import Malformed
from models.people import NotYourRole
from models.receive import CARRIERS, Envelope
from models.stages import Stage
from models.values import Urgency
from tests.gateways.files import docx
from tests.office import Letter, engine_runs
from tests.page_client import Browser
from tests.personas import Cast
from tests.test_a_secretarys_day import People, minute
from tests.together import together
from tests.untouched import AT_THE_COUNTER, untouched

PAPER = docx("江州市卫生健康委员会文件", "江卫〔2026〕17号", "关于开展仓库消防演练的通知", "各医院：")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def envelope(**said: Any) -> Envelope:
    usual = Envelope(received_from="江州市卫生健康委", received_at=now(), carrier="机要交通")
    return replace(usual, **said)


def receipt(**said: Any) -> dict[str, Any]:
    usual = {"received_from": "江州市卫生健康委", "received_at": minute(), "carrier": "专人送达"}
    return usual | said


def hands_in(person: Browser, content: bytes = PAPER, name: str = "来文.docx", **said: Any) -> str:
    expect = said.pop("expect", 303)
    file = {"file": (name, content, said.pop("media_type", DOCX))}
    return person.posts("/documents", expect=expect, files=file, **receipt(**said))


def test_a_secretary_signs_for_an_envelope_to_the_minute(cast: Cast) -> None:
    letter = Letter(cast).arrives(copies=2, copy_numbers="000001，000002", location="3号柜2格")
    with reading() as session:
        kept = receive.receipt(session, letter.id)
    assert (kept.by, kept.carrier, kept.location) == (cast.id("lin"), "机要交通", "3号柜2格")
    assert letter.stage is Stage.RECEIVED
    assert letter.now.label == "未编号件（1）"
    assert letter.waits_for == [("register", "secretary")]
    assert Letter(cast).arrives("xu").now.serial == 2


@pytest.mark.parametrize("uid", ["chen", "wang", "zhao", "sun", "he", "gu"])
def test_nobody_else_signs_for_mail(cast: Cast, uid: str) -> None:
    with untouched(), pytest.raises(NotYourRole, match="此事由机要秘书办理"):
        Letter(cast).arrives(uid)


def test_what_cannot_be_right_is_refused(cast: Cast) -> None:
    refused: list[tuple[dict[str, Any], str]] = [
        ({"carrier": "快递"}, "送达方式应为：机要交通"),
        ({"received_from": " \u200b"}, "请填写来文单位"),
        ({"received_from": "委" * 101}, "来文单位最多100字，现有101字"),
        ({"received_at": now() + timedelta(minutes=5)}, "不晚于现在"),
        ({"received_at": now() - timedelta(days=400)}, "最近一年之内"),
        ({"copies": 0}, "份数应为1至999"),
        ({"copies": -3}, "份数应为1至999"),
        ({"copies": 1_000}, "份数应为1至999"),
        ({"pages": -1}, "页数应为0至9999"),
        ({"pages": 10_000}, "页数应为0至9999"),
        ({"copy_numbers": "0" * 201}, "份号最多200字"),
        ({"location": "柜" * 61}, "存放位置最多60字"),
        ({"remarks": "注" * 501}, "备注最多500字"),
    ]
    for said, sentence in refused:
        with untouched(), pytest.raises(Malformed, match=sentence), unit_of_work() as session:
            receive.receive(session, envelope(**said), by=cast.lin, at=now())


def test_every_carrier_and_urgency_on_the_form_is_accepted(cast: Cast) -> None:
    for carrier in CARRIERS:
        Letter(cast).arrives(carrier=carrier)
    for urgency in Urgency:
        assert Letter(cast).arrives(urgency=urgency).now.urgency is urgency


def test_the_recognition_is_offered_and_the_first_look_stays(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    for title in ("一", "二"):
        letter.act(lambda s, d, t=title: receive.suggest(s, d, {"title": {"value": t}}, at=now()))
    with reading() as session:
        assert receive.suggestion(session, letter.id) == {"title": {"value": "一"}}


def test_the_same_file_is_shown_before_it_is_saved_again(browser: People) -> None:
    lin, xu = browser("lin"), browser("xu")
    first = hands_in(lin).partition("?")[0]
    engine_runs()
    with untouched(*AT_THE_COUNTER):
        shown = hands_in(xu, name="换个名字.docx", remarks="第二封", expect=409)
    assert "未编号件（1）疑似重复" in shown
    assert first in shown
    assert "仍要登记" in shown
    assert "第二封" in shown, "what was typed is not lost"
    assert hands_in(xu, duplicate_ok="yes").partition("?")[0] != first


def test_the_file_fills_the_form_that_the_secretary_confirms(browser: People) -> None:
    lin = browser("lin")
    place = hands_in(lin).partition("?")[0]
    engine_runs()
    shown = lin.opens(place)
    assert "关于开展仓库消防演练的通知" in shown
    assert "江卫〔2026〕17号" in shown
    assert "识别自" in shown


def test_paper_only_leaves_no_file_and_says_so(browser: People) -> None:
    lin = browser("lin")
    place = lin.posts("/documents", **receipt(on_paper="yes")).partition("?")[0]
    engine_runs()
    assert "只有纸质件，没有电子件。" in lin.opens(place)


def test_of_two_secretaries_with_the_same_file_at_once_one_is_warned(app: Any, cast: Cast) -> None:
    people = [Browser(app, cast, uid) for uid in ("lin", "xu")]
    acts = [
        lambda who=who: (
            who.client.post(
                "/documents", data=receipt(csrf=who.csrf), files={"file": ("来文.docx", PAPER, DOCX)}
            ).status_code
        )
        for who in people
    ]
    assert sorted(together(*acts)) == [303, 409]
    assert Letter(cast).arrives().now.serial == 2, "the refused receipt took no number"
