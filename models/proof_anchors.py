"""核对存证: the heads that left the house against each other, and the database against them."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection

from models import heads
from models.heads import Head, NoHead
from models.proof import Report
from models.proof_rows import hexed, pairs, rows

FILE = "存证文件"
LINE = ("owner", "version", "mac", "line", "seal")


def heads_of(told: Sequence[str], trusted: bytes | None, report: Report) -> list[Head]:
    """The heads in the file, as far as each follows the one before."""
    found: list[Head] = []
    for number, line in enumerate(told, start=1):
        try:
            head = heads.read(line, trusted)
        except NoHead as error:
            if _was_torn(line, told[number:]):
                report.notes.append(f"{FILE}第{number}行写到一半停了电，下一行已重写。")
            else:
                report.add(f"{FILE}第{number}行", str(error))
            continue
        if found and (head.anchor, head.previous) != (found[-1].anchor + 1, found[-1].digest):
            report.add(f"{FILE}第{number}行", f"第{head.anchor}号存证接不上第{found[-1].anchor}号")
        found.append(head)
    report.anchors = len(found)
    return found


def _was_torn(line: str, later: Sequence[str]) -> bool:
    """The power went while it was written, and it was written anew: what arrived of it is how the next begins."""
    return bool(later) and later[0].startswith(line.rstrip("\0"))


def standing(connection: Connection, report: Report, found: Sequence[Head]) -> list[Head]:
    """Which of the heads the database knows.  Those before an accepted roll-back it need not know."""
    known: dict[int, str] = dict(pairs(connection, "anchor", ("number", "head")))
    mine = {number: _digest(head) for number, head in known.items()}
    forgiven = {gone: head.anchor for head in found for gone in range(head.follows + 1, head.anchor) if gone}
    if forgiven:
        first, last = min(forgiven), max(forgiven)
        report.notes.append(f"第{first}–{last}号存证之后曾恢复旧库，已由第{forgiven[last]}号存证注明。")
    missing = [one for one in found if mine.get(one.anchor) != one.digest and one.anchor not in forgiven]
    if missing:
        report.add(f"第{missing[0].anchor}号存证", "不在库中：数据库停在它之前，可能被换成了旧库或删去了记录")
    if found and (ahead := [number for number in known if number > found[-1].anchor + 1]):
        report.add(FILE, f"缺少第{found[-1].anchor + 1}–{max(ahead)}号存证")
    return [one for one in found if mine.get(one.anchor) == one.digest]


def seen(connection: Connection, report: Report, known: Sequence[Head]) -> dict[str, tuple[Any, ...]]:
    """What the newest anchor of each owner saw of it: version, code, ledger line, its code."""
    by_number = {head.anchor: head for head in known}
    found: dict[str, tuple[Any, ...]] = {}
    told = set()
    for number, lines in groupby(_lines(connection), key=lambda row: row[0]):
        some = [(hexed(row[1]), *row[2:]) for row in lines]
        told.add(number)
        if (head := by_number.get(number)) and heads.lines_digest(some) != head.lines_digest:
            report.add(f"第{number}号存证", "明细与签名不符")
            continue
        found |= {one[0]: one[1:] for one in some}
    for number in by_number.keys() - told:
        if by_number[number].lines:
            report.add(f"第{number}号存证", "明细不见了")
    return found


def behind(
    seen: Mapping[str, tuple[Any, ...]], kept: Mapping[str, tuple[int, str]]
) -> Iterator[tuple[str, str]]:
    """Owners who stand before what an anchor saw of them, or stand elsewhere."""
    for owner, (version, mac, *_) in seen.items():
        now = kept.get(owner)
        if now is None:
            yield owner, "存证时还在，现在不见了"
        elif now[0] < version:
            yield owner, "记录被换成了存证之前的旧样"
        elif now[0] == version and now[1] != mac:
            yield owner, "记录与存证不符"


def counters(connection: Connection, report: Report, known: Sequence[Head]) -> None:
    """No number was ever taken back."""
    now: dict[str, int] = dict(pairs(connection, "counter", ("name", "value")))
    for name, value in (known[-1].counters if known else {}).items():
        if now.get(name, 0) < value:
            report.add(f"计数 {name}", f"现为{now.get(name, 0)}，存证时已到{value}")


def _lines(connection: Connection) -> Iterator[Sequence[Any]]:
    return rows(connection, "anchor_line", ("anchor", *LINE), ("anchor", "owner"))


def _digest(line: str) -> str:
    try:
        return heads.read(line).digest
    except NoHead:
        return ""
