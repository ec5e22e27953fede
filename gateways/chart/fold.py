"""归并: sixty departments that did the same at the same time are one lane, and their sixty lines one beat."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from itertools import groupby

from config.language import _
from models.history import Bar, Beat, Story

CROWD = 6  # so many alike are told as one


def fold(story: Story) -> Story:
    """The same story in fewer lanes and beats.  Nobody is left out who did anything of his own."""
    return _fewer_lanes(_fewer_beats(story))


def _fewer_beats(story: Story) -> Story:
    runs = [list(run) for _, run in groupby(story.beats, key=lambda beat: beat.word)]
    kept = [part for run in runs for part in ([run] if len(run) >= CROWD else [[one] for one in run])]
    place = {beat.number: new for new, part in enumerate(kept) for beat in part}
    old = [place[beat.number] for beat in story.beats]
    bars = [
        replace(bar, first=old[bar.first], last=None if bar.last is None else old[bar.last])
        for bar in story.bars
    ]
    return replace(story, beats=[_as_one(part) for part in kept], bars=bars)


def _as_one(run: list[Beat]) -> Beat:
    if len(run) == 1:
        return run[0]
    lanes = tuple(dict.fromkeys(lane for beat in run for lane in beat.lanes))
    return replace(
        run[-1], number=run[0].number, who=_("{many}人次", many=len(run)), lanes=lanes, many=len(run)
    )


def _fewer_lanes(story: Story) -> Story:
    """Lanes with the same bars and the same marks are one, called after the first of them."""
    alike: dict[Hashable, list[str]] = {}
    shape = _shapes(story)
    for lane in story.lanes:
        alike.setdefault(shape(lane), []).append(lane)
    first = {lane: some[0] for some in alike.values() if len(some) >= CROWD for lane in some}
    names = {
        some[0]: _("{many}个：{some}等", many=len(some), some=story.lanes[some[0]])
        for some in alike.values()
        if len(some) >= CROWD
    }
    lanes = {
        lane: names.get(lane, name) for lane, name in story.lanes.items() if first.get(lane, lane) == lane
    }
    return replace(
        story,
        lanes=lanes,
        bars=[bar for bar in story.bars if bar.lane in lanes],
        beats=[
            replace(beat, lanes=tuple(lane for lane in beat.lanes if lane in lanes)) for beat in story.beats
        ],
    )


def _shapes(story: Story) -> Callable[[str], Hashable]:
    bars: dict[str, list[Bar]] = {}
    marks: dict[str, list[int]] = {}
    for bar in story.bars:
        bars.setdefault(bar.lane, []).append(bar)
    for place, beat in enumerate(story.beats):
        for lane in beat.lanes:
            marks.setdefault(lane, []).append(place)
    return lambda lane: (
        tuple((bar.word, bar.first, bar.last, bar.end) for bar in bars.get(lane, [])),
        tuple(marks.get(lane, [])),
    )
