"""What the records put on the sheets that travel with a paper: all that is known, and nothing that is not."""

from datetime import timedelta

import pytest

from gateways.clock import now
from models import extend
from models.rounds import Decision
from models.values import ActionKind, on_paper
from tests.drawn import approved, is_returned, refusal, registered, sheet, today, year
from tests.office import Letter
from tests.personas import Cast


def test_a_new_sheet_is_blank_where_nothing_has_happened(cast: Cast) -> None:
    paper = sheet(registered(cast, attachments=["床位统筹表"]), "processing-sheet")
    assert (paper.unit, paper.number) == ("江州市第一人民医院", f"{year()}-普-0001")
    assert paper.received.startswith(today())
    assert (paper.level, paper.urgency, paper.copies, paper.copy_numbers) == ("内部", "平件", "1份", "")
    assert paper.attachments == "床位统筹表"
    assert (paper.due, paper.result, paper.archive_code, paper.remarks) == ("", "", "", "")
    assert paper.proposal is None
    assert paper.instructions == paper.readings == paper.handling == ()


def test_the_sheet_tells_the_whole_way_of_an_action(cast: Cast) -> None:
    letter = Letter(cast).arrives(remarks="有密封袋")
    letter.is_registered(copies=2, copy_numbers="000001、000002", attachments=["床位统筹表", "联系人名单"])
    letter.is_proposed(assistants=["HLB"], readers=[cast.id("sun")])
    letter.is_signed("wang", "", Decision.NOTED)
    letter.is_signed("zhou", "请医务部落实。")
    letter.is_handed_out()
    letter.is_read("sun")
    letter.is_taken_back()
    letter.is_accepted()
    letter.is_reported(percent=60)
    letter.is_completed()
    letter.is_closed()
    code = letter.is_filed()
    paper = sheet(letter, "文件处理单")
    assert (paper.copies, paper.copy_numbers) == ("2份", "000001、000002")
    assert paper.attachments == "1.床位统筹表\n2.联系人名单"
    assert paper.proposal.words == "拟请王副院长、周院长批示，医务部主办。\n主办：医务部；协办：护理部"
    assert (paper.proposal.post, paper.proposal.who, paper.proposal.at) == ("办公室主任", "陈志远", today())
    told = [(one.who, one.words) for one in paper.instructions]
    assert told == [("王建国", "圈阅"), ("周明华", "请医务部落实。")]
    assert [(one.who, one.at) for one in paper.readings] == [("孙丽", today())]
    assert [(one.who, one.words) for one in paper.handling] == [("赵敏", "医务部：已部署。（60%）")]
    assert paper.result == f"已按要求办理完毕。\n（医务部 赵敏，{today()}）"
    assert (paper.archive_code, paper.remarks) == (code, "有密封袋")


def test_a_proposal_that_was_sent_back_is_counted_and_not_printed(cast: Cast) -> None:
    letter = registered(cast)
    letter.is_proposed(words="第一稿。")
    letter.is_signed("wang", "第一稿的批示。")
    letter.is_sent_back("zhou", "主办部门应为院感科。")
    letter.is_proposed(words="第二稿。", lead="YGK")
    paper = sheet(letter, "processing-sheet")
    assert paper.proposal.words == "第二稿。\n主办：院感科"
    assert paper.instructions == ()
    assert paper.remarks == "退回重拟1次"


def test_before_the_second_proposal_the_sheet_has_none(cast: Cast) -> None:
    letter = registered(cast)
    letter.is_proposed()
    letter.is_sent_back("wang")
    paper = sheet(letter, "processing-sheet")
    assert (paper.proposal, paper.instructions, paper.remarks) == (None, (), "退回重拟1次")


def test_a_result_that_was_sent_back_is_no_result(cast: Cast) -> None:
    letter = approved(cast)
    letter.is_accepted()
    letter.is_completed(words="没有办完的结果。")
    letter.is_redone()
    assert sheet(letter, "processing-sheet").result == ""


def test_the_turns_stand_in_order_and_the_last_is_still_blank(cast: Cast) -> None:
    letter = approved(cast, readers=[cast.id("sun"), cast.id("qian")])
    letter.is_handed_out(by="lin", copy="000002")
    letter.is_read("sun", "已阅，按此执行。")
    letter.is_taken_back(by="xu")
    paper = sheet(letter, "circulation-sheet")
    assert paper.scope == "孙丽、钱红"
    first, last = paper.turns
    assert (first.number, first.reader, first.handler) == ("1", "孙丽", "林晓梅、徐静")
    assert first.sent.startswith(today())
    assert first.returned.startswith(today())
    assert first.words.startswith(f"已阅，按此执行。\n孙丽 {today()}")
    assert first.remarks == "份号000002"
    assert (last.number, last.reader) == ("2", "钱红")
    assert (last.sent, last.returned, last.words, last.handler, last.remarks) == ("", "", "", "", "")


def test_what_was_read_on_screen_was_never_sent_out(cast: Cast) -> None:
    letter = Letter(cast).arrives(on_paper=False)
    letter.is_registered(action=ActionKind.READ)
    letter.is_proposed(lead=None, leaders=[], readers=[cast.id("sun")], due_at=None)
    letter.is_read("sun")
    (turn,) = sheet(letter, "circulation-sheet").turns
    assert (turn.sent, turn.returned, turn.handler) == ("", "", "")
    assert turn.words.startswith("已阅。\n孙丽 ")


def test_the_notice_says_who_owes_what_and_is_blank_where_nobody_signed(cast: Cast) -> None:
    letter = approved(cast, assistants=["YGK", "HLB"])
    paper = sheet(letter, "supervision-notice")
    assert paper.number == f"督〔{year()}〕1号"
    assert (paper.lead, paper.partners) == ("医务部", "护理部、院感科")
    assert [choice.mark for choice in paper.sources] == ["☑", "☐", "☑"]
    assert paper.origin == f"江州市卫生健康委员会 江卫〔2026〕17号 {year()}-普-0001"
    assert (paper.instruction.who, paper.instruction.words) == ("周明华", "请医务部落实。")
    assert paper.requirement == "拟请王副院长、周院长批示，医务部主办。"
    assert paper.feedback.startswith("每5个工作日")
    assert (paper.person, paper.receipt, paper.closed, paper.review) == ("", "", "", None)
    assert paper.progress == paper.reminders == ()


def test_reports_and_requests_for_time_stand_in_their_order(cast: Cast) -> None:
    letter = approved(cast)
    letter.is_accepted(handler=cast.id("li"))
    letter.is_reported(by="li", percent=30, words="已召开会议。")
    until = now() + timedelta(days=30)
    letter.act(lambda s, d: extend.ask(s, d, until, "物资未到。", by=cast.zhao, at=now()))
    letter.is_reported(by="li", percent=90, words="物资已到。")
    paper = sheet(letter, "supervision-notice")
    assert (paper.person, paper.receipt.split()[0]) == ("李梅", "赵敏")
    assert [(one.who, one.words) for one in paper.progress] == [
        ("李梅", "已召开会议。（30%）"),
        ("赵敏", f"申请延期至{on_paper(until)}：物资未到。（待批）"),
        ("李梅", "物资已到。（90%）"),
    ]
    letter.is_completed()
    letter.is_closed()
    paper = sheet(letter, "supervision-notice")
    assert "（不同意，已办结，无须延期）" in paper.progress[1].words
    assert (paper.review.who, paper.review.words) == ("林晓梅", "办结审核7项逐项通过，予以销号。")
    assert paper.closed == today()


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("return-notice", "此件没有退文，无退文告知单。"),
        ("circulation-sheet", "此件没有传阅，无传阅单。"),
        ("督办通知单", "此件没有交办，无督办通知单。"),
        ("archive-catalogue", "此件尚未归档，无归档文件目录。"),
        ("销毁清册", "打印销毁清册须用清册编号，如 销〔2026〕1号。"),
    ],
)
def test_a_form_that_a_paper_does_not_have_is_refused(cast: Cast, kind: str, sentence: str) -> None:
    letter = registered(cast)
    assert refusal(lambda: sheet(letter, kind)) == sentence


def test_before_registration_and_after_return_there_is_no_sheet(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    assert refusal(lambda: sheet(letter, "processing-sheet")) == "此件尚未登记，无文件处理单。"
    assert refusal(lambda: sheet(letter, "receive-register")) == "此件尚未登记，无收文登记簿。"
    is_returned(letter)
    assert refusal(lambda: sheet(letter, "processing-sheet")) == "此件已退文，无文件处理单。"


def test_an_unknown_kind_is_told_all_that_there_are(cast: Cast) -> None:
    letter = registered(cast)
    told = refusal(lambda: sheet(letter, "处理笺"))
    assert told.startswith("没有这种表单；可用的是：收文登记簿（receive-register）、文件处理单")
    assert told.endswith("销毁证明（destruction-certificate）。")
