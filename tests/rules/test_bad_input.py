"""Whatever is typed: kept, or refused with a sentence and the right status; never half done, never repeated."""

import pytest
from typer.testing import CliRunner

from api.acts import ACTS
from api.cli import app as command
from models.values import Level
from tests.office import Letter, engine_runs
from tests.personas import Cast
from tests.stages.test_receive import receipt
from tests.stages.test_register import entry
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

ODD = "关于\u202e防治\u200b\u0000\u0007的\ufeff通知 e\u0301 䶮𠮷"
CLEAN = "关于防治的通知 é 䶮𠮷"
HTML = "<script>alert(1)</script><img src=x onerror=alert(1)>\"'{{7*7}}${7*7}"


@pytest.fixture
def letter(cast: Cast) -> Letter:
    return Letter(cast).arrives(on_paper=False)


def proposed(letter: Letter) -> Letter:
    letter.is_registered()
    letter.is_proposed()
    return letter


def test_unprintable_characters_go_and_rare_ones_stay(letter: Letter, browser: People) -> None:
    browser("lin").posts(f"/documents/{letter.id}/registration", **entry(title=ODD, attachments=f"{ODD}\n\n"))
    assert (letter.now.title, letter.now.attachments) == (CLEAN, [CLEAN])
    assert CLEAN in browser("lin").opens(f"/documents/{letter.id}")
    assert CLEAN in browser("lin").opens("/documents?q=䶮𠮷")


def test_half_a_character_is_no_error_in_the_database(letter: Letter, browser: People) -> None:
    body = '{"title": "通\\ud800知\\u0000", "issuer": "卫\\udfff健委", "action": "act", "checks": %s}'
    checks = str(entry()["checks"]).replace("'", '"')
    head = {"content-type": "application/json"}
    browser("lin").calls("POST", f"/documents/{letter.id}/registration", content=body % checks, headers=head)
    assert (letter.now.title, letter.now.issuer) == ("通知", "卫健委")


def test_a_nul_in_any_field_of_any_form_is_never_a_server_error(browser: People, cast: Cast) -> None:
    letter = proposed(Letter(cast).arrives())
    for (about, name), act in ACTS.items():
        sent = {field: "\u0000x\ud800".encode("utf-8", "replace").decode() for field in act.sent.model_fields}
        for uid in ("lin", "wang"):
            answer = browser(uid).client.post(
                f"/{about}/{letter.id}/{name}", data={"csrf": browser(uid).csrf} | sent
            )
            assert answer.status_code in (403, 404, 409, 422), (name, answer.status_code)


def test_html_and_sql_are_only_words(cast: Cast, browser: People) -> None:
    lin = browser("lin")
    place = lin.posts(
        "/documents", **receipt(received_from=HTML, remarks=HTML, paper_location=HTML[:50], on_paper="no")
    ).partition("?")[0]
    engine_runs()
    assert "<script>alert" not in lin.opens(place)
    sql = "'; DROP TABLE document; --"
    lin.posts(f"{place}/registration", **entry(title=HTML, issuer=sql, addressees=HTML, copy_numbers=HTML))
    engine_runs()
    browser("chen").posts(
        f"{place}/proposal",
        words=HTML,
        lead="YWB",
        leaders=str(cast.id("wang")),
        due_date="2026-12-31",
    )
    engine_runs()
    browser("wang").posts(f"{place}/opinion", decision="instruct", words=HTML)
    engine_runs()
    for url in (place, "/", "/documents", "/documents?q=script", f"/documents?q={sql}"):
        for person in (lin, browser("wang"), browser("zhao")):
            shown = person.client.get(url).text
            assert "<script>alert" not in shown
            assert "<img src=x" not in shown
    assert "&lt;script&gt;" in lin.opens(place)
    assert "{{7*7}}${7*7}" in lin.opens(place)
    assert sql.replace("'", "&#39;") in lin.opens(place)


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("issue_date", "9999-01-01", "成文日期应在1949年至"),
        ("issue_date", "10000-01-01", "成文日期不是日期"),
        ("issue_date", "2026-02-30", "成文日期不是日期"),
        ("issue_date", "昨天", "成文日期不是日期"),
        ("due_date", "9999-12-31", "办理时限应在1949年至"),
        ("copies", "-1", "份数应为1至999"),
        ("copies", "1.5", "份数应为整数"),
        ("copies", "9" * 5000, "份数填写有误"),
        ("pages", "一", "页数应为整数"),
        ("level", "secret", "严禁存储、处理、传输国家秘密"),
        ("level", "机密", "密级不在可选范围内"),
        ("book", "x", "登记簿不在可选范围内"),
        ("action", "", "请填写办理方式"),
        ("title", "\u200b\u200b", "请填写标题"),
    ],
)
def test_a_wrong_field_is_named_and_everything_typed_stays(
    letter: Letter, browser: People, field: str, value: str, sentence: str
) -> None:
    lin = browser("lin")
    typed = entry(addressees="各医院\n各社区中心", attachments="报名表") | {field: value}
    with untouched():
        shown = lin.posts(f"/documents/{letter.id}/registration", expect=422, **typed)
    assert sentence in shown
    assert f'href="#registration-{field}"' in shown, "the summary leads to the field"
    assert "各社区中心" in shown
    assert "报名表" in shown


@pytest.mark.parametrize(
    ("moment", "sentence"),
    [
        ("9999-12-31T23:59", "收到时间应在最近一年之内"),
        ("0001-01-01T00:00", "收到日期和时间不是日期"),
        ("昨天", "收到日期和时间不是日期"),
        ("2026-11-22T25:61", "收到日期和时间不是日期"),
        ("", "请填写收到日期和时间"),
    ],
)
def test_an_impossible_moment_of_receipt(browser: People, cast: Cast, moment: str, sentence: str) -> None:
    lin = browser("lin")
    with untouched():
        shown = lin.posts("/documents", expect=422, **receipt(received_at=moment, remarks="留着"))
    assert sentence in shown
    assert "留着" in shown


def test_over_long_words_come_back_whole(cast: Cast, browser: People) -> None:
    letter, wang, long = proposed(Letter(cast).arrives()), browser("wang"), "批" * 2001
    with untouched():
        shown = wang.posts(f"/documents/{letter.id}/opinion", expect=422, decision="instruct", words=long)
    assert "批示意见最多2000字，现有2001字。" in shown
    assert long in shown


def test_the_level_of_a_state_secret_cannot_be_chosen() -> None:
    assert [level.label for level in Level.of_documents()] == ["公开", "内部"]


@pytest.mark.parametrize(
    "mail",
    [
        "lin@jz1y.example\nBcc: x@evil.example",
        "lin@jz1y.example\r\n",
        "a@b.c,d@e.f",
        "林@jz1y.example",
        "lin",
        "@",
    ],
)
def test_a_mail_address_with_a_line_break_or_a_second_one_makes_no_account(database: str, mail: str) -> None:
    new = ["user", "add", "bad", "--name", "坏人", "--office", "JYS=机要室", "--mail", mail]
    with untouched():
        told = CliRunner().invoke(command, [*new, "--password-stdin"], input="correct horse battery\n")
    assert told.exit_code == 1
    assert "邮箱地址不对" in told.stderr
