"""The printed papers of a document and of a destruction list: once, sealed, everything in its cell."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from sqlmodel import select

from flows.papers import print_form
from gateways import forms
from gateways.clock import now
from models.database import reading, unit_of_work
from models.files import StoredFile, files_of
from models.prints import PrintJob, ask
from models.rounds import Decision
from models.stages import Stage
from tests.drawn import destroyed, is_returned, listed, over, registered, today, year
from tests.office import Letter
from tests.personas import Cast
from tests.printed import beneath, beside, everything_is_printed, owed, papers, words_on


def test_the_forms_of_a_whole_life_have_everything_in_its_cell(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    number = letter.is_registered(attachments=["床位统筹表"])
    letter.is_proposed(readers=[cast.id("sun")])
    letter.is_signed("wang", "", Decision.NOTED)
    letter.is_signed("zhou", "请医务部落实。")
    letter.is_handed_out()
    letter.is_read("sun")
    letter.is_taken_back()
    letter.is_accepted()
    letter.is_completed()
    letter.is_closed()
    letter.is_acknowledged()
    code = letter.is_filed()
    everything_is_printed()
    printed = papers(letter.id)
    titles = ("收文登记簿", "文件处理单", "传阅单", "督办通知单", "归档文件目录")
    assert set(printed) == {f"{number}-{title}.docx" for title in titles}

    sheet = printed[f"{number}-文件处理单.docx"]
    assert beside(sheet, "收文编号") == number
    assert beside(sheet, "来文字号") == "江卫〔2026〕17号"
    assert beside(sheet, "附件") == "床位统筹表"
    assert "拟办人：办公室主任 陈志远" in beside(sheet, "拟办意见")
    assert beside(sheet, "领导批示").splitlines() == [
        "圈阅",
        f"姓名：副院长 王建国\t日期：{today()}",
        "请医务部落实。",
        f"姓名：院长 周明华\t日期：{today()}",
    ]
    assert beside(sheet, "传阅") == f"签名：孙丽\t日期：{today()}"
    assert beside(sheet, "承办部门意见") == "承办人：\t日期："
    assert beside(sheet, "办理结果").startswith("已按要求办理完毕。")
    assert beside(sheet, "归档") == f"档号：{code}"

    (turn,) = beneath(printed[f"{number}-传阅单.docx"], "序号", "传阅人")
    assert turn[1] == "孙丽"
    assert turn[2].startswith(today())
    notice = printed[f"{number}-督办通知单.docx"]
    assert beside(notice, "督办编号") == f"督〔{year()}〕1号"
    assert beside(notice, "事项来源").startswith("☑文件　☐会议　☑批示")
    (entry,) = beneath(printed[f"{number}-归档文件目录.docx"], "序号", "档号")
    assert entry[:3] == ["1", code, "江卫〔2026〕17号"]


def test_a_returned_paper_gets_its_notice_and_its_void_entry(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    is_returned(letter)
    everything_is_printed()
    printed = papers(letter.id)
    number = f"{year()}-普-0001"
    assert set(printed) == {f"{number}-收文登记簿.docx", f"{number}-退文告知单.docx"}
    assert beside(printed[f"{number}-退文告知单.docx"], "退文理由").startswith(
        "☑ 来文事项不属于本院办理范围\n☐"
    )
    assert "作废：来文事项不属于本院办理范围；请主送市疾控局。" in words_on(
        printed[f"{number}-收文登记簿.docx"]
    )


def test_a_list_is_printed_when_it_is_proposed_and_again_when_it_was_carried_out(cast: Cast) -> None:
    letter = over(cast)
    everything_is_printed()
    order = listed(cast, letter)
    everything_is_printed()
    destroyed(cast, order)
    everything_is_printed()
    with reading() as session:
        names = [one.name for one in files_of(session, order)]
    label = f"销〔{year()}〕1号"
    assert sorted(names) == [f"{label}-销毁清册.docx"] * 2 + [f"{label}-销毁证明.docx"]
    certificate = papers(order)[f"{label}-销毁证明.docx"]
    assert beside(certificate, "方式") == (
        "纸质件粉碎；电子文件1件密钥已销毁（备份中的副本，旧主密钥停用满14日后失效）"
    )
    assert beside(certificate, "批准人").startswith("周明华　")
    assert {line.split("　")[0] for line in beside(certificate, "监销人").splitlines()} == {"孙丽", "马强"}
    assert beside(certificate, "地点") == ""
    (row,) = beneath(papers(order)[f"{label}-销毁清册.docx"], "序号", "档号")
    assert row[-1] == "已销毁"


def test_a_form_is_printed_once_however_often_it_is_asked_for(cast: Cast) -> None:
    letter = registered(cast)
    jobs = owed()
    for job_id in [*jobs, *jobs]:
        print_form(job_id)
    with reading() as session:
        kept = {one.id for one in files_of(session, letter.id)}
        assert kept == {session.get_one(PrintJob, job_id).file_id for job_id in jobs}
    assert len(kept) == len(jobs) == 2


def test_two_clerks_with_one_job_print_one_form(cast: Cast) -> None:
    letter = registered(cast)
    (job_id, _), start, failed = owed(), Barrier(4), []

    def clerk() -> None:
        start.wait()
        try:
            print_form(job_id)
        except Exception as error:  # told below, outside the thread
            failed.append(error)

    clerks = [Thread(target=clerk) for _ in range(4)]
    for one in clerks:
        one.start()
    for one in clerks:
        one.join()
    with reading() as session:
        assert len(files_of(session, letter.id)) == 1
    assert failed == []


def test_a_paper_that_was_destroyed_meanwhile_is_printed_no_more(cast: Cast) -> None:
    letter = over(cast)
    destroyed(cast, listed(cast, letter))
    with unit_of_work() as session:
        ask(session, letter.id, "processing-sheet", "late", at=now())
    everything_is_printed()
    assert letter.stage is Stage.DESTROYED
    assert owed() == []
    with reading() as session:
        assert files_of(session, letter.id) == []


def test_the_shredder_comes_between_reading_and_sealing(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    letter = over(cast)
    order = listed(cast, letter)
    job_id, fill = owed()[0], forms.fill

    def slowly(*words: object) -> bytes:
        destroyed(cast, order)
        return fill(*words)

    monkeypatch.setattr("flows.papers.forms.fill", slowly)
    print_form(job_id)
    with reading() as session:
        assert session.exec(select(StoredFile).where(StoredFile.owner == letter.id)).all() == []
        assert session.get_one(PrintJob, job_id).printed_at


def test_a_job_that_is_not_there_prints_nothing(database: str) -> None:
    print_form(uuid4())
    with reading() as session:
        assert session.exec(select(StoredFile)).all() == []
