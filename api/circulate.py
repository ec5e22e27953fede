"""传阅: handed out, read, taken back."""

from datetime import datetime
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from api.acts import on_document
from api.forms import Form, phrases
from api.offers import form_on, offered_for
from api.sent import Sent
from config.language import _
from config.policy import policy
from models import circulate, readings
from models.document import Document
from models.people import Me, Person
from models.readings import Reading
from models.tasks import Task, TaskKind


class HandingOutSent(Sent):
    reading_id: UUID = Field(title=_("传阅人"))
    copy_number: str = Field(default="", title=_("份号"))


class ReadingSent(Sent):
    words: str = Field(default="", title=_("传阅意见"))


class TakingBackSent(Sent):
    reading_id: UUID = Field(title=_("传阅人"))


@on_document("handing-out", HandingOutSent)
def hand_out(session: Session, document: Document, sent: HandingOutSent, me: Me, at: datetime) -> object:
    """送阅"""
    return circulate.hand_out(session, document, sent.reading_id, sent.copy_number, by=me, at=at)


@on_document("reading", ReadingSent)
def read(session: Session, document: Document, sent: ReadingSent, me: Me, at: datetime) -> object:
    """阅签"""
    return circulate.read(session, document, sent.words, by=me, at=at)


@on_document("taking-back", TakingBackSent)
def take_back(session: Session, document: Document, sent: TakingBackSent, me: Me, at: datetime) -> object:
    """阅退"""
    return circulate.take_back(session, document, sent.reading_id, by=me, at=at)


@offered_for(TaskKind.HAND_OUT)
def handing_out_form(session: Session, document: Document, task: Task, _me: Me) -> list[Form]:
    numbers = phrases(readings.copy_numbers(document))
    values = {"reading_id": str(task.about), "copy_number": numbers[0][0] if len(numbers) == 1 else ""}
    say = _("下一位：{reader}。", reader=_reader(session, task))
    choices = {"copy_number": numbers}
    return [form_on(document, "handing-out", "circulate", values=values, choices=choices, say=say)]


@offered_for(TaskKind.READ)
def reading_form(_session: Session, document: Document, _task: Task, _me: Me) -> list[Form]:
    then = _("阅签后请将纸质件交回机要秘书，不得横传。") if document.on_paper else ""
    choices = {"words": phrases(policy().phrases.reader)}
    return [form_on(document, "reading", "circulate", choices=choices, then=then)]


@offered_for(TaskKind.TAKE_BACK)
def taking_back_form(session: Session, document: Document, task: Task, _me: Me) -> list[Form]:
    say = _("{reader}已阅签，请收回纸质件。", reader=_reader(session, task))
    return [form_on(document, "taking-back", "circulate", values={"reading_id": str(task.about)}, say=say)]


def _reader(session: Session, task: Task) -> str:
    person = session.get_one(Person, session.get_one(Reading, task.about).reader_id)
    return _("{person}（{post}）", person=person.name, post=person.post)
