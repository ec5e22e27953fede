"""Jiyao: 王建国 signs; his desk.  Sealed words, a ledger line, a tally, what the engine owes: nothing is left out."""

import sys
from uuid import UUID

from api import desk
from bench.peers.clock import each, told
from bench.place import SEED, place
from flows.stock.fill import fill
from flows.stock.letters import Plan
from gateways.clock import now
from models import access, approve
from models.database import reading, unit_of_work
from models.desk import Folder
from models.people import Me
from models.rounds import Decision


def main(cases: int, acts: int) -> None:
    with place() as here:
        plan, at, me = Plan(cases, SEED, waiting=cases), now(), here.cast.wang
        fill(plan, at=at)
        looks = each(lambda _turn: shown(me), range(acts))
        told(list=looks, act=each(lambda letter: signed(me, letter.id), plan.newest(acts, at)))


def signed(me: Me, document_id: UUID) -> None:
    with unit_of_work() as session:
        document = access.find(session, document_id, me, to_change=True)
        approve.sign(session, document, Decision.INSTRUCTED, "请医务部阅办。", by=me, at=now())


def shown(me: Me) -> None:
    with reading() as session:
        desk.shown(session, me, Folder.ALL)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
