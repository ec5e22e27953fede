"""排版: like a score — bands of a few beats, one under the other, and in each only the lanes that sound."""

from dataclasses import dataclass, field

from models.history import Bar, Beat, End, Story

NAMES = 96  # all lengths in CSS pixels
STEP = 78
EDGE = 40  # beside the first and the last beat of a band
BEATS = 7  # in one band; the last comes again as the first of the next
HEAD = 54
ROW = 26
GAP = 18
WIDTH = NAMES + 2 * EDGE + (BEATS - 1) * STEP
SMALLEST = 10


@dataclass(frozen=True)
class Piece:
    """The part of a bar that lies in one band."""

    bar: Bar
    x: int
    y: int
    width: int

    @property
    def word(self) -> str:
        """What fits inside; a bar too short for its word is told by its title and the table."""
        return self.bar.word if self.width >= 12 * len(self.bar.word) + 6 else ""


@dataclass(frozen=True)
class Column:
    beat: Beat | None  # None: now
    x: int


@dataclass(frozen=True)
class Row:
    name: str
    y: int
    height: int


@dataclass
class Band:
    y: int
    height: int = 0
    columns: list[Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    dots: list[tuple[int, int]] = field(default_factory=list)


def bands(story: Story) -> list[Band]:
    """The whole picture, band by band from the top."""
    count = len(story.beats) + any(bar.last is None for bar in story.bars)
    made: list[Band] = []
    for first in range(0, max(count - 1, 1), BEATS - 1):
        y = made[-1].y + made[-1].height + GAP if made else 0
        made.append(_band(story, first, min(first + BEATS, count) - 1, count - 1, y))
    return made


def _band(story: Story, first: int, last: int, now: int, y: int) -> Band:
    band, bottom = Band(y), y + HEAD
    beats = story.beats
    band.columns = [
        Column(beats[n] if n < len(beats) else None, _x(n - first)) for n in range(first, last + 1)
    ]
    for lane, name in story.lanes.items():
        marked = [n for n in range(first, min(last + 1, len(beats))) if lane in beats[n].lanes]
        here = [bar for bar in story.bars if bar.lane == lane and _sounds(bar, first, last, now)]
        if not here and marked in ([], [first] if first else []):  # the repeated beat has been told above
            continue
        pieces, height = _lane(here, first, last, now, bottom)
        band.pieces += pieces
        band.dots += [(_x(n - first), bottom + ROW // 2) for n in marked]
        band.rows.append(Row(name, bottom, height))
        bottom += height
    band.height = bottom - y
    return band


def _lane(bars: list[Bar], first: int, last: int, now: int, top: int) -> tuple[list[Piece], int]:
    """Waits at the same time lie under each other; a copy in the hand is a line at the foot of the first."""
    free: list[int] = []
    pieces = [_piece(bar, first, last, now, top) for bar in bars if bar.end is End.HELD]
    for bar in sorted((bar for bar in bars if bar.end is not End.HELD), key=lambda one: one.first):
        ends = now if bar.last is None else max(bar.last, bar.first + 1)
        level = next((n for n, until in enumerate(free) if until <= bar.first), len(free))
        free[level : level + 1] = [ends]
        pieces.append(_piece(bar, first, last, now, top + level * ROW))
    return pieces, max(len(free), 1) * ROW


def _piece(bar: Bar, first: int, last: int, now: int, y: int) -> Piece:
    """From beat to beat; what goes on beyond the band runs to its edge."""
    ends = now if bar.last is None else bar.last
    left = _x(bar.first - first) if bar.first >= first else NAMES
    right = _x(ends - first) if ends <= last else WIDTH
    return Piece(bar, left, y, max(right - left, SMALLEST))


def _sounds(bar: Bar, first: int, last: int, now: int) -> bool:
    """Whether a bar has a part here; one that only touches the repeated beat has been told in the other band."""
    ends = now if bar.last is None else bar.last
    if ends == bar.first:
        return first <= bar.first < last or bar.first == last == now
    return bar.first < last and ends > first


def _x(place: int) -> int:
    return NAMES + EDGE + place * STEP
