"""The words of the mails: constant, short, printed from templates that can do nothing but print."""

import pytest

from gateways import mail_words
from gateways.errors import Permanent
from gateways.mail_words import FOLDER, words

FACTS = {
    "name": "王建国",
    "number": "2026-普-0123",
    "asked": "批示",
    "due": "2026年11月25日 17:30",
    "due_day": "11月25日",
    "left": "还剩2个工作日",
    "why": "此事由您本人办理",
    "link": "https://oa.jz1y.example/t/abc",
    "hours": "72",
    "hospital": "江州市第一人民医院",
}
LINE = FACTS | {"outcome": ""}
FACTS["groups"] = [{"word": "已超期", "count": 3, "more": 1, "lines": [LINE]}]  # of the digest alone
FACTS["summary"] = "3件已超期"
FACTS["head"] = '{"anchor":7}'  # of the hourly proof alone
NO_DEADLINE = FACTS | {"due": "", "due_day": "", "left": "未定时限"}
KINDS = sorted(file.stem for file in FOLDER.glob("*.txt") if file.stem != "frame")

ABOUT_AN_ACCOUNT = {
    "account-rescued",
    "clock-held",
    "drill-failed",
    "factor-reset",
    "pointer",
    "rights-asked",
}


def test_a_mail_for_a_signature_says_exactly_this():
    said = words("sign", FACTS)
    assert said.subject == "【待办】2026-普-0123 批示，请于11月25日前办理"
    assert said.text == (
        "王建国：\n\n您有1件公文待批示，编号 2026-普-0123，请登录内网办理，手机上也可以办。\n\n"
        "事项：批示\n时限：2026年11月25日 17:30 前（还剩2个工作日）\n\n"
        "https://oa.jz1y.example/t/abc\n\n"
        "打开链接须先登录；打开链接不会办理任何事项。\n"
        "此链接只限您本人使用一次，72小时内有效，转发给别人无用。\n"
        "收到此信的原因：此事由您本人办理。\n"
        "本邮件由江州市第一人民医院公文系统自动发出，请勿回复：回信没有人看，也不作为办理的依据。\n"
    )


def test_without_a_deadline_none_is_invented():
    said = words("task", NO_DEADLINE)
    assert said.subject == "【待办】2026-普-0123 批示"
    assert "时限" not in said.text + said.html


@pytest.mark.parametrize("kind", KINDS)
def test_every_mail_has_its_number_and_one_link_in_both_parts(kind):
    said = words(kind, FACTS | ({"number": ""} if kind in ABOUT_AN_ACCOUNT else {}))
    assert "\n" not in said.subject
    assert said.subject.startswith("【")
    for part in (said.text, said.html):
        assert ("2026-普-0123" in part) is (kind not in ABOUT_AN_ACCOUNT)
        assert part.count("https://") == part.count(FACTS["link"]) > 0
    assert said.html.count("<a ") == (2 if kind == "digest" else 1)
    assert "<script" not in said.html
    assert "<img" not in said.html


def test_every_kind_is_there_in_both_forms():
    assert KINDS == [
        "account-rescued",
        "anchor",
        "clock-held",
        "closed",
        "closed-specially",
        "corrected",
        "digest",
        "drill-failed",
        "escalate",
        "expired",
        "factor-reset",
        "handed-over",
        "pointer",
        "remind",
        "rights-asked",
        "sign",
        "subcase-returned",
        "subcases-closed",
        "task",
        "urge",
    ]
    assert all((FOLDER / f"{kind}.html").exists() for kind in KINDS)


@pytest.mark.parametrize("fact", sorted(FACTS.keys() - {"groups"}))
@pytest.mark.parametrize("kind", KINDS)
def test_what_people_are_called_is_text_and_never_markup(kind, fact):
    evil = {fact: '<b onclick="x">{{ 7*7 }}'}
    groups = [one | {"lines": [LINE | evil]} for one in FACTS["groups"]]
    html = words(kind, FACTS | {"groups": groups} | evil).html
    assert "<b " not in html
    assert "49" not in html


@pytest.mark.parametrize(
    "template",
    [
        "{{ unknown }}",
        "{% if %}",
        "{{ ''.__class__.__mro__ }}",
        "{{ name.__init__.__globals__ }}",
        "{% include 'x' %}",
    ],
)
def test_a_template_that_is_broken_or_reaches_out_is_told_in_one_safe_word(tmp_path, monkeypatch, template):
    (tmp_path / "task.txt").write_text("题\n" + template)
    (tmp_path / "task.html").write_text("ok")
    monkeypatch.setattr(mail_words, "FOLDER", tmp_path)
    mail_words._printer.cache_clear()
    with pytest.raises(Permanent, match=r"^mail-words$"):
        words("task", FACTS)
    mail_words._printer.cache_clear()
