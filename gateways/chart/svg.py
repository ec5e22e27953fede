"""成图: the bands as SVG.  Shapes differ, not only shades, so that black and white tells the same."""

from datetime import datetime
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from gateways.chart import layout
from gateways.chart.fold import fold
from gateways.chart.layout import Column
from models.history import Bar, End, Story
from models.values import SHANGHAI, to_the_minute
from models.words import cleaned

FOLDER = Path(__file__).parents[2] / "templates" / "svg"


def draw(story: Story) -> str:
    """The picture, well-formed whatever people are called; every word of it is escaped by the template."""
    folded = fold(story)
    bands = layout.bands(folded)
    facts = {
        "label": story.label,
        "said": _said(story),
        "width": layout.WIDTH,
        "height": bands[-1].y + bands[-1].height + layout.GAP + layout.ROW,
        "bands": bands,
        "names": folded.lanes,
        "row": layout.ROW,
        "head": layout.HEAD,
        "legend": _legend(story),
    }
    return _template().render(facts)


@cache
def _template() -> Template:
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"short": short, "head": head, "told": told}
    return made.get_template("history.svg")


def short(text: str, most: int) -> str:
    """As much of a name as its place holds, and nothing that XML forbids."""
    clean = " ".join(cleaned(text).split())
    return clean if len(clean) <= most else clean[: most - 1] + "…"


def head(column: Column) -> tuple[str, str, str]:
    """What stands over a beat: its word, who, when."""
    beat = column.beat
    if beat is None:
        return "现在", "", ""
    word = beat.word if beat.many > 1 else f"{beat.number} {beat.word}"
    return word, short(beat.who, 6), _moment(beat.at)


def told(bar: Bar, name: str) -> str:
    """A bar in words: 王建国 批示，2026年11月22日 08:40 至 11月22日 09:10，已办."""
    until = f"至 {to_the_minute(bar.until)}" if bar.until else "至今"
    by = f"（{bar.by}）" if bar.by and bar.by != name else ""
    return cleaned(f"{name} {bar.word}，{to_the_minute(bar.since)} {until}，{bar.end.label}{by}")


def _said(story: Story) -> str:
    """The picture for those who do not see it; the table beneath tells each wait."""
    open_ = [
        f"{story.lanes[bar.lane]}{bar.word}"
        for bar in story.bars
        if bar.last is None and bar.end is not End.HELD
    ]
    waits = f"现在等：{'、'.join(open_)}" if open_ else "现在没有待办"
    return cleaned(
        f"台账{len(story.beats)}行，经过{len(story.lanes)}方。{waits}。每列是一次办理，列距不表示时长。"
    )


def _legend(story: Story) -> list[tuple[str, str]]:
    return [(end.value, end.label) for end in End if any(bar.end is end for bar in story.bars)]


def _moment(moment: datetime) -> str:
    return moment.astimezone(SHANGHAI).strftime("%m-%d %H:%M")
