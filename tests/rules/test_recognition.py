"""What a clerk reads off a paper is what recognition reads; the papers are invented, their styles are not."""

import json
from datetime import date
from pathlib import Path

import pytest

from bench.recognition import Paper, score
from models.recognition import Found, Part, Recognition, describe, recognise
from models.recognition.addressees import split
from models.recognition.dates import DATE, date_of, number_of
from models.recognition.paper import MAX_LINE, MAX_TEXT, lines_of

PAPERS = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in Path(__file__).parent.parent.glob("fixtures/papers/*.json")
}
PAPER = "\n".join(
    [
        "青禾市卫生健康委员会文件",
        "青卫医〔2031〕18号",
        "关于开展消防检查的通知",
        "各县卫生健康局，委直属各单位：",
        "请于2031年11月25日前将自查报告报送我委。",
        "青禾市卫生健康委员会",
        "2031年10月28日",
    ]
)


@pytest.mark.parametrize("style", sorted(PAPERS))
def test_every_field_of_an_invented_paper_is_read(style):
    whole = PAPERS[style]
    _, misses = score([Paper(style, whole["text"], whole["truth"], whole.get("truth_extra", {}))])
    assert misses == []


def test_there_are_papers_to_read():
    assert len(PAPERS) >= 40


def test_every_field_says_where_it_stands():
    read = recognise(PAPER)
    assert read.doc_number == Found("青卫医〔2031〕18号", 2, "青卫医〔2031〕18号")
    assert (read.title.line, read.addressees.line, read.issuer.line, read.issue_date.line) == (3, 4, 6, 7)
    assert read.due_date == Found(date(2031, 11, 25), 5, "请于2031年11月25日前将自查报告报送我委")
    assert read.issue_date.where == "第7行"


def test_every_field_says_on_which_page_and_in_which_part_it_stands():
    offered = recognise(PAPER.replace("青禾市卫生健康委员会\n2031", "\f青禾市卫生健康委员会\n2031")).offered()
    told = {name: (one["page"], Part(one["part"]).label) for name, one in offered.items()}
    assert told["doc_number"] == (1, "发文字号")
    assert told["title"] == told["kind"] == (1, "标题区")
    assert told["addressees"] == (1, "主送机关")
    assert told["due_date"] == (1, "正文")
    assert told["issuer"] == told["issue_date"] == (2, "正文末")


def test_a_paper_without_pages_tells_the_page_of_its_head_alone():
    offered = recognise(PAPER).offered()
    assert (offered["title"]["page"], offered["issuer"]["page"]) == (1, 0)
    assert recognise("", name="关于印发值班方案的通知.docx").offered()["title"]["part"] == "name"


def test_a_description_has_a_row_for_every_field_and_says_nothing_of_what_is_not_there():
    rows = {label: (value, where) for label, value, where in describe(recognise(PAPER))}
    assert rows["发文字号"] == ("青卫医〔2031〕18号", "第2行：青卫医〔2031〕18号")
    assert rows["主送机关"][0] == "各县卫生健康局；委直属各单位"
    assert rows["密级标志"] == ("", "")


def test_an_empty_paper_gives_empty_fields():
    read = recognise("").to_json()
    assert {read[name] for name in read if name not in ("attachments", "addressees")} == {None}
    assert (read["attachments"], read["addressees"]) == ([], [])


def test_the_json_has_the_fields_of_the_register():
    assert list(Recognition().to_json()) == [
        "title", "issuer", "doc_number", "issue_date", "addressees", "kind", "urgency",
        "security_mark", "attachments", "due_date", "due_phrase", "action_type",
    ]  # fmt: skip


def test_a_title_in_the_file_name_helps_where_the_paper_prints_none():
    read = recognise("现将方案印发给你们，请遵照执行。", name="关于印发值班方案的通知.docx")
    assert read.title == Found("关于印发值班方案的通知", 0, "关于印发值班方案的通知")
    assert read.title.where == "文件名"


@pytest.mark.parametrize(
    "cited",
    [
        "根据《管理办法》（青卫医〔2030〕7号）要求，现将有关事项通知如下。",
        "青卫医〔2030〕7号文件同时废止。",
        "按照省财政厅松财〔2029〕3号文规定执行。",
    ],
)
def test_a_number_that_is_only_cited_is_not_the_number_of_the_paper(cited):
    assert recognise(f"关于清理文件的通知\n各科室：\n{cited}\n松风医院\n2031年1月5日").doc_number is None


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("松医〔2031〕7号", "松医〔2031〕7号"),
        ("松医[2031]7号", "松医[2031]7号"),
        ("松医【2031】7号", "松医【2031】7号"),
        ("松医（2031）7号", "松医（2031）7号"),
        ("松医﹝2031﹞7号", "松医﹝2031﹞7号"),
        ("松医 〔 2031 〕 第 7 号", "松医〔2031〕第7号"),
        ("松医〔２０３１〕７号", "松医〔2031〕7号"),
        ("发文字号：松医〔2031〕7号", "松医〔2031〕7号"),
        ("松医〔2031〕7号      签发人：甲某", "松医〔2031〕7号"),
    ],
)
def test_a_number_is_read_in_every_bracket(printed, read):
    assert recognise(f"{printed}\n关于清理文件的通知\n各科室：\n请遵照执行。").doc_number.value == read


@pytest.mark.parametrize(
    "printed",
    [
        "2031年1月5日",
        "2031 年 1 月 5 日",
        "二〇三一年一月五日",
        "二○三一年一月五日",
        "二O三一年一月五日",
        "2031.1.5",
        "2031-01-05",
        "2 0 3 1年1月5日",
    ],
)
def test_a_date_is_read_in_every_form(printed):
    read = recognise(f"关于清理文件的通知\n各科室：\n请遵照执行。\n松风医院\n{printed}")
    assert read.issue_date.value == date(2031, 1, 5)
    assert read.issuer.value == "松风医院"


def test_a_day_that_no_calendar_has_is_no_date():
    assert date_of(DATE.fullmatch("2031年2月30日")) is None
    assert recognise("关于清理文件的通知\n各科室：\n请遵照执行。\n松风医院\n2031年2月30日").issue_date is None


@pytest.mark.parametrize(
    ("words", "count"), [("七", 7), ("十", 10), ("十五", 15), ("二十", 20), ("三十一", 31), ("12", 12)]
)
def test_numerals_count(words, count):
    assert number_of(words) == count


@pytest.mark.parametrize(
    ("printed", "offices"),
    [
        ("各县（市、区）卫生健康局，委直属各单位", ["各县（市、区）卫生健康局", "委直属各单位"]),
        ("各科室、各病区", ["各科室", "各病区"]),
        ("各省、自治区、直辖市卫生健康委", ["各省、自治区、直辖市卫生健康委"]),
        ("各市教育局、卫生健康局", ["各市教育局、卫生健康局"]),
        ("各院校，各医院，", ["各院校", "各医院"]),
    ],
)
def test_addressees_are_parted_where_one_office_ends_and_the_next_begins(printed, offices):
    assert split(printed) == offices


@pytest.mark.parametrize(
    "letter",
    [
        "〔",
        "各",
        " ",
        "\n",
        "：",
        "号",
        "（",
        "2",
        "附件",
        "\t",
        "　",
        "<a",
        "&#",
        "1月1日前",
        "机 ",
        "A。\n",
        "a\n",
        "1月5日\n",
        "各单位，\n",
        "松风医院\n2031年1月5日\n",
        "请于报送",
        "请各位",
        "甲局关于",
        "知 甲局 2031年1月1日\n",
        "附件1：甲附件2：乙",
    ],
)
def test_a_hostile_text_is_cut_before_any_rule_looks_at_it(letter):
    """No rule needs a timer: what the rules see is bounded, and each of their repetitions is."""
    hostile = letter * 200_000
    assert sum(len(line.text) for line in lines_of(hostile)) <= MAX_TEXT
    assert all(len(line.text) <= MAX_LINE for line in lines_of(hostile))
    assert recognise(hostile, name=hostile).doc_number is None
