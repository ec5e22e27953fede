"""Letters come in the order the file drew them; they are read in the order the page shows them."""

from gateways.text.placing import Letter, lines

EM = 16.0


def put(words: str, *, left: float, base: float, upright: bool = True) -> list[Letter]:
    return [
        Letter(letter, left + EM * n, left + EM * (n + 1), base, EM, upright)
        for n, letter in enumerate(words)
    ]


def test_quotes_drawn_last_in_another_font_return_to_their_place():
    drawn = [
        *put("关于", left=0, base=700),
        *put("活动", left=3 * EM, base=700),
        *put("“", left=2 * EM, base=701),
    ]
    assert lines(drawn) == ["关于“活动"]


def test_lines_run_from_the_top_down():
    assert lines([*put("下", left=0, base=600), *put("上", left=0, base=700)]) == ["上", "下"]


def test_names_side_by_side_keep_a_blank_between_them():
    assert lines([*put("甲局", left=0, base=700), *put("乙局", left=6 * EM, base=700)]) == [
        "甲局" + " " * 6 + "乙局"
    ]
    assert lines([*put("甲局", left=0, base=700), *put("乙局", left=2.3 * EM, base=700)]) == ["甲局 乙局"]


def test_the_little_room_beside_a_digit_is_no_blank():
    assert lines([*put("展", left=0, base=700), *put("2", left=1.25 * EM, base=700)]) == ["展2"]


def test_a_letter_printed_twice_to_look_bold_is_one_letter():
    assert lines(
        [*put("文", left=0, base=700), *put("文", left=0.5, base=700), *put("件", left=EM, base=700)]
    ) == ["文件"]


def test_a_watermark_does_not_break_into_the_lines():
    drawn = [*put("内部", left=5, base=705, upright=False), *put("关于", left=0, base=700)]
    assert lines(drawn) == ["关于", "内部"]
