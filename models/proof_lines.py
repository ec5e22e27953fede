"""核对链条: ledgers and journal, line by line."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection

from models import codes
from models.proof import Report
from models.proof_rows import dashed, hexed, moment, rows, words
from models.stages import TRANSITIONS

Label = Callable[[str], str]
ENTRY = ("document_id", "line", "move", "stage", "by", "by_name", "at", "why", "mac")
EVENT = ("line", "at", "act", "ok", "by", "by_name", "about", "why", "address", "mac")
LEADS: dict[tuple[str | None, str], str] = {
    (stage, move): to.value for (stage, move), to in TRANSITIONS.items()
}
NOTHING: tuple[int, str, str] = (0, "", "")


def ledgers(
    connection: Connection, report: Report, label: Label, pinned: Mapping[str, tuple[int, str]]
) -> None:
    """Each ledger is whole, leads where its document stands, and is the one that the anchors saw (``pinned``)."""
    ends: dict[str, tuple[int, str, str]] = {}
    broken: set[str] = set()
    for row in rows(connection, "entry", ENTRY, ("document_id", "line")):
        report.lines += 1
        document = hexed(row[0])
        if document in broken:
            continue
        end = ends.get(document, NOTHING)
        if why := _wrong(row, end, pinned.get(document)):
            broken.add(document)
            report.add(label(document), f"台账第{end[0] + 1}行{why}")
        ends[document] = (end[0] + 1, words(row[3]), words(row[8]))
    _compare(connection, report, label, {one: end for one, end in ends.items() if one not in broken}, broken)


def _wrong(row: Any, end: tuple[int, str, str], pin: tuple[int, str] | None) -> str:
    line, stage, mac = end
    if row[1] != line + 1:
        return "缺失"
    if LEADS.get((stage or None, row[2])) != row[3]:
        return "不合流程"
    fields = (dashed(row[0]), str(row[1]), words(row[2]), words(row[3]), dashed(row[4]), words(row[5]))
    if codes.chained(mac, *fields, moment(row[6]), words(row[7])) != row[8]:
        return "与校验码不符"
    return "与存证不符" if pin and pin[0] == row[1] and pin[1] != row[8] else ""


def _compare(
    connection: Connection,
    report: Report,
    label: Label,
    ends: dict[str, tuple[int, str, str]],
    broken: set[str],
) -> None:
    for id, stage, line, seal in rows(connection, "document", ("id", "stage", "line", "seal")):
        report.documents += 1
        document = hexed(id)
        end = ends.pop(document, NOTHING)
        if document not in broken and end != (line, words(stage), seal):
            what = f"台账缺少第{end[0] + 1}行起的记录" if line > end[0] else "台账与公文现状不符"
            report.add(label(document), what)
    for document in ends:
        report.add(label(document), "只有台账，公文不见了")


def journal(connection: Connection, report: Report, given: int, pinned: Mapping[int, str]) -> None:
    """Each line follows the one before; as many as were ever ``given``.  After a bad line the look goes on."""
    mac, line = "", 0
    for row in rows(connection, "event", EVENT, ("line",)):
        report.events += 1
        line += 1
        if row[0] != line:
            report.add(f"日志第{line}行", f"缺失，下一行是第{row[0]}行")
            line = row[0]
        elif codes.chained(mac, *_event_fields(row)) != row[9]:
            report.add(f"日志第{line}行", "与校验码不符")
        elif pinned.get(line, row[9]) != row[9]:
            report.add(f"日志第{line}行", "与存证不符")
        mac = words(row[9])
    last = max([given, *pinned])
    if line < last:
        report.add(f"日志第{line + 1}行", f"自此行起缺失，应有{last}行")


def _event_fields(row: Any) -> tuple[str, ...]:
    who = (str(int(row[3])) if isinstance(row[3], int) else words(row[3]), dashed(row[4]))
    return (str(row[0]), moment(row[1]), words(row[2]), *who, *map(words, row[5:9]))
