"""销毁清册 and 销毁证明: signatures only where they were given, endings only where there was one."""

from gateways.clock import now
from models import destroy, ledger
from models.database import reading
from tests.drawn import destroyed, iso, listed, order_sheet, over, refusal, sheet, today, year
from tests.office import on_order
from tests.personas import Cast


def test_a_list_that_nobody_signed_has_no_signature(cast: Cast) -> None:
    order = listed(cast, over(cast, title="乙", pages=6), over(cast, title="甲"))
    paper = order_sheet(order, "destruction-list")
    assert (paper.number, paper.fonds, paper.quantity) == (f"销〔{year()}〕1号", "Z109", "2件")
    assert {(one.who, one.at) for one in (paper.appraiser, paper.approver, *paper.witnesses)} == {("", "")}
    assert len(paper.witnesses) == 2
    row = paper.rows[0]
    assert (row.number, row.title, row.year, row.created) == ("1", "乙", "2014", "2014-03-03")
    assert (row.archive_code, row.retention) == ("Z109-WS·2014-D10-YZB-0001", "10年")
    assert (row.kept, row.pages) == (f"{year() - 2014}年", "6")
    assert (row.destroyed, row.remarks) == ("", "")


def test_a_refused_list_says_why_and_never_that_its_papers_were_destroyed(cast: Cast) -> None:
    letter = over(cast)
    refused = listed(cast, letter)
    on_order(refused, lambda s, o: destroy.refuse(s, o, "涉诉，暂缓。", by=cast.zhou, at=now()))
    destroyed(cast, listed(cast, letter))
    (row,) = order_sheet(refused, "destruction-list").rows
    assert (row.remarks, row.destroyed) == ("未批准：涉诉，暂缓。", "")


def test_the_certificate_names_what_is_gone_and_leaves_to_the_pen_what_it_does_not_know(cast: Cast) -> None:
    letters = [over(cast, title="甲", copy_numbers="000001", pages=6), over(cast, title="乙")]
    order = listed(cast, *letters)
    destroyed(cast, order)
    paper = order_sheet(order, "销毁证明")
    assert (paper.list_number, paper.quantity) == (f"销〔{year()}〕1号", "2件")
    first = paper.items[0]
    assert (first.title, first.copy_numbers, first.copies, first.pages) == ("甲", "000001", "1", "6")
    assert (first.level, first.keeper) == ("内部", "档案室")
    assert paper.destroyed_at.startswith(today())
    assert paper.method == "纸质件粉碎"  # nothing had been sealed: no key is said to be erased
    assert (paper.number, paper.place, paper.contractor, paper.escorts) == ("", "", "", ())
    assert (paper.approver.who, paper.handler.who) == ("周明华", "何平")
    assert {one.who for one in paper.witnesses} == {"孙丽", "马强"}
    with reading() as session:
        macs = [ledger.last(session, letter.now).mac for letter in letters]
    assert paper.digest == f"1. {macs[0]}\n2. {macs[1]}"
    rows = order_sheet(order, "destruction-list").rows
    assert [(row.destroyed, row.remarks) for row in rows] == [(iso(), "已销毁")] * 2


def test_register_and_catalogue_say_that_a_paper_was_destroyed(cast: Cast) -> None:
    letter = over(cast)
    destroyed(cast, listed(cast, letter))
    assert sheet(letter, "receive-register").rows[0].remarks == "已销毁"
    assert sheet(letter, "archive-catalogue").rows[0].remarks == "已销毁"
    assert refusal(lambda: sheet(letter, "processing-sheet")) == (
        "此件已销毁，只保留登记簿和目录，不再打印文件处理单。"
    )


def test_a_list_has_no_certificate_before_its_papers_are_gone(cast: Cast) -> None:
    order = listed(cast, over(cast))
    assert refusal(lambda: order_sheet(order, "销毁证明")) == "此清册尚未销毁完毕，无销毁证明。"
    assert refusal(lambda: order_sheet(order, "传阅单")) == "打印传阅单须用收文编号，如 2026-普-0001。"
