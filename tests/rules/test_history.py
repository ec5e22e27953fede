"""流转图: every wait is a bar and every line a mark; well-formed whatever people are called; a crowd stays readable."""

from datetime import timedelta
from itertools import pairwise
from unicodedata import east_asian_width
from xml.etree.ElementTree import Element, fromstring

import pytest

from gateways.chart import draw, layout
from gateways.chart.fold import CROWD, fold
from gateways.clock import now
from models import history
from models.database import reading, unit_of_work
from models.history import Bar, Beat, End, Story
from models.people import Person
from tests.office import Letter
from tests.personas import Cast
from tests.test_a_secretarys_day import People

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert(1)</script>&\"'>]]>"
ODD = [
    "\u202e院王",
    "𠮷田👨‍👩‍👧",
    "a\u0301\u0302" * 9,
    "\x0b\x00王",
    "",
    "\ufffe",
    "阿卜杜热合曼·买买提·吐尔逊",
]


def told(letter: Letter) -> Story:
    with reading() as session:
        return history.story(session, letter.now, at=now())


def bars(letter: Letter) -> list[tuple[str, str, int, int | None, str]]:
    story = told(letter)
    return [(story.lanes[bar.lane], bar.word, bar.first, bar.last, bar.end.value) for bar in story.bars]


def made_up(names: list[str], beats: int = 3, *, each: bool = False) -> Story:
    """``names`` asked at the first beat; all have answered at the last, or each at one of his own."""
    start = now()
    at = [start + timedelta(hours=n) for n in range(beats)]
    lanes = {f"person:{n}": name for n, name in enumerate(names)}
    keys = list(lanes)
    marks = [tuple(keys) if not each else (keys[n % len(keys)],) for n in range(beats)]
    return Story(
        label="2026-普-0001",
        lanes=lanes,
        beats=[Beat(n + 1, "回执" if n else "分发", names[0], at[n], marks[n]) for n in range(beats)],
        bars=[
            Bar(key, "回执", at[0], at[last], 0, last, End.DONE)
            for n, key in enumerate(keys)
            for last in [n % (beats - 1) + 1 if each else beats - 1]
        ],
        at=at[-1],
    )


def parsed(story: Story) -> Element:
    return fromstring(draw(story))


def test_every_wait_is_a_bar_from_the_line_that_asked_to_the_line_that_answered(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed()
    letter.is_sent_back("wang")
    assert bars(letter) == [
        ("机要秘书", "登记", 0, 1, "done"),
        ("办公室主任", "拟办", 1, 2, "done"),
        ("王建国", "批示", 2, 3, "done"),
        ("办公室主任", "拟办", 3, None, "open"),
    ]
    story = told(letter)
    marks = [(beat.word, beat.who, [story.lanes[lane] for lane in beat.lanes]) for beat in story.beats]
    assert marks == [
        ("签收", "林晓梅", ["机要秘书"]),
        ("登记", "林晓梅", ["机要秘书"]),
        ("拟办", "陈志远", ["办公室主任"]),
        ("退回重拟", "王建国", ["王建国"]),
    ]


def test_the_paper_in_a_hand_is_a_line_until_it_is_back(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    letter.is_proposed(leaders=[cast.id("zhou")], readers=[cast.id("sun")])
    letter.is_signed("zhou")
    letter.is_handed_out(copy="")
    assert ("孙丽", "持有纸质件", 5, None, "held") in bars(letter)
    letter.is_read("sun")
    letter.is_taken_back()
    assert ("孙丽", "阅签", 5, 6, "done") in bars(letter)
    assert ("孙丽", "持有纸质件", 5, 7, "held") in bars(letter)
    assert "系统" in told(letter).lanes.values()


def test_a_wait_that_nobody_answered_is_told_apart(cast: Cast) -> None:
    letter = Letter(cast).arrives()
    with unit_of_work() as session:
        from models import tasks

        tasks.settle(session, letter.id, [], document=session.merge(letter.now), at=now())
    assert bars(letter) == [("机要秘书", "登记", 0, 0, "dropped")]
    assert parsed(told(letter)).findall(f".//{SVG}rect[@class='dropped']")


def test_the_picture_stands_alone_and_runs_nothing(cast: Cast, browser: People) -> None:
    letter = Letter(cast).arrives()
    with unit_of_work() as session:
        session.get_one(Person, cast.id("lin")).name = HOSTILE[:40]
    answer = browser("xu").client.get(f"/documents/{letter.id}/history.svg")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml; charset=utf-8")
    assert answer.headers["cache-control"] == "no-store"
    tags = {one.tag.removeprefix(SVG) for one in fromstring(answer.text).iter()}
    assert tags <= {"svg", "title", "desc", "g", "rect", "text", "path", "circle"}
    assert "<script" not in answer.text
    assert "<script" not in browser("xu").opens(f"/documents/{letter.id}").replace("<script src=", "")


def wide(text: str) -> float:
    """In Chinese letters."""
    return sum(1 if east_asian_width(letter) in "WF" else 0.6 for letter in text)


@pytest.mark.parametrize("name", [HOSTILE, *ODD])
def test_whatever_people_are_called_it_is_xml_and_stays_in_its_lane(name: str) -> None:
    picture = parsed(made_up([name, "王建国"]))
    (title, *_rest) = picture.findall(f"{SVG}title")
    assert title.text == "流转图 2026-普-0001"
    names = [one for one in picture.iter(f"{SVG}text") if one.get("x") == "0"]
    shown = ["".join(one.itertext())[len(one.findtext(f"{SVG}title") or "") :] for one in names]
    assert all(wide(one) <= 7 for one in shown)


def test_nothing_is_drawn_outside_and_every_band_repeats_the_last_beat() -> None:
    story = made_up(["王建国", "周明华", "孙丽"], beats=40, each=True)
    story = Story(story.label, story.lanes, [_named(beat) for beat in story.beats], story.bars, story.at)
    bands = layout.bands(fold(story))
    assert len(bands) == 7
    for above, below in pairwise(bands):
        assert above.columns[-1].beat == below.columns[0].beat
        assert above.y + above.height < below.y
    picture = parsed(story)
    width, height = float(picture.get("width", 0)), float(picture.get("height", 0))
    for rect in picture.iter(f"{SVG}rect"):
        x, y = float(rect.get("x", 0)), float(rect.get("y", 0))
        assert 0 <= x <= x + float(rect.get("width", 0)) <= width
        assert 0 <= y <= y + float(rect.get("height", 0)) <= height


def _named(beat: Beat) -> Beat:
    """Each with a word of its own, so that none are told as one."""
    return Beat(beat.number, f"办{beat.number}", beat.who, beat.at, beat.lanes)


def test_sixty_who_did_the_same_are_one_lane_and_whoever_did_not_has_his_own() -> None:
    story = made_up([f"第{n}科" for n in range(60)])
    late = Bar("person:7", "回执", story.at, None, 2, None, End.OPEN)
    folded = fold(Story(story.label, story.lanes, story.beats, [*story.bars, late], story.at))
    assert list(folded.lanes.values()) == ["59个：第0科等", "第7科"]
    assert len(parsed(folded).findall(f".//{SVG}rect[@class='open']")) == 2  # the bar and its legend


def test_many_lines_of_one_word_are_one_beat() -> None:
    story = made_up([f"第{n}科" for n in range(60)], beats=61, each=True)
    folded = fold(story)
    assert [(beat.word, beat.many) for beat in folded.beats] == [("分发", 1), ("回执", 60)]
    few = made_up(["甲", "乙"], beats=CROWD, each=True)
    assert len(fold(few).beats) == CROWD


def test_the_page_tells_the_same_in_a_table_and_to_those_who_hear_it(cast: Cast, browser: People) -> None:
    letter = Letter(cast).arrives()
    letter.is_registered()
    page = browser("lin").opens(f"/documents/{letter.id}")
    assert 'role="img" aria-labelledby="history-title history-desc"' in page
    assert "台账2行，经过2方。现在等：办公室主任拟办。" in page
    assert "<td>林晓梅已办</td>" in page
    assert "<td>办公室主任</td><td>拟办</td>" in page


def test_who_may_not_know_of_it_gets_no_picture(cast: Cast, browser: People) -> None:
    letter = Letter(cast).arrives()
    for uid in ("sun", "ma", "gu"):
        assert browser(uid).client.get(f"/documents/{letter.id}/history.svg").status_code == 404
    assert browser(None).client.get(f"/documents/{letter.id}/history.svg").status_code == 303
