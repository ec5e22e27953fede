"""抄送·阅知: let others know, and say that one has seen it."""

from datetime import datetime
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from api.acts import on_document
from api.forms import Form
from api.offers import form_on, offered_always, offered_for
from api.sent import Sent
from config.language import _
from models import access, addressees, copies
from models.document import Document
from models.people import Me, Person, to_office, to_person
from models.stages import TRANSITIONS, Move
from models.tasks import Task, TaskKind


class CopyingSent(Sent):
    people: list[UUID] = Field(default_factory=list, title=_("抄送人员"))
    offices: list[str] = Field(default_factory=list, title=_("抄送部门"))
    words: str = Field(default="", title=_("附言"))


class SeeingSent(Sent):
    """Only who and when matter."""


@on_document("copying", CopyingSent, beside=True)
def copy(session: Session, document: Document, sent: CopyingSent, me: Me, at: datetime) -> object:
    """抄送"""
    hats = [*(to_person(one) for one in sent.people), *(to_office(code) for code in sent.offices)]
    return copies.copy(session, document, hats, sent.words, by=me, at=at)


@on_document("seeing", SeeingSent, beside=True)
def see(session: Session, document: Document, _sent: SeeingSent, me: Me, at: datetime) -> object:
    """阅知"""
    return copies.see(session, document, by=me, at=at)


@offered_always
def copying_form(session: Session, document: Document, me: Me) -> list[Form]:
    """Whoever has a part in it may let others know, except those who know already."""
    if (document.stage, Move.COPY_TO) not in TRANSITIONS or not copies.may_copy(session, document, me):
        return []
    knowing = None if copies.widens(document, me) else access.knowers(session, document.id)
    has = {one.hat for one in copies.copies(session, document.id)} | {to_person(me.id)}
    people = [
        (str(person.id), _("{person}（{office}）", person=person.name, office=office.name))
        for person, office in addressees.persons(session, document)
        if to_person(person.id) not in has and (knowing is None or to_person(person.id) in knowing)
    ]
    offices = [
        (one.hat.removeprefix("office:"), one.name)
        for one in addressees.departments(session, document)
        if not one.why_not and one.hat not in has and (knowing is None or one.hat in knowing)
    ]
    return [form_on(document, "copying", "copies", choices={"people": people, "offices": offices})]


@offered_for(TaskKind.SEE)
def seeing_form(session: Session, document: Document, task: Task, me: Me) -> list[Form]:
    """One form, however many copies wait for this person."""
    mine = (one for one in copies.copies(session, document.id) if one.hat in me.answers and one.waits)
    one = next(mine)
    if one.id != task.about:
        return []
    sender = session.get_one(Person, one.by)
    say = _("{sender}抄送", sender=sender.name) + (_("：{words}", words=one.words) if one.words else "。")
    return [form_on(document, "seeing", "copies", say=say)]
