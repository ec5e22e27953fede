"""Forms a clerk meets now and then; every paper here is invented."""

from datetime import date

import pytest

from models.recognition import recognise

HEAD = "关于清点病床的通知\n各科室：\n"
FOOT = "\n松风医院\n2031年3月1日"


@pytest.mark.parametrize(
    ("printed", "number", "day"),
    [
        ("松价〔2031〕费字58号", "松价〔2031〕费字58号", None),
        ("——松价费〔2031〕58号", "松价费〔2031〕58号", None),
        ("（松价〔2031〕费字58号 2031年2月7日）", "松价〔2031〕费字58号", date(2031, 2, 7)),
        ("（2031年2月7日 松价〔2031〕58号）", "松价〔2031〕58号", date(2031, 2, 7)),
    ],
)
def test_a_number_with_a_class_a_dash_or_a_day_beside_it(printed, number, day):
    read = recognise(f"关于病历复印收费的复函\n{printed}\n松风医院：\n来函收悉，同意执行。")
    assert read.doc_number.value == number
    assert (read.issue_date and read.issue_date.value) == day


def test_a_label_before_the_title_is_no_part_of_it():
    read = recognise("政策标签|青禾市卫生健康委关于清点病床的通知\n各医院：\n请遵照执行。")
    assert read.title.value == "青禾市卫生健康委关于清点病床的通知"
    assert read.issuer.value == "青禾市卫生健康委"


def test_readers_below_the_title_need_no_colon():
    read = recognise("关于清点病床的通知\n院属各科室各病区\n请认真清点，逐床登记。" + FOOT)
    assert read.addressees.value == ("院属各科室各病区",)


@pytest.mark.parametrize(
    ("printed", "due"),
    [
        ("一、征求意见期限\n2031年3月2日至3月20日\n二、反馈方式\n书面反馈。", date(2031, 3, 20)),
        ("报送时间：2031年3月9日（周日）17：00前。", date(2031, 3, 9)),
        ("经护士长签字后，于3月12日上报医务科。", date(2031, 3, 12)),
    ],
)
def test_a_day_stands_below_its_heading_behind_its_label_or_with_on(printed, due):
    assert recognise(HEAD + printed + FOOT).due_date.value == due


@pytest.mark.parametrize(
    "printed",
    [
        "你科于2月27日报送的清单收悉，现予退回。",
        "我院已于2月27日上报市卫生健康委。",
        "二、会议时间\n2031年3月2日至3月20日",
    ],
)
def test_what_was_sent_already_or_only_takes_place_is_no_time_limit(printed):
    assert recognise(HEAD + printed + FOOT).due_date is None


def test_an_order_is_issued_by_the_office_and_not_by_the_person_who_signs():
    lines = ["云山省青禾市人民政府", "青禾市人民政府令（第7号）", "《病床管理办法》已经通过，现予公布。"]
    read = recognise("\n".join([*lines, "市 长 林某某", "2031年3月1日"]))
    assert read.title.value == "青禾市人民政府令（第7号）"
    assert read.issuer.value == "青禾市人民政府"


def test_an_office_in_brackets_below_the_signer_is_a_note():
    acting = "\n青禾市病床清点领导小组办公室\n（青禾市卫生健康委医政处）\n2031年3月1日"
    assert recognise(HEAD + "请遵照执行。" + acting).issuer.value == "青禾市病床清点领导小组办公室"


def test_the_place_of_downloads_on_a_web_page_is_no_attachment():
    assert recognise(HEAD + "请遵照执行。" + FOOT + "\n附件下载\n信息编号：031-7").attachments is None


def test_joint_issuers_of_one_region_need_no_blank_between_them():
    signed = "\n云山省卫生健康委员会云山省财政厅云山省总工会二〇三一年三月一日"
    read = recognise(HEAD + "请遵照执行。" + signed)
    assert read.issuer.value == "云山省卫生健康委员会、云山省财政厅、云山省总工会"
    assert read.issue_date.value == date(2031, 3, 1)


def test_a_paper_whose_line_breaks_became_blanks_is_read_in_its_parts():
    said = "请各科室按照分工把病床的编号、位置和使用情况逐一登记清楚，做到账物相符。" * 5
    title, annex = "青禾市卫生健康委关于清点病床的通知", "病床登记办法（试行）"
    tail = f"附件：{annex} 青禾市卫生健康委 2031年3月1日 {annex} 1.总则 1.1目的"
    read = recognise(f"{title} 各区医院，各直属单位： {said} {tail}")
    assert (read.title.value, read.issuer.value) == (title, "青禾市卫生健康委")
    assert (read.addressees.value, read.attachments.value) == (("各区医院", "各直属单位"), (annex,))
    assert read.issue_date.value == date(2031, 3, 1)


def test_a_number_stands_in_a_cell_beside_its_label():
    table = "发布机构： | 青禾市卫生健康委 | 文 号： | 青卫函〔2031〕6号 |\n"
    assert recognise(table + HEAD + "请遵照执行。").doc_number.value == "青卫函〔2031〕6号"


def test_the_short_names_of_associations_are_offices():
    read = recognise(
        "青禾市科协\n关于清点病床的通知\n各科室：\n请遵照执行。\n青禾市科协\n青禾市残联\n2031年3月1日"
    )
    assert read.title.value == "青禾市科协关于清点病床的通知"
    assert read.issuer.value == "青禾市科协、青禾市残联"


def test_word_that_something_is_put_off_asks_for_nothing():
    read = recognise(
        "各位医师：\n因设备检修，原定三月的考核报名延期举行，时间另行通知。\n松风医院\n2031年3月1日"
    )
    assert read.action_type.value == "阅件"
