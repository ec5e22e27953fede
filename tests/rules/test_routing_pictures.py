"""docs/routing.md: one picture for every verb.  With ``REDRAW=1`` in the environment they are drawn anew."""

import os
from pathlib import Path
from xml.etree import ElementTree

import pytest

from gateways.chart import draw
from gateways.clock import now
from models import history
from models.database import reading
from models.document import Document
from tests.personas import Cast
from tests.routing_stories import STORIES, Told

DOCS = Path(__file__).parents[2] / "docs"
HEAD = """# 流转 · Routing

公文怎样在人与人之间走。每种走法一张图，由产品自己的流转图画出：一人（部门）一行，一项待办一条，圆点是台账里的一笔。
The pictures are drawn by the product's own history view from one short story each (`tests/routing_stories.py`).

不论怎样走：应签的每一席，要么签了，要么委托了，要么略过并写明原因，要么还在等；没有办结的公文，总有人在办。
"""


@pytest.mark.parametrize("told", STORIES, ids=lambda told: told.file)
def test_every_way_is_told_and_drawn(cast: Cast, told: Told) -> None:
    letter = told.happens(cast)
    assert letter.ledger_holds()
    with reading() as session:
        picture = draw(history.story(session, session.get_one(Document, letter.id), at=now()))
    ElementTree.fromstring(picture)
    if os.environ.get("REDRAW"):
        (DOCS / "routing").mkdir(exist_ok=True)
        (DOCS / "routing" / f"{told.file}.svg").write_text(picture, "utf-8")
        (DOCS / "routing.md").write_text(page(), "utf-8")
    assert (DOCS / "routing" / f"{told.file}.svg").exists()
    assert f"routing/{told.file}.svg" in (DOCS / "routing.md").read_text("utf-8")


def page() -> str:
    parts = [f"## {one.word}\n\n{one.says}\n\n![{one.word}](routing/{one.file}.svg)\n" for one in STORIES]
    return "\n".join([HEAD, *parts])
