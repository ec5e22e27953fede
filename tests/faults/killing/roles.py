"""What the three processes do until they are killed.

The clerk claims, does and closes as flows.clerk does, without the Prefect run around it: what Prefect adds
is killed by bench.flow_kills, and a start of it would cost more than a thousand kills.
"""

import socket
import time
from dataclasses import replace
from datetime import datetime

import uvicorn
from fastapi import FastAPI
from sqlmodel import Session

from flows import errands, timetable
from flows.timetable import Rule, clear_away
from models import anchors, outbox
from models.outbox import HAND_OVERS, WORLD, Topic

IDLE_SECONDS = 0.005
LOT = {HAND_OVERS: 20, WORLD: 5}


def web(app: FastAPI, door: socket.socket) -> None:
    config = uvicorn.Config(app, log_level="critical", access_log=False, lifespan="off")
    uvicorn.Server(config).run(sockets=[door])


def clerk() -> None:
    errands.take_over()
    while True:
        if sum(_did(topics) for topics in LOT) == 0:  # hand-overs, and then the world too
            time.sleep(IDLE_SECONDS)


def scheduler() -> None:
    """The timetable at a hundred times its pace: whatever is due every few minutes is due every quarter second."""
    rules = [
        replace(rule, slot=_quarter)
        for rule in timetable.TIMETABLE
        if rule.act in (timetable.sweep, clear_away)
    ]
    while True:
        timetable.beat()
        timetable.tick([*rules, Rule(_anchor, _second, dated=False)])
        time.sleep(IDLE_SECONDS)


def _anchor(session: Session, at: datetime) -> None:
    """The next when the last has left the house: a file two anchors behind is what verify-audit warns of."""
    if not outbox.backlog(session, [Topic.ANCHOR], at=at + outbox.GRACE)[0]:
        anchors.make(session, at=at)


def _quarter(at: datetime) -> datetime:
    return at.replace(microsecond=at.microsecond // 250_000 * 250_000)


def _did(topics: tuple[Topic, ...]) -> bool:
    taken = errands.claim(topics, LOT[topics])
    if taken:
        errands.do(errands.find([one.id for one in taken]))
        errands.give_back(taken)
    return bool(taken)


def _second(at: datetime) -> datetime:
    return at.replace(microsecond=0)
