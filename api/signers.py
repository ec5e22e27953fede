"""加签·减签·转办·认领·放回·收回·重定位: how a signature moves between people."""

from datetime import datetime
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from api.acts import on_document
from api.forms import Form
from api.offers import form_on, offered_always, offered_for
from api.sent import NothingSent, Sent
from api.story import called
from config.language import _
from models import approve, recall, relocate, rounds, second_thoughts, signers
from models.document import Document
from models.people import Me, Role
from models.second_thoughts import What
from models.signers import Where
from models.tasks import Task, TaskKind


class AddSent(Sent):
    people: list[UUID] = Field(default_factory=list, title=_("加签人员"))
    where: Where = Field(title=_("加签位置"))
    words: str = Field(title=_("加签理由"))


class DropSent(Sent):
    seat_id: UUID = Field(title=_("减签人员"))
    words: str = Field(title=_("减签理由"))


class HandOverSent(Sent):
    person: UUID = Field(title=_("转给"))
    words: str = Field(title=_("转办理由"))


class RelocateSent(Sent):
    place: str = Field(title=_("重定位到"))
    words: str = Field(title=_("重定位理由"))


@on_document("signer-addition", AddSent)
def add(session: Session, document: Document, sent: AddSent, me: Me, at: datetime) -> object:
    """加签"""
    return signers.add(session, document, sent.people, sent.where, sent.words, by=me, at=at)


@on_document("signer-removal", DropSent)
def drop(session: Session, document: Document, sent: DropSent, me: Me, at: datetime) -> object:
    """减签"""
    return signers.drop(session, document, sent.seat_id, sent.words, by=me, at=at)


@on_document("handing-over", HandOverSent)
def hand_over(session: Session, document: Document, sent: HandOverSent, me: Me, at: datetime) -> object:
    """转办"""
    return signers.hand_over(session, document, sent.person, sent.words, by=me, at=at)


@on_document("claim", NothingSent)
def claim(session: Session, document: Document, _sent: NothingSent, me: Me, at: datetime) -> object:
    """认领"""
    signers.claim(session, document, by=me, at=at)
    told = {"document": str(document.id), "behalf_of": f"{me.behalf_of or ''}"}
    return second_thoughts.note(session, What.CLAIM, told, by=me, at=at)


@on_document("putting-back", NothingSent)
def put_back(session: Session, document: Document, _sent: NothingSent, me: Me, at: datetime) -> object:
    """放回"""
    return signers.put_back(session, document, by=me, at=at)


@on_document("recall", NothingSent)
def take_back(session: Session, document: Document, _sent: NothingSent, me: Me, at: datetime) -> object:
    """收回"""
    return recall.recall(session, document, by=me, at=at)


@on_document("relocation", RelocateSent)
def put_elsewhere(session: Session, document: Document, sent: RelocateSent, me: Me, at: datetime) -> object:
    """重定位"""
    return relocate.relocate(session, document, sent.place, sent.words, by=me, at=at)


@offered_for(TaskKind.CLAIM)
def claim_form(session: Session, document: Document, task: Task, _me: Me) -> list[Form]:
    return [
        form_on(
            document, "claim", "approve", say=_("由{hat}中一人认领后会签。", hat=called(session, task.hat))
        )
    ]


@offered_always
def recall_form(session: Session, document: Document, me: Me) -> list[Form]:
    return [form_on(document, "recall", "approve")] if recall.can_recall(session, document, me) else []


@offered_always
def removal_form(session: Session, document: Document, me: Me) -> list[Form]:
    proposal = approve.in_force(session, document.id)
    waiting = [one for one in rounds.all_seats(session, proposal.id) if one.waits] if proposal else []
    mine = [one for one in waiting if one.added_by == me.id or Role.OFFICE_HEAD in me.roles]
    if not mine or document.stage != "registered":
        return []
    choices = {"seat_id": [(str(one.id), called(session, one.hat)) for one in mine]}
    return [form_on(document, "signer-removal", "approve", choices=choices)]


@offered_always
def relocation_form(session: Session, document: Document, me: Me) -> list[Form]:
    places = relocate.places(session, document) if Role.OFFICE_HEAD in me.roles else []
    return [form_on(document, "relocation", "approve", choices={"place": places})] if places else []
