"""The main job in Chromium, against the whole product: the secretary, the leader on a phone, the department, the archive.

Screenshots go to var/screenshots, for people to look at.
"""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.moves import IN_CHROMIUM, Open, comes_to, paper, presses, shoot

pytestmark = IN_CHROMIUM


@pytest.mark.parametrize(
    ("no_tables", "scripts"),
    [pytest.param("postgresql", True, marks=pytest.mark.postgres), ("sqlite", False)],
    indirect=["no_tables"],
    ids=["with JavaScript on PostgreSQL", "without JavaScript on SQLite"],
)
def test_one_paper_walks_through_everybodys_browser(opens: Open, tmp_path: Path) -> None:
    lin = opens("lin")
    case = signs_for(lin, paper(tmp_path))
    registers(lin)

    chen = comes_to(opens("chen"), case, "拟办")
    chen.fill("[name=words]", "拟请王副院长、周院长批示，医务部主办。")
    chen.select_option("[name=lead]", "YWB")
    for box in chen.locator("[name=assistants]").all():
        box.uncheck()
    chen.locator("select[name=leaders]").nth(0).select_option(label="王建国 副院长")
    chen.locator("select[name=leaders]").nth(1).select_option(label="周明华 院长")
    chen.locator("select[name=readers]").nth(0).select_option(label="孙丽（护理部）")
    presses(chen, "提交拟办意见", "已提交拟办意见")

    for uid, words in (("wang", "同意拟办意见。"), ("zhou", "请医务部抓好落实，结果报我。")):
        phone = comes_to(opens(uid, phone=True), case, "批示")
        shoot(phone, f"phone-opinion-{uid}")
        phone.fill("[name=words]", words)
        phone.click("button[value=instruct]")
        expect(phone.locator(".said")).to_have_text("已签署。")

    presses(comes_to(opens("lin"), case, "送阅"), "交给传阅人", "已送阅")
    presses(comes_to(opens("sun"), case, "阅签"), "已阅", "已阅签")
    presses(comes_to(opens("lin"), case, "收回传阅件"), "已收回", "已收回")

    zhao = comes_to(opens("zhao"), case, "承办签收")
    presses(zhao, "签收承办", "已签收承办")
    zhao = comes_to(zhao, case, "报告办结")
    zhao.fill("#act-completion [name=words]", "已按要求办理完毕，方案已印发各科室。")
    presses(zhao, "报告办结", "已报告办结")

    lin = comes_to(opens("lin"), case, "办结审核")
    for box in lin.locator("[name=checks]").all():
        box.check()
    shoot(lin, "closure")
    presses(lin, "销号", "已销号")
    presses(comes_to(opens("zhou", phone=True), case, "知悉办结"), "已知悉", "已知悉")

    he = comes_to(opens("he"), case, "归档")
    for box in he.locator("[name=checks]").all():
        box.check()
    presses(he, "归档并编档号", "已归档")
    he = comes_to(he, case, "续存")
    shoot(he, "archived")
    lists_for_destruction(he)
    presses(comes_to(opens("zhou", phone=True), he.url.partition("?")[0], "批准销毁"), "批准销毁", "已批准")


def signs_for(lin: Page, file: Path) -> str:
    lin.goto("/documents/new")
    lin.set_input_files("[name=file]", str(file))
    lin.fill("[name=received_from]", "江州市卫生健康委")
    lin.fill("[name=copy_numbers]", "000123")
    shoot(lin, "receive")
    lin.click("button:has-text('签收')")
    expect(lin.locator(".said")).to_contain_text("已签收")
    return lin.url.partition("?")[0]


def registers(lin: Page) -> None:
    """Everything was read off the paper; a refusal keeps it, and says what is missing."""
    comes_to(lin, lin.url.partition("?")[0], "登记")
    expect(lin.locator("[name=title]").first).to_have_value("关于做好冬春季呼吸道传染病防治工作的通知")
    expect(lin.locator("[name=doc_number]").first).to_have_value("江卫〔2014〕17号")
    expect(lin.locator("[name=issue_date]").first).to_have_value("2014-03-03")
    lin.click("button:has-text('登记并编号')")
    expect(lin.locator(".summary")).to_contain_text("初审")
    for box in lin.locator("#act-registration [name=checks]").all():
        box.check()
    lin.check("[name=action][value=act]")
    shoot(lin, "registration")
    presses(lin, "登记并编号", "已登记编号")


def lists_for_destruction(he: Page) -> None:
    he.goto("/destruction-orders")
    he.check("[name=documents]")
    he.fill("[name=words]", "保管期限已满，无继续保存价值。")
    he.select_option("[name=approver]", label="周明华 院长")
    he.locator("[name=witnesses]").nth(0).select_option(label="孙丽（护理部）")
    he.locator("[name=witnesses]").nth(1).select_option(label="马强（信息中心）")
    presses(he, "编制清册", "清册已报批")
    shoot(he, "order")
