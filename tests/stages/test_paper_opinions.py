"""代录批示: the leader wrote on the paper; the secretary keys it in with the scan, the leader confirms."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from gateways.clock import now
from models import paper_opinions
from models.database import reading
from models.document import Document
from models.errors import Malformed, NotYours
from models.paper_opinions import NotAskedNow, NotYourOpinion
from models.rounds import Decision
from models.stages import Stage
from models.values import local_day
from tests.office import Letter, engine_runs
from tests.personas import Cast
from tests.test_a_secretarys_day import People
from tests.untouched import AT_THE_COUNTER, untouched

SCAN = ("批示原件.txt", "同意。王建国".encode(), "text/plain")


@pytest.fixture
def letter(cast: Cast) -> Letter:
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    return letter


def keys_in(letter: Letter, browser: People, by: str = "lin", **said: Any) -> Any:
    sent = {
        "seat_id": str(letter.seat_of("wang")),
        "decision": Decision.INSTRUCTED.value,
        "words": "同意，请医务部办理。",
        "signed_on": local_day(now()).isoformat(),
    } | said
    page = browser(by)
    return page.client.post(
        f"/documents/{letter.id}/paper-opinion",
        data=sent | {"csrf": page.csrf, "version": str(letter.now.line)},
        files={"file": said.pop("scan", SCAN)},
    )


def test_the_secretary_keys_it_in_and_the_leader_confirms(letter: Letter, browser: People) -> None:
    assert keys_in(letter, browser).status_code == 303
    engine_runs()
    assert letter.waits_for == [("confirm", "wang"), ("sign", "zhou")]
    shown = browser("wang").opens(f"/documents/{letter.id}")
    assert "同意，请医务部办理。" in shown
    assert "林晓梅代录，待本人确认" in shown
    assert "批示原件.txt" in shown
    browser("wang").posts(f"/documents/{letter.id}/confirmation", agrees="yes")
    engine_runs()
    assert letter.waits_for == [("sign", "zhou")]
    assert "本人已确认" in browser("wang").opens(f"/documents/{letter.id}")


def test_what_was_keyed_in_wrongly_is_put_right_in_a_new_line(letter: Letter, browser: People) -> None:
    keys_in(letter, browser)
    engine_runs()
    refused = browser("wang").client.post(
        f"/documents/{letter.id}/confirmation", data={"agrees": "no", "csrf": browser("wang").csrf}
    )
    assert (refused.status_code, "请填写更正意见" in refused.text) == (422, True)
    browser("wang").posts(f"/documents/{letter.id}/confirmation", agrees="no", words="应由院感科办理。")
    shown = browser("lin").opens(f"/documents/{letter.id}")
    assert "同意，请医务部办理。" in shown, "what was written first stays"
    assert "本人更正：应由院感科办理。" in shown


@pytest.mark.parametrize(
    ("said", "status", "sentence"),
    [
        ({"signed_on": "2020-01-01"}, 422, "签署日期应在拟办之后、今天以前"),
        ({"signed_on": (now() + timedelta(days=40)).date().isoformat()}, 422, "签署日期应在拟办之后"),
        ({"decision": "agreed"}, 422, "批示的结论不在可选范围内"),
        ({"words": ""}, 422, "请填写意见"),
        ({"scan": ("", b"", "")}, 422, "请附上批示原件的扫描件"),
        ({"scan": ("批示.txt", "机密★3年".encode(), "text/plain")}, 422, ""),
        ({"seat_id": str(uuid4())}, 409, "此人现在没有待签的意见"),
    ],
)
def test_what_cannot_be_keyed_in(
    letter: Letter, browser: People, said: dict[str, Any], status: int, sentence: str
) -> None:
    browser("lin")
    with untouched(*AT_THE_COUNTER):
        answer = keys_in(letter, browser, **said)
    assert (answer.status_code, sentence in answer.text) == (status, True), answer.text[-400:]


def test_only_the_secretary_keys_in_and_only_what_is_owed_now(letter: Letter, browser: People) -> None:
    browser("chen"), browser("lin")
    with untouched():
        assert keys_in(letter, browser, by="chen").status_code == 403
    later = letter.seat_of("zhou")
    with untouched(*AT_THE_COUNTER):
        assert keys_in(letter, browser, seat_id=str(later)).status_code == 409


def test_a_signer_adds_a_line_to_his_own_opinion_only(letter: Letter, cast: Cast) -> None:
    letter.is_signed("wang", "请医务部办理。")
    with reading() as session:
        mine = paper_opinions.signed_by(session, session.get_one(Document, letter.id), cast.wang)[0].id
    with untouched(), pytest.raises(NotYourOpinion):
        letter.act(lambda s, d: paper_opinions.amend(s, d, mine, "并抄告财务。", by=cast.zhou, at=now()))
    with untouched(), pytest.raises(Malformed):
        letter.act(lambda s, d: paper_opinions.amend(s, d, mine, " ", by=cast.wang, at=now()))
    letter.act(lambda s, d: paper_opinions.amend(s, d, mine, "并抄告财务。", by=cast.wang, at=now()))
    assert letter.told[-1] == "补充意见"


def test_a_confirmation_holds_nothing_up(letter: Letter, browser: People) -> None:
    keys_in(letter, browser)
    engine_runs()
    letter.is_signed("zhou")
    assert letter.stage is Stage.CIRCULATED
    assert ("confirm", "wang") in letter.waits_for
    with pytest.raises((NotAskedNow, NotYours)):
        letter.act(
            lambda s, d: paper_opinions.enter(
                s, d, letter.id, Decision.NOTED, "", local_day(now()), uuid4, by=letter.cast.lin, at=now()
            )
        )
