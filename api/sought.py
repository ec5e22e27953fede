"""查找框: what somebody types is read for operators (来文: 文号: 密级: 紧急: 部门: 到期: 超期:是), then looked for."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Query
from sqlmodel import Session, col, or_, select

from config.language import _
from models.errors import Malformed
from models.numbers import BadNumber, DocumentNumber
from models.people import Office
from models.sealed_words import seal, unseal
from models.sought import Due, Sought
from models.values import Level, Urgency

WRITTEN = re.compile(r"(?:^|\s)(\w{2,4})[:：]\s*([^\s:：]+)")
YES = ("是", "有", "1")
WORDS = ("q", "issuer", "doc_number")  # what is typed, and may quote a paper


class NoSuchOffice(Malformed):
    def __init__(self) -> None:
        super().__init__(_("没有这个部门，请写部门全称或机构代码。"))


class OnlyYes(Malformed):
    def __init__(self) -> None:
        super().__init__(_("“超期:”后面写“是”。"))


@dataclass(frozen=True)
class Asked:
    """``typed`` stands in the box; ``meant`` is what it says together with the choices; ``wrong`` what it cannot mean."""

    typed: Sought
    meant: Sought
    wrong: str = ""


Operator = Callable[[Session, str], dict[str, str]]


def _of_issuer(_session: Session, said: str) -> dict[str, str]:
    return {"issuer": said}


def _of_number(_session: Session, said: str) -> dict[str, str]:
    """As the register spells it, where it is whole."""
    try:
        return {"doc_number": str(DocumentNumber.parse(said))}
    except BadNumber:
        return {"doc_number": said.replace("[", "〔").replace("]", "〕")}


def _of_level(_session: Session, said: str) -> dict[str, str]:
    return {"level": Level.of(said).value}


def _of_urgency(_session: Session, said: str) -> dict[str, str]:
    return {"urgency": Urgency.of(said).value}


def _of_due(_session: Session, said: str) -> dict[str, str]:
    return {"due": Due.of({"今日": "今日到期", "超期": "已超期", "临近": "临近到期"}.get(said, said)).value}


def _of_lateness(_session: Session, said: str) -> dict[str, str]:
    if said not in YES:
        raise OnlyYes()
    return {"due": Due.LATE.value}


def _of_office(session: Session, said: str) -> dict[str, str]:
    named = or_(col(Office.code) == said.upper(), col(Office.name) == said)
    office = session.exec(select(Office).where(named)).first()
    if office is None:
        raise NoSuchOffice()
    return {"office": office.code}


OPERATORS: dict[str, Operator] = {
    "来文": _of_issuer,
    "来文单位": _of_issuer,
    "文号": _of_number,
    "密级": _of_level,
    "紧急": _of_urgency,
    "到期": _of_due,
    "超期": _of_lateness,
    "部门": _of_office,
}


def understand(session: Session, typed: Sought) -> Asked:
    """What the box means.  A word before a colon that is no operator is looked for like any other."""
    meant, said, wrong = dict(typed.told), typed.q, ""
    for found in WRITTEN.finditer(typed.q):
        operator = OPERATORS.get(found[1])
        if operator is None:
            continue
        said = said.replace(found[0], " ", 1)
        try:
            meant |= operator(session, found[2])
        except Malformed as refusal:
            wrong = refusal.said
    meant["q"] = said.strip()
    return Asked(typed, Sought(**meant), wrong)


def in_address(sought: Sought) -> dict[str, str]:
    """What an address says of it: the words sealed, the choices as they are."""
    words = {name: value for name, value in sought.told.items() if name in WORDS}
    choices = {name: value for name, value in sought.told.items() if name not in WORDS}
    return choices | ({"s": seal(words)} if words else {})


def _asked_for(
    q: Annotated[str, Query(max_length=100)] = "",
    urgency: Annotated[str, Query(max_length=20)] = "",
    level: Annotated[str, Query(max_length=20)] = "",
    issuer: Annotated[str, Query(max_length=100)] = "",
    office: Annotated[str, Query(max_length=8)] = "",
    due: Annotated[str, Query(max_length=20)] = "",
    doc_number: Annotated[str, Query(max_length=60)] = "",
    s: Annotated[str, Query(max_length=2000)] = "",
) -> Sought:
    words = {"q": q, "issuer": issuer, "doc_number": doc_number}
    words |= {name: word for name, word in unseal(s).items() if name in WORDS}
    return Sought(urgency=urgency, level=level, office=office, due=due, **words)


def _in_the_list(shared: Annotated[Sought, Depends(_asked_for)], stage: str = "", book: str = "") -> Sought:
    return replace(shared, stage=stage, book=book)


OnDesk = Annotated[Sought, Depends(_asked_for)]
InList = Annotated[Sought, Depends(_in_the_list)]
