"""One letter from the post room to the shredder, told through the verbs."""

from datetime import date

from gateways.clock import now
from models import destroy
from models.stages import Stage
from models.values import ActionKind, Retention
from tests.office import Letter, on_order, order_state, order_waits_for
from tests.personas import Cast


def test_an_action_document_lives_from_the_post_room_to_the_shredder(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    assert letter.waits_for == [("register", "secretary")]
    number = letter.is_registered(issue_date=date(2014, 3, 3))
    assert number == f"{now().year}-普-0001"
    assert letter.waits_for == [("propose", "office-head")]
    letter.is_proposed(readers=[cast.id("sun")])
    assert letter.waits_for == [("sign", "wang")]
    letter.is_signed("wang", "同意。")
    assert letter.waits_for == [("sign", "zhou")]
    letter.is_signed("zhou", "请医务部落实。")
    assert letter.stage is Stage.APPROVED
    assert letter.waits_for == [("hand-out", "secretary")]
    letter.is_handed_out()
    assert letter.waits_for == [("read", "sun")]
    letter.is_read("sun")
    assert letter.waits_for == [("take-back", "secretary")]
    letter.is_taken_back()
    assert letter.stage is Stage.CIRCULATED
    assert letter.waits_for == [("accept", "YWB")]
    letter.is_accepted()
    letter.is_reported(percent=60)
    assert letter.waits_for == [("complete", "YWB")]
    letter.is_completed()
    assert letter.waits_for == [("review", "secretary")]
    letter.is_closed()
    assert letter.stage is Stage.SUPERVISED
    assert letter.waits_for == [("acknowledge", "zhou"), ("archive", "archivist")]
    letter.is_acknowledged()
    assert letter.is_filed(retention=Retention.YEARS10) == "Z109-WS·2014-D10-YZB-0001"
    assert letter.waits_for == [("appraise", "archivist")]
    order = letter.is_listed()
    assert letter.waits_for == []
    assert order_waits_for(order) == ["approve-order"]
    on_order(order, lambda s, o: destroy.approve(s, o, by=cast.zhou, at=now()))
    assert order_waits_for(order) == ["witness", "witness"]
    assert letter.ledger_holds()


def test_a_paper_to_be_read_goes_to_the_readers_and_then_to_the_archive(cast: Cast) -> None:
    letter = Letter(cast).arrives(on_paper=False)
    letter.is_registered(action=ActionKind.READ)
    letter.is_proposed(lead=None, leaders=[], readers=[cast.id("wang"), cast.id("sun")], due_at=None)
    assert letter.stage is Stage.APPROVED
    letter.is_read("wang")
    letter.is_read("sun")
    assert letter.stage is Stage.SUPERVISED
    assert letter.waits_for == [("archive", "archivist")]
    assert letter.ledger_holds()
    assert order_state is not None
