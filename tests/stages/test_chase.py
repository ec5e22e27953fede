"""催收: who has not sent his receipt is written to once, and where nobody can be, the telephone is left."""

import re

import pytest

from models.chase import ChasedJustNow, NobodyToWriteTo, NothingMissing
from models.database import unit_of_work
from models.people import NotYourRole, find_uid
from tests.drawn import registered
from tests.letterbox import sent, text
from tests.office import Letter
from tests.personas import Cast
from tests.sending import answered, board, chased, distributed, reminded
from tests.untouched import untouched


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """Registered, and waiting for the office head."""
    return registered(cast)


def test_the_rest_is_chased_with_one_letter_each_and_not_again_at_once(cast: Cast, letter: Letter) -> None:
    distributed(letter, "YWB", "YGK", "XXZ")
    answered(letter, "ma")
    assert chased(letter) == ["YGK", "YWB"]
    assert [len(reminded(uid, cast)) for uid in ("zhao", "li", "qian", "ma")] == [1, 0, 1, 0]
    with untouched(), pytest.raises(ChasedJustNow, match=r"两次催收至少间隔30分钟，.+后可再催"):
        chased(letter, minutes=29)
    answered(letter, "qian")
    assert chased(letter, minutes=31) == ["YWB"]
    assert {code: one.chases for code, one in board(letter).items()} == {"XXZ": 0, "YGK": 1, "YWB": 2}
    assert letter.told.count("催办") == 2
    answered(letter, "zhao")
    with untouched(), pytest.raises(NothingMissing):
        chased(letter, minutes=90)


def test_a_chasing_letter_says_a_number_and_no_title(cast: Cast, letter: Letter) -> None:
    distributed(letter, "YGK")
    chased(letter)
    mail = sent(*reminded("qian", cast))
    assert re.match(r"【催办】\d+-普-0001 回执，", mail["Subject"])
    assert letter.now.title not in text(mail)


def test_without_an_address_the_telephone_is_left(cast: Cast, letter: Letter) -> None:
    distributed(letter, "YGK")
    with unit_of_work() as session:
        find_uid(session, "qian").mail = ""
    with untouched(), pytest.raises(NobodyToWriteTo, match="请电话催收"):
        chased(letter)
    with untouched(), pytest.raises(NotYourRole):
        chased(letter, by="zhao")


# -- the end of a document -----------------------------------------------------------------------------------
