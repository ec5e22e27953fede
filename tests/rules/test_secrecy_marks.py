"""A mark of state secret is seen whatever its disguise; words about secrecy are no mark."""

import pytest

from models.recognition import mark_of_state_secret


@pytest.mark.parametrize(
    ("words", "mark"),
    [
        ("机密★1年", "机密★1年"),
        ("秘密 ★ 长期", "秘密★长期"),
        ("机 密★", "机密"),
        ("绝密☆30年\n特急", "绝密★30年"),
        ("机密★", "机密"),
        ("机密＊５年", "机密★5年"),
        ("机\n密\n★\n1年", "机密★1年"),
        ("機密★1年", "机密★1年"),
        ("000012  机密★20年  特急", "机密★20年"),
        ("秘 密", "秘密"),
        ("密级：秘密", "秘密"),
        ("【机密】", "机密"),
        ("机\u200b密★1年", "机密★1年"),
        ("【机密】关于值班安排的通知.docx", "机密"),
        ("机密★1年 值班安排.pdf", "机密★1年"),
        ("机密-值班安排.pdf", "机密"),
        ("值班安排（秘密）.pdf", "秘密"),
        ("绝密.docx", "绝密"),
    ],
)
def test_a_mark_of_state_secret_is_seen(words, mark):
    assert mark_of_state_secret(words) == mark


@pytest.mark.parametrize(
    "words",
    [
        "各单位要认真学习《中华人民共和国保守国家秘密法》，保守国家秘密。",
        "机密件管理办法",
        "机密件管理办法.docx",
        "关于机密级文件管理的通知.pdf",
        "涉密文件分为绝密、机密、秘密三级。",
        "涉密文件应当在左上角标注“机密★1年”字样。",
        "保护商业秘密★重点企业名单",
        "一、保守国家秘密\n★二、加强管理",
        "关于做好保密工作的通知",
        "密级：内部",
        "密级：□绝密 □机密 □秘密",
        "",
    ],
)
def test_words_about_secrecy_are_no_mark(words):
    assert mark_of_state_secret(words) is None


def test_a_mark_far_behind_the_first_page_does_not_stop_a_paper():
    assert mark_of_state_secret("一行字\n" * 200 + "机密★1年") is None
