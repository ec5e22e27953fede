"""规矩: the page shows what is in force, what each key is for, and what this house does otherwise."""

from pathlib import Path

import pytest

from api.policy_pages import SECTIONS
from config import settings
from config.explained import remarks
from config.floors import ELSEWHERE
from config.policy import SHIPPED, Policy, policy
from tests.test_a_secretarys_day import People


def test_every_section_has_its_word() -> None:
    assert set(SECTIONS) == set(Policy.model_fields) - ELSEWHERE


def test_the_remarks_of_the_file_are_the_explanations() -> None:
    assert remarks()["deadlines.proposing"] == "拟办"
    assert "按紧急程度" in remarks()["deadlines.paper"]
    assert "收到" not in remarks().get("hospital.name", ""), "a remark belongs to one key"


def test_whoever_answers_for_rules_reads_them_and_nobody_else(browser: People) -> None:
    for uid in ("gu", "min", "yan", "chen"):
        page = browser(uid).opens("/policy")
        assert "每位领导批示" in page
        assert "口令用满几天" in page
        assert "与随系统的相同" in page
    for uid in ("wang", "zhao", "he"):
        browser(uid).opens("/policy", expect=404)


def test_what_this_house_does_otherwise_is_marked(
    browser: People, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = tmp_path / "policy.toml"
    text = SHIPPED.read_text(encoding="utf-8")
    ours.write_text(text.replace("signing = 1 ", "signing = 2 ", 1), encoding="utf-8")
    gu = browser("gu")
    monkeypatch.setenv("JIYAO_POLICY", str(ours))
    settings.settings.cache_clear()
    policy.cache_clear()
    try:
        page = gu.opens("/policy")
        assert str(ours) in page
        assert "有 1 处不同" in page
        (key,) = [one for one in gu.calls("GET", "/policy") if one["differs"]]
        assert (key["key"], key["value"]) == ("deadlines.signing", "2")
    finally:
        policy.cache_clear()
