"""浏览器的文件夹: after a morning's work in a real Chromium, its profile holds no word of a paper and no code (G14)."""

from pathlib import Path

from tests.browser.moves import IN_CHROMIUM
from tests.leaks import scanner, window
from tests.leaks.marks import Marks
from tests.leaks.person import People
from tests.personas import Cast
from tests.running import House

pytestmark = IN_CHROMIUM
FIELDS = 15


def test_a_morning_leaves_no_word_in_the_profile(house: House, tmp_path: Path) -> None:
    """Autofill, history, session files, cache, cookies, storage: the window was shut without signing out."""
    profile, people = tmp_path / "profile", People(house.url, Cast(), Marks())
    window.spends_a_morning(people, profile)
    marks = people.marks
    assert len(marks.typed) >= FIELDS
    assert [code[:2] for code in marks.codes.values()] == ["00"]
    assert "session in the browser" in marks.secrets
    left = [*scanner.files(profile)]
    assert {"History", "Web Data", "Cookies"} <= {file.name for file in left}, "the profile was written"
    hits = {file.name: names for file in left if (names := scanner.found(marks, file.read_bytes()))}
    assert hits == {}
