"""重复: the same number of the same issuer is shown before it is registered again, and may be passed."""

from typing import Any

import pytest

from tests.office import Letter
from tests.page_client import Browser
from tests.personas import Cast
from tests.stages.test_register import YEAR, answer_of, entry
from tests.test_a_secretarys_day import People
from tests.together import together
from tests.untouched import untouched


@pytest.mark.parametrize(
    "spelled",
    [
        "江卫〔2026〕17号",
        "江卫[2026]17号",
        "江卫（２０２６）第017号",
        " 江卫 【2026】 17 号 ",
        "江卫〔2026〕17",
    ],
)
def test_the_same_number_of_the_same_issuer_is_shown_however_it_is_spelled(
    browser: People, cast: Cast, spelled: str
) -> None:
    known, letter = Letter(cast).arrives(), Letter(cast).arrives()
    known.is_registered(doc_number="江卫〔2026〕17号")
    lin, place = browser("lin"), f"/documents/{letter.id}/registration"
    with untouched():
        shown = lin.posts(place, expect=409, **entry(doc_number=spelled))
    assert f"与{YEAR}-普-0001疑似重复" in shown
    assert f'href="/documents/{known.id}"' in shown
    lin.posts(place, **entry(doc_number=spelled, duplicate_ok="yes"))
    assert letter.now.number == f"{YEAR}-普-0002"


def test_of_two_with_the_same_number_at_once_one_is_warned(app: Any, cast: Cast) -> None:
    letters = [Letter(cast).arrives(), Letter(cast).arrives()]
    people = [Browser(app, cast, uid) for uid in ("lin", "xu")]
    acts = [
        lambda who=who, letter=letter: answer_of(who, f"/documents/{letter.id}/registration", entry())
        for who, letter in zip(people, letters, strict=True)
    ]
    assert sorted(together(*acts)) == [303, 409]


def test_another_number_or_another_issuer_is_no_duplicate(browser: People, cast: Cast) -> None:
    Letter(cast).arrives().is_registered(doc_number="江卫〔2026〕17号")
    lin = browser("lin")
    others = [
        {"doc_number": "江卫〔2026〕170号"},
        {"doc_number": "江卫〔2025〕17号"},
        {"doc_number": ""},
        {"issuer": "江州市疾控局"},
    ]
    for said in others:
        lin.posts(f"/documents/{Letter(cast).arrives().id}/registration", **entry(**said))


def test_who_may_not_register_learns_of_no_other_paper(browser: People, cast: Cast) -> None:
    Letter(cast).arrives().is_registered(doc_number="江卫〔2026〕17号")
    letter = Letter(cast).arrives()
    letter.is_registered(doc_number="江卫〔2026〕18号")
    shown = browser("chen").posts(f"/documents/{letter.id}/registration", expect=409, **entry())
    assert f"{YEAR}-普-0001" not in shown
