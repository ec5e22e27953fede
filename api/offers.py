"""What a person may do with a document now: a form for each act that a task waits for, then what is open anyway."""

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import Session, col, select

from api.drafted import with_draft
from api.forms import Choices, Form, by_name, people
from config.language import _
from models import addressees
from models.document import Document
from models.inbox import is_for
from models.people import Me, Office, Role, holders, workers
from models.tasks import Task, TaskKind, open_tasks

Builder = Callable[[Session, Document, Task, Me], list[Form]]
Anyway = Callable[[Session, Document, Me], list[Form]]

BUILDERS: dict[TaskKind, Builder] = {}
ALWAYS: list[Anyway] = []


def offered_for(kind: TaskKind) -> Callable[[Builder], Builder]:
    """Mark the function that builds the forms for one kind of task."""

    def keep(builder: Builder) -> Builder:
        BUILDERS[kind] = builder
        return builder

    return keep


def offered_always(builder: Anyway) -> Anyway:
    """Mark the function that builds the forms of acts which wait for no task; they are folded, after the others."""
    ALWAYS.append(builder)
    return builder


def offers(session: Session, document: Document, me: Me) -> list[Form]:
    """The forms for this person's open tasks on this document, the oldest task first; then the acts open anyway."""
    waiting = [task for task in open_tasks(session, document.id) if is_for(task, me)]
    asked = [
        _named(with_draft(session, form, task, me), by)
        for by in (me, *me.in_others_place)
        for task in waiting
        if task.hat in by.answers
        for form in BUILDERS[task.kind](session, document, task, by)
    ]
    anyway = [form for builder in ALWAYS for form in builder(session, document, me)]
    return [*asked, *(replace(form, main=False) for form in anyway)]


def _named(form: Form, by: Me) -> Form:
    """A form that is filled in for another says so, and stands beside one's own."""
    if by.behalf_of is None:
        return form
    key, say = (
        f"{form.key}-for-{by.behalf_of.hex[:8]}",
        _("您代{behalf_name}办理。{say}", behalf_name=by.behalf_name, say=form.say),
    )
    return replace(form, key=key, say=say, behalf_of=str(by.behalf_of))


def form_on(document: Document, act: str, stage: str, **said: object) -> Form:
    """The form of one act on one document."""
    action = f"/documents/{document.id}/{act}"
    return Form(act=act, action=action, template=f"{stage}/{act}.html", version=document.line, **said)  # type: ignore[arg-type]


def everybody(session: Session) -> Choices:
    """Whoever may be given papers, by name, as a picker shows them."""
    names = {office.code: office.name for office in session.exec(select(Office))}
    return by_name(
        (str(one.id), _("{one}（{office_code}）", one=one.name, office_code=names[one.office_code]))
        for one in workers(session)
    )


def known(session: Session, document: Document) -> Choices:
    """Those of them who may know of the document."""
    may = addressees.persons(session, document)
    return by_name(
        (str(person.id), _("{person}（{office}）", person=person.name, office=office.name))
        for person, office in may
    )


def leaders(session: Session) -> Choices:
    return people(holders(session, Role.LEADER))


def offices(session: Session) -> Choices:
    return [(one.code, one.name) for one in session.exec(select(Office).order_by(col(Office.code)))]
