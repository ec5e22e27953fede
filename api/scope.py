"""知悉范围: to ask that another may know, to decide it, to take somebody off."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from api.acts import on_document
from api.forms import Choices, Form
from api.offers import form_on, offered_always, offered_for
from api.sent import Sent
from config.language import _
from models import access, addressees, copies, narrow, widen
from models.callings import called
from models.document import Document
from models.people import Me, Person, to_person
from models.stages import TRANSITIONS, Move
from models.tasks import Task, TaskKind
from models.widen import ScopeRequest

TO_WHOM = "person:<id> or office:<code>"


class ScopeRequestSent(Sent):
    who: str = Field(title=_("拟知悉的人或部门"), description=TO_WHOM)
    words: str = Field(title=_("申请理由"))


class ScopeDecisionSent(Sent):
    request_id: UUID = Field(title=_("申请"))
    grant: Literal["yes", "no"] = Field(title=_("批复"))
    words: str = Field(default="", title=_("批复意见"))


class ScopeRemovalSent(Sent):
    who: str = Field(title=_("移出的人或部门"), description=TO_WHOM)
    words: str = Field(title=_("移出理由"))


@on_document("scope-request", ScopeRequestSent, beside=True)
def ask(session: Session, document: Document, sent: ScopeRequestSent, me: Me, at: datetime) -> object:
    """申请扩大知悉范围"""
    return widen.ask(session, document, sent.who, sent.words, by=me, at=at)


@on_document("scope-decision", ScopeDecisionSent, beside=True)
def decide(session: Session, document: Document, sent: ScopeDecisionSent, me: Me, at: datetime) -> object:
    """批复扩大知悉范围"""
    return widen.decide(session, document, sent.request_id, sent.grant == "yes", sent.words, by=me, at=at)


@on_document("scope-removal", ScopeRemovalSent, beside=True)
def take_off(session: Session, document: Document, sent: ScopeRemovalSent, me: Me, at: datetime) -> object:
    """移出知悉范围"""
    return narrow.take_off(session, document, sent.who, sent.words, by=me, at=at)


@offered_for(TaskKind.DECIDE_SCOPE)
def decision_form(session: Session, document: Document, task: Task, _me: Me) -> list[Form]:
    request = session.get_one(ScopeRequest, task.about)
    who, asker = called(session, [request.hat])[request.hat], session.get_one(Person, request.by).name
    return [
        form_on(
            document,
            "scope-decision",
            "scope",
            key=f"scope-decision-{str(request.id)[:8]}",
            values={"request_id": str(request.id)},
            choices={"grant": [("yes", _("同意")), ("no", _("不同意"))]},
            say=_("{asker}申请让{who}知悉此件。理由：{why}", asker=asker, who=who, why=request.why),
        )
    ]


@offered_always
def scope_forms(session: Session, document: Document, me: Me) -> list[Form]:
    """Whoever has a part in it may ask; secretary and office head also take off."""
    if (document.stage, Move.ASK_SCOPE) not in TRANSITIONS:
        return []
    knowing = access.knowers(session, document.id)
    offered = []
    if copies.may_copy(session, document, me) and (outside := _outside(session, document, knowing)):
        offered.append(form_on(document, "scope-request", "scope", choices={"who": outside}))
    if me.roles.intersection(narrow.KEEPERS_OF_SCOPE):
        names = called(session, {one.hat for one in narrow.removable(session, document)})
        inside = [(hat, name) for hat, name in names.items() if hat != to_person(me.id)]
        if inside:
            offered.append(form_on(document, "scope-removal", "scope", choices={"who": inside}))
    return offered


def _outside(session: Session, document: Document, knowing: set[str]) -> Choices:
    people = [
        (to_person(person.id), _("{person}（{office}）", person=person.name, office=office.name))
        for person, office in addressees.persons(session, document)
        if to_person(person.id) not in knowing
    ]
    offices = [
        (one.hat, one.name)
        for one in addressees.departments(session, document)
        if not one.why_not and one.hat not in knowing
    ]
    return [*offices, *people]
