"""F8: an edited template is handed in by one of the 三员 and released by another; then it is what is printed."""

from io import BytesIO

import pytest
from docx import Document
from sqlmodel import select

from gateways import printing
from gateways.printing import released
from models.audit import Event
from models.audit_words import Act
from models.database import reading
from models.form_releases import FormRelease
from models.papers import KINDS
from tests.drawn import registered, year
from tests.gateways.test_form_injection import saying
from tests.personas import Cast
from tests.test_a_secretarys_day import People
from tests.untouched import untouched

KIND = KINDS["processing-sheet"]
EDITED = saying("江州新式样 {{ issuer }}")
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def hands_in(people: People, template: bytes = EDITED, expect: int = 303, **said: str) -> str:
    sent = {"kind": KIND.word, "why": "按新式样调整"} | said
    return people("gu").posts("/forms", expect=expect, files={"file": ("a.docx", template, WORD)}, **sent)


def waiting() -> FormRelease:
    with reading() as session:
        return session.exec(select(FormRelease).order_by(FormRelease.serial.desc())).first()  # type: ignore[attr-defined]


def on_the_form(cast: Cast) -> str:
    """What stands beside 来文单位 on the sheet that is drawn now."""
    with reading() as session:
        _, docx = printing.form_bytes(session, f"{year()}-普-0001", KIND.word)
    return Document(BytesIO(docx)).tables[0].cell(0, 1).text


def test_two_of_the_three_change_a_form_and_the_next_one_is_printed_on_it(
    browser: People, cast: Cast
) -> None:
    registered(cast)
    before, gu, min_ = on_the_form(cast), browser("gu"), browser("min")
    assert "随系统模板" in gu.opens("/forms")
    hands_in(browser)
    place = f"/forms/{waiting().id}"
    assert on_the_form(cast) == before, "nothing is printed on it before it is released"
    assert "等待发布" in min_.opens("/forms")
    gu.posts(f"{place}/release", expect=403)
    min_.posts(f"{place}/release")
    assert on_the_form(cast) == f"江州新式样 {before}"
    assert "第1版，闵洁于" in gu.opens("/forms")
    answer = gu.client.get(f"/forms/kinds/{KIND.word}/template")
    assert answer.content == EDITED
    assert answer.headers["content-disposition"].startswith("attachment; ")
    with reading() as session:
        acts = [event.act for event in session.exec(select(Event).order_by(Event.line))]
        assert [act for act in acts if act.name.startswith("FORM")] == [Act.FORM_PROPOSED, Act.FORM_RELEASED]
        assert released(session, KINDS["return-notice"]) is None


def test_one_waits_at_a_time_and_what_is_decided_stays(browser: People) -> None:
    hands_in(browser)
    assert "等待发布" in hands_in(browser, expect=409)
    place, min_ = f"/forms/{waiting().id}", browser("min")
    min_.posts(f"{place}/withdrawal")
    assert "已经撤回" in min_.posts(f"{place}/release", expect=409)
    hands_in(browser)
    min_.posts(f"/forms/{waiting().id}/release")
    assert "已经发布" in browser("gu").posts(f"/forms/{waiting().id}/withdrawal", expect=409)
    with reading() as session:
        rows = session.exec(select(FormRelease).order_by(FormRelease.serial))
        assert [(one.number, one.withdrawn_at is None) for one in rows] == [(None, False), (1, True)]


@pytest.mark.parametrize(
    ("template", "said", "sentence"),
    [
        (saying("{{'a'*10**9}}"), {}, "不允许的写法"),
        (saying("{{ titel }}"), {}, "不认识的字段 titel"),
        (b"x", {}, "文件已损坏"),
        (b"", {}, "请选择模板文件"),
        (EDITED, {"kind": "x"}, "请选择表单"),
        (EDITED, {"why": ""}, "请填写修改理由"),
    ],
)
def test_what_is_refused_is_said_on_the_page_and_nothing_is_kept(
    browser: People, template: bytes, said: dict[str, str], sentence: str
) -> None:
    browser("gu")
    with untouched():
        page = hands_in(browser, template, expect=422, **said)
    assert sentence in page


def test_who_handles_papers_and_the_auditor_have_nothing_to_do_with_it(browser: People) -> None:
    hands_in(browser)
    place = f"/forms/{waiting().id}"
    for person in (browser("lin"), browser("zhou"), browser("yan")):
        for url in ("/forms", f"/forms/kinds/{KIND.word}/template", f"{place}/sample"):
            assert person.client.get(url).status_code in (403, 404)
        with untouched():
            person.posts(f"{place}/release", expect=404)
    min_ = browser("min")
    with untouched():
        assert min_.client.post("/forms", data={"csrf": min_.csrf}).status_code == 403


def test_a_sample_is_saved_and_shows_names_only(browser: People, monkeypatch: pytest.MonkeyPatch) -> None:
    hands_in(browser)
    monkeypatch.setattr("api.form_releases.pdf.available", lambda: False)
    answer = browser("min").client.get(f"/forms/{waiting().id}/sample")
    assert "江州新式样 〔issuer〕" in Document(BytesIO(answer.content)).tables[0].cell(0, 1).text
    assert answer.headers["content-security-policy"].startswith("sandbox")


def test_a_program_does_the_same(browser: People) -> None:
    gu, min_ = browser("gu"), browser("min")
    sent = {"kind": KIND.word, "why": "按新式样调整"}
    made = gu.calls("POST", "/forms", 201, data=sent, files={"file": ("a.docx", EDITED, WORD)})
    assert made["state"] == "等待发布"
    assert min_.calls("POST", f"/forms/{made['id']}/release")["number"] == 1
    assert [one["number"] for one in gu.calls("GET", "/forms")] == [1]
