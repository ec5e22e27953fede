"""What most stories of carrying out begin with; a file whose stories begin elsewhere has a ``letter`` of its own."""

import pytest

from tests.office import Letter
from tests.personas import Cast


@pytest.fixture
def letter(cast: Cast) -> Letter:
    """An 办件 that 医务部 carries out with the help of 院感科."""
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed(assistants=["YGK"])
    letter.is_signed("wang")
    letter.is_signed("zhou")
    return letter
