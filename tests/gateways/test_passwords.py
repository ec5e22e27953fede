"""Passwords: what is too weak is refused, and is not repeated in the refusal."""

import pytest

from config.policy import policy
from gateways import directory
from gateways.passwords import WeakPassword
from models.people import Person

RULES = policy().sign_in


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("", "不能全是空格"),
        (" " * 20, "不能全是空格"),
        ("a" * (RULES.password_length - 1), f"至少{RULES.password_length}个字符"),
        ("x" * 257, "256"),
        ("x" * 12 + "\0", "不能全是空格"),
        ("my-lin-2026-pass", "不得包含账号"),
        ("my-ＬＩＮ-2026-pass", "不得包含账号"),
    ],
    ids=ascii,
)
def test_a_weak_password_is_refused_without_being_repeated(password, sentence):
    person = Person(uid="lin", name="林晓梅", office_code="JYS", password="as before")
    with pytest.raises(WeakPassword, match=sentence) as refused:
        directory.set_password(person, password)
    assert refused.value.field == "password"
    assert person.password == "as before"
    assert not password.strip() or password not in str(refused.value)
