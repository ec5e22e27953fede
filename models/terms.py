"""保密期限: how a term of secrecy is written, and how long it may be at each level."""

import re

from config.language import _
from models.errors import Malformed
from models.kinds import Level
from models.words import cleaned

TERM = re.compile(r"长期|([1-9]\d?)(年|个月)|\d{4}年\d{1,2}月\d{1,2}日")
LONGEST = {Level.TOP_SECRET: 30, Level.HIGHLY_SECRET: 20}  # years, 保守国家秘密法 art. 20
OTHERWISE = 10


def read_term(text: str, level: Level) -> str:
    """``10年``, ``6个月``, ``2030年5月1日``, ``长期`` or nothing.  Raises Malformed."""
    clean = cleaned(text).replace(" ", "")
    if not clean:
        return ""
    if level is Level.PUBLIC:
        raise Malformed(_("公开文件不标保密期限。"), "term")
    term = TERM.fullmatch(clean)
    if term is None:
        raise Malformed(_("保密期限应写作：10年、6个月、2030年5月1日或长期；未标明的留空。"), "term")
    longest = LONGEST.get(level, OTHERWISE)
    if term[2] == "年" and int(term[1]) > longest:
        raise Malformed(
            _(
                "{level}级的保密期限不超过{longest}年（保守国家秘密法第20条）。",
                level=level.label,
                longest=longest,
            ),
            "term",
        )
    return clean
