"""What people type: what is kept, what is cleaned away, what is refused by name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.errors import Malformed
from models.values import mail_address, one_line, optional_words, words


def test_words_are_cleaned_of_what_cannot_be_printed():
    assert words(" 请医务部\r\n落实\x00\u202e。\t ", 20, "批示意见") == "请医务部\n落实。"
    assert one_line("关于做好\n冬季防控工作的通知", 50, "文件标题") == "关于做好 冬季防控工作的通知"


@pytest.mark.parametrize("rare", ["𠮷", "㛃", "䶮", "\ue863", "𬭎", "龘"])
def test_rare_characters_of_a_name_stay(rare):
    assert words(f"王{rare}", 10, "姓名") == f"王{rare}"


def test_one_character_has_one_spelling():
    assert words("e\u0301", 10, "姓名") == "é"


@pytest.mark.parametrize("empty", ["", " \n\t", "\u200b\ufeff", "\ud800", "\ufffe\uffff"])
def test_empty_words_are_refused_by_name(empty):
    with pytest.raises(Malformed, match="请填写退文理由。"):
        words(empty, 100, "退文理由", field="words")
    assert optional_words(empty, 100, "退文理由") == ""


def test_too_many_words_are_counted_in_characters():
    with pytest.raises(Malformed, match="批示意见最多2000字，现有2001字。") as refused:
        words("同" * 2001, 2000, "批示意见", field="words")
    assert refused.value.field == "words"


@given(st.text())
def test_clean_words_can_always_be_stored_and_stay_clean(text):
    clean = optional_words(text, 10_000, "备注")
    assert clean.encode().decode() == clean
    assert optional_words(clean, 10_000, "备注") == clean


def test_a_plain_mail_address_is_kept():
    assert mail_address(" lin.mishu@jiangzhou-hospital.cn ") == "lin.mishu@jiangzhou-hospital.cn"


@pytest.mark.parametrize(
    "text",
    [
        "lin@hospital.cn\nBcc: press@paper.cn",
        "lin@hospital.cn\r\n",
        "lin@hospital.cn,zhou@hospital.cn",
        "=?utf-8?q?lin?=@hospital.cn",
        "林秘书 <lin@hospital.cn>",
        "lin@",
        "lin",
        "",
        "l" * 250 + "@hospital.cn",
        "lin@-hospital.cn",
    ],
)
def test_what_could_smuggle_in_another_recipient_is_no_address(text):
    with pytest.raises(Malformed, match="邮箱地址不对"):
        mail_address(text)
