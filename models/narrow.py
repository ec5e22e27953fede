"""移出知悉范围: somebody who no longer needs to know is taken off, as long as nothing waits for him there."""

from datetime import datetime

from sqlmodel import Session, col, select

from config.language import _, listed
from models import copies, ledger, readings
from models.access import Knower
from models.callings import called
from models.document import Document
from models.errors import NotFound, NotNow
from models.inbox import TaskKind, open_tasks
from models.people import Me, Role, to_person
from models.stages import Move
from models.values import words

KEEPERS_OF_SCOPE = (Role.SECRETARY, Role.OFFICE_HEAD)


class StillNeeded(NotNow):
    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            _("{name}在此件上还有未了事项（{what}），办完或转办后方可移出。", name=name, what=what)
        )


def take_off(session: Session, document: Document, hat: str, why: str, *, by: Me, at: datetime) -> None:
    """Raises NotYourRole, NotFound, StillNeeded, Malformed.  A copy that was not seen yet is taken back with it."""
    by.must_be(*KEEPERS_OF_SCOPE)
    knower = session.get(Knower, (document.id, hat))
    if knower is None or hat not in {one.hat for one in removable(session, document)}:
        raise NotFound()
    name = called(session, [hat])[hat]
    if what := _open_matters(session, document, hat):
        raise StillNeeded(name, listed(what))
    told = words(why, 200, _("移出理由"), field="words")
    copies.take_back(session, document, hat, at=at)
    session.delete(knower)
    ledger.move(session, document, Move.NARROW, by=by, at=at, why=f"{name}。{told}")


def removable(session: Session, document: Document) -> list[Knower]:
    """People and departments; a post (机要秘书, 办公室主任 …) knows by its office."""
    named = select(Knower).where(Knower.document_id == document.id, ~col(Knower.hat).startswith("role:"))
    return list(session.exec(named.order_by(col(Knower.hat))))


def _open_matters(session: Session, document: Document, hat: str) -> list[str]:
    asked = [
        one.kind
        for one in open_tasks(session, document.id)
        if one.hat == hat and one.kind is not TaskKind.SEE
    ]
    out = [one for one in readings.held(session, document.id) if to_person(one.reader_id) == hat]
    return [*dict.fromkeys(kind.label for kind in asked), *([_("持有纸质件")] if out else [])]
