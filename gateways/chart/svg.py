"""成图: the bands as SVG.  Shapes differ, not only shades, so that black and white tells the same."""

from bisect import bisect_right
from datetime import datetime
from functools import cache
from itertools import accumulate
from pathlib import Path
from unicodedata import east_asian_width

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from config.catalogue import CHINESE
from config.language import Said, _, listed
from config.language import told as in_language
from gateways.chart import layout
from gateways.chart.fold import fold
from gateways.chart.layout import Column
from gateways.tongues.templates import speak
from models.history import Bar, End, Story
from models.values import SHANGHAI, to_the_minute
from models.words import cleaned

FOLDER = Path(__file__).parents[2] / "templates" / "svg"


def draw(story: Story, language: str = CHINESE) -> str:
    """The picture, well-formed whatever people are called; every word of it is escaped by the template."""
    folded = fold(story)
    bands = layout.bands(folded)
    facts = {
        "label": story.label,
        "said": cleaned(in_language(_said(story), language)),
        "width": layout.WIDTH,
        "height": bands[-1].y + bands[-1].height + layout.GAP + layout.ROW,
        "bands": bands,
        "names": folded.lanes,
        "row": layout.ROW,
        "head": layout.HEAD,
        "legend": _legend(story),
    }
    return _template(language).render(facts)


@cache
def _template(language: str) -> Template:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "short": lambda text, most: short(in_language(text, language), most),
        "fits": lambda text, room: fits(in_language(text, language), room),
        "head": head,
        "told": lambda bar, name: cleaned(in_language(told(bar, name), language)),
    }
    return speak(made, language).get_template("history.svg")


def short(text: str, most: int) -> str:
    """As much of a name as its place holds, and nothing that XML forbids."""
    clean = " ".join(cleaned(text).split())
    return clean if len(clean) <= most else clean[: most - 1] + "…"


def fits(text: str, room: float) -> str:
    """As much as ``room`` Chinese letters take; a Latin one takes 0.6 of theirs."""
    clean = short(text, 100)
    ends = list(accumulate(1 if east_asian_width(letter) in "WF" else 0.6 for letter in clean))
    return clean if not ends or ends[-1] <= room else short(clean, max(bisect_right(ends, room), 2))


def head(column: Column) -> tuple[str, str, str, str]:
    """What stands over a beat: its number, its word, who, when."""
    beat = column.beat
    if beat is None:
        return "", _("现在"), "", ""
    number = "" if beat.many > 1 else f"{beat.number} "
    return number, beat.word, beat.who, _moment(beat.at)


def told(bar: Bar, name: str) -> Said:
    """A bar in words: 王建国 批示，2026年11月22日 08:40 至 11月22日 09:10，已办."""
    until = _("至 {until}", until=to_the_minute(bar.until)) if bar.until else _("至今")
    by = _("（{by}）", by=bar.by) if bar.by and bar.by != name else ""
    return _(
        "{name} {word}，{since} {until}，{end}{by}",
        name=name,
        word=bar.word,
        since=to_the_minute(bar.since),
        until=until,
        end=bar.end.label,
        by=by,
    )


def _said(story: Story) -> Said:
    """The picture for those who do not see it; the table beneath tells each wait."""
    open_ = [
        _("{lane}{word}", lane=story.lanes[bar.lane], word=bar.word)
        for bar in story.bars
        if bar.last is None and bar.end is not End.HELD
    ]
    waits = _("现在等：{open_}", open_=listed(open_)) if open_ else _("现在没有待办")
    return _(
        "台账{many}行，经过{lanes}方。{waits}。每列是一次办理，列距不表示时长。",
        many=len(story.beats),
        lanes=len(story.lanes),
        waits=waits,
    )


def _legend(story: Story) -> list[tuple[str, str]]:
    return [(end.value, end.label) for end in End if any(bar.end is end for bar in story.bars)]


def _moment(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%m-%d %H:%M")
