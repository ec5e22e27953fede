"""A figure measured again replaces the old one and leaves the others alone."""

import json

from bench.figures import record
from bench.recognition import Paper, due_figures, percent, score

LETTER = "松医〔2031〕7号\n关于报送台账的通知\n各科室：\n请于2031年3月5日前报送台账。\n医务科\n2031年2月1日"


def test_a_second_measurement_replaces_the_first(tmp_path):
    place = tmp_path / "var" / "figures.json"
    for value in (90.0, 96.0):
        record("recognition.title", value, "%", "≥ 95", value >= 95, None, "python -m bench.x", place)
    record("other", 1.0, "s", "≤ 2", True, 7, "python -m bench.y", place)
    figures = {figure["id"]: figure for figure in json.loads(place.read_text("utf-8"))}
    assert (figures["recognition.title"]["value"], figures["recognition.title"]["holds"]) == (96.0, True)
    assert figures["other"]["seed"] == 7


def test_the_score_tells_right_wrong_missed_and_false_apart():
    truth = {"title": "关于报送台账的通报", "doc_number": "松医[2031]7号", "urgency": "特急", "kind": None}
    table, misses = score([Paper("a", LETTER, truth, {})])
    assert (table["title"]["wrong"], table["doc_number"]["right"], table["urgency"]["missed"]) == (1, 1, 1)
    assert table["kind"]["false"] == 1
    assert {miss.field for miss in misses} >= {"title", "urgency", "kind"}
    assert percent(table["doc_number"]) == 100.0


def test_a_wrong_day_counts_apart_from_a_missed_one():
    right, wrong = ({"due_date": day} for day in ("2031-03-05", "2031-03-06"))
    read = [Paper("a", LETTER, right, {}), Paper("b", LETTER, wrong, {}), Paper("c", "", right, {})]
    assert due_figures(score(read)[0], read) == (33.3, 33.3)
