"""份号: a run written by its ends is written out; whatever is no run stays as it was typed."""

import pytest

from models.copy_numbers import copy_numbers
from models.words import TooLong


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0012-0015", "0012、0013、0014、0015"),
        ("0012至0013，0020", "0012、0013、0020"),
        ("000123", "000123"),
        ("2026-001", "2026-001"),  # ends of unlike length are no run
        ("0015-0012", "0015-0012"),
        ("", ""),
    ],
)
def test_a_run_is_written_out(typed: str, kept: str) -> None:
    assert copy_numbers(typed) == kept


def test_more_than_the_field_holds_is_refused() -> None:
    with pytest.raises(TooLong):
        copy_numbers("0001-0150")
