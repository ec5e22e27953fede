"""jiyao verify-audit without the command: everything that can be checked of one database."""

from collections.abc import Sequence

from sqlalchemy import Connection

from models import proof_anchors
from models.fact_kinds import HOUSE
from models.proof import Report
from models.proof_facts import facts
from models.proof_lines import journal, ledgers
from models.proof_rows import hexed, pairs, rows


def verify(connection: Connection, told: Sequence[str] = (), trusted: bytes | None = None) -> Report:
    """``told``: the lines of the anchor file; ``trusted``: whose signature they must bear."""
    report, label = Report(), Labels(connection)
    heads = proof_anchors.heads_of(told, trusted, report)
    known = proof_anchors.standing(connection, report, heads)
    seen = proof_anchors.seen(connection, report, known)
    given: dict[str, int] = dict(pairs(connection, "counter", ("name", "value")))
    journal(
        connection,
        report,
        given.get("event", 0),
        {h.journal_line: h.journal_mac for h in known if h.journal_line},
    )
    ledgers(connection, report, label, {owner: (line, seal) for owner, (_, _, line, seal) in seen.items()})
    _no_gap(connection, report, given.get("document", 0))
    kept = facts(connection, report, label)
    for owner, why in proof_anchors.behind(seen, kept):
        report.add(label(owner), why)
    proof_anchors.counters(connection, report, known)
    return report


class Labels:
    """How a finding calls an owner: a document by its number, a person by account.  Read when first asked.

    A document that is gone still has its entry in the register.
    """

    def __init__(self, connection: Connection) -> None:
        self.connection, self.known = connection, dict[str, str]()

    def __call__(self, owner: str) -> str:
        if not self.known:
            self.known = {HOUSE.hex: "部门"} | dict(self._read())
        return self.known.get(owner, f"编号 {owner}")

    def _read(self) -> list[tuple[str, str]]:
        entered = [
            (hexed(id), number)
            for id, number in rows(self.connection, "registration", ("document_id", "number"))
        ]
        documents = [
            (hexed(id), number or f"未编号件（{serial}）")
            for id, serial, number in rows(self.connection, "document", ("id", "serial", "number"))
        ]
        people = [(hexed(id), f"人员 {uid}") for id, uid in rows(self.connection, "person", ("id", "uid"))]
        orders = [
            (hexed(id), f"清册 {number}")
            for id, number in rows(self.connection, "destruction_order", ("id", "number"))
        ]
        return [*entered, *documents, *people, *orders]


def _no_gap(connection: Connection, report: Report, given: int) -> None:
    """Every document takes the next serial number, so one that was removed whole leaves a gap."""
    there = {serial for (serial,) in rows(connection, "document", ("serial",))}
    gone = sorted(set(range(1, given + 1)) - there)
    if gone:
        listed = "、".join(map(str, gone[:5])) + ("……" if len(gone) > 5 else "")
        report.add("签收序号", f"共签收过{given}件，少了第{listed}件")
