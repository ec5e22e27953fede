"""核对: a million ledger lines, their documents, facts and an anchor, looked through by verify-audit's own code."""

import time
from collections.abc import Iterator
from itertools import chain

from bench.figures import record
from bench.place import KINDS, QUICK, SEED, Place, command, place
from flows.stock.ledgers import Row
from flows.stock.letters import UIDS, House, Letter, Plan
from flows.stock.pour import pour, prepare
from flows.stock.rows import ROWS
from gateways import anchor_file
from gateways.clock import now
from models import anchors, codes, heads, recount
from models.database import unit_of_work
from models.document import Counter, Document
from models.ledger import Entry
from models.proof import looking_at
from models.receive import Receipt
from models.register import Registration
from models.stages import Move, Stage
from models.verify import verify

LINES = 10  # of each document
DOCUMENTS = 10_000 if QUICK else 100_000
GOAL_S = 30
STORY = [
    (Move.RECEIVE, Stage.RECEIVED),
    (Move.REGISTER, Stage.REGISTERED),
    *[(Move.PROPOSE, Stage.REGISTERED), *[(Move.SIGN, Stage.REGISTERED)] * (LINES - 3)],
]


def main() -> None:
    for kind in KINDS:
        with place(kind) as here:
            furnish(here)
            measure(here)


def measure(here: Place) -> None:
    began = time.perf_counter()
    with looking_at(str(here.engine.url.render_as_string(hide_password=False))) as connection:
        report = verify(connection, anchor_file.lines(), heads.public_key())
    spent = time.perf_counter() - began
    if report.findings or report.lines != DOCUMENTS * LINES:
        raise RuntimeError(f"{report.lines} lines, {report.findings[:3]}")
    told = f"s for {report.lines:,} lines, {report.facts:,} facts"
    holds, again = spent <= GOAL_S, command("bench.audit")
    record(f"audit.{here.kind}.verified", round(spent, 1), told, f"≤ {GOAL_S}", holds, SEED, again)


def furnish(here: Place) -> None:
    house = House(now(), *map(here.cast.id, UIDS))
    plan = Plan(DOCUMENTS, SEED, waiting=DOCUMENTS)
    letters = list(plan.letters(house.at))
    with unit_of_work() as session:
        prepare(session)
        for table in (Document, Receipt, Registration):
            pour(session, table, chain.from_iterable(ROWS[table](house, letter) for letter in letters))
        pour(session, Entry, chain.from_iterable(_lines(house, letter) for letter in letters))
        session.connection().execute(Document.__table__.update(), {"stage": Stage.REGISTERED, "line": LINES})
        ends = "SELECT mac FROM entry WHERE document_id = document.id AND line = document.line"
        session.connection().exec_driver_sql(f"UPDATE document SET seal = ({ends})")
        session.add(Counter(name="document", value=DOCUMENTS))
        session.flush()
        session.connection().exec_driver_sql("DELETE FROM tally")
        recount.everything(session.connection())
    with unit_of_work() as session:
        made = anchors.make(session, at=now())
    assert made, "there is something to anchor"
    anchor_file.add([made.head])


def _lines(house: House, letter: Letter) -> Iterator[Row]:
    mac, by, at = "", house.wang, codes.iso(house.at)
    for line, (move, stage) in enumerate(STORY, start=1):
        mac = codes.chained(
            mac, str(letter.id), str(line), move.value, stage.value, str(by), "王建国", at, ""
        )
        told = {"document_id": letter.id, "line": line, "move": move, "stage": stage, "by": by}
        yield told | {"by_name": "王建国", "at": house.at, "why": "", "mac": mac}


if __name__ == "__main__":
    main()
