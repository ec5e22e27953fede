"""改用现行规则: a document keeps the version it started under, unless the office head moves it with a reason."""

import pytest

from gateways.clock import now
from models import adopt, rulebooks
from models.database import reading
from models.errors import Malformed
from models.people import NotYourRole
from models.stages import Stage
from tests.office import Letter
from tests.personas import Cast
from tests.rules.rulebooks import released
from tests.untouched import untouched


def test_a_document_keeps_the_version_it_started_under(cast: Cast) -> None:
    old = Letter(cast).arrives()
    old.is_registered()
    released(cast)
    new = Letter(cast).arrives()
    new.is_registered(doc_number="江卫〔2026〕18号")
    assert (old.now.rules_version, new.now.rules_version) == (1, 2)
    with reading() as session:
        assert rulebooks.of(session, old.now, at=now()).number == 1


def test_the_office_head_moves_a_case_to_the_newest_version_with_a_reason(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    with untouched(), pytest.raises(adopt.NewestAlready, match="已按现行第1版办理"):
        letter.act(lambda s, d: adopt.adopt(s, d, "分工变了。", by=cast.chen, at=now()))
    released(cast)
    with untouched(), pytest.raises(NotYourRole, match="此事由办公室主任办理"):
        letter.act(lambda s, d: adopt.adopt(s, d, "分工变了。", by=cast.lin, at=now()))
    with untouched(), pytest.raises(Malformed, match="请填写理由"):
        letter.act(lambda s, d: adopt.adopt(s, d, " ", by=cast.chen, at=now()))
    letter.act(lambda s, d: adopt.adopt(s, d, "分工变了。", by=cast.chen, at=now()))
    assert letter.now.rules_version == 2
    assert (letter.stage, letter.told[-1]) == (Stage.REGISTERED, "改用规则")
    assert letter.waits_for == [("propose", "office-head")]
    assert letter.ledger_holds()


def test_a_case_that_was_instructed_keeps_its_version(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed(leaders=[cast.id("wang")])
    letter.is_signed("wang")
    released(cast)
    with untouched(), pytest.raises(adopt.ProposedLong, match="不再更换规则版本"):
        letter.act(lambda s, d: adopt.adopt(s, d, "分工变了。", by=cast.chen, at=now()))
