"""替: a delegation or an absence begins or ends: whoever stands in is told, and the engine looks again."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from config.policy import policy
from models import access, delegations, inbox, leaving, letters
from models.delegations import Absence, Delegation
from models.document import Document
from models.inbox import Task
from models.letters import LetterKind
from models.people import Me, Person, roles_of


def change_over(session: Session, subject: UUID, *, at: datetime) -> None:
    """``subject`` is the delegation or absence.  Done twice, it writes no second mail."""
    given = session.get(Delegation, subject, with_for_update=True)
    if given:
        _tell(session, given, at)
    away = session.get(Absence, subject)
    if whose := given.principal_id if given else away.person_id if away else None:
        leaving.look_again(session, whose, at=at)


def _tell(session: Session, given: Delegation, at: datetime) -> None:
    """A mail about each task that the substitute may answer from now on; later ones are mailed as they open."""
    if given.told_at or given.revoked_at or not given.starts <= at < given.ends:
        return
    person = session.get_one(Person, given.substitute_id)
    lent = delegations.lent_to(session, Me(person, roles_of(session, person.id)), [given])
    for task, document in _lent(session, lent):
        how = letters.haste_of(task, document, at)
        letters.write(session, person, LetterKind.ASK, at=at, how=how, task_id=task.id)
    given.told_at = at
    session.add(given)


def _lent(session: Session, me: Me) -> list[tuple[Task, Document]]:
    """What is open, on documents this person may know, where the policy wants a mail."""
    worth = col(Task.kind).in_(policy().mail.ask_for)
    found = session.exec(select(Task, Document).join(Document).where(inbox.lent_to(me), worth))
    return [(task, document) for task, document in found if access.may_know(me.person, document)]
