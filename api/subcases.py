"""子事项: the lead department asks people; they answer, or say that it is not theirs to answer."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from api.acts import on_document
from api.forms import Form
from api.offers import form_on, known, offered_always, offered_for
from api.sent import Sent
from config.language import _
from models import assignments, subcases, subwork
from models.document import Document
from models.people import Me, to_office
from models.stages import Stage
from models.subcases import Answer, SubCase
from models.tasks import Task, TaskKind
from models.values import due_in_range, local_day, on_paper
from models.workdays import due_on

MODES = [("together", _("同时答复")), ("in-order", _("依次答复"))]


class SubCaseSent(Sent):
    matter: str = Field(title=_("子事项内容"))
    people: list[UUID] = Field(default_factory=list, title=_("答复人"))
    mode: Literal["together", "in-order"] = Field(default="together", title=_("答复次序"))
    due_date: date = Field(title=_("答复时限"))


class AnswerSent(Sent):
    answer_id: UUID = Field(title=_("子事项"))
    words: str = Field(title=_("答复"))


class SubCaseClosureSent(Sent):
    sub_case_id: UUID = Field(title=_("子事项"))
    words: str = Field(title=_("终止理由"))


@on_document("sub-case", SubCaseSent)
def open_sub_case(session: Session, document: Document, sent: SubCaseSent, me: Me, at: datetime) -> object:
    """立子事项"""
    due = due_on(due_in_range(sent.due_date, today=local_day(at), name=_("答复时限"), field="due_date"))
    in_order = sent.mode == "in-order"
    return subwork.open_sub_case(
        session, document, sent.matter, sent.people, due, in_order=in_order, by=me, at=at
    )


@on_document("answer", AnswerSent)
def answer(session: Session, document: Document, sent: AnswerSent, me: Me, at: datetime) -> object:
    """答复子事项"""
    return subwork.answer(session, document, sent.answer_id, sent.words, by=me, at=at)


@on_document("answer-return", AnswerSent)
def return_answer(session: Session, document: Document, sent: AnswerSent, me: Me, at: datetime) -> object:
    """退回子事项"""
    return subwork.answer(session, document, sent.answer_id, sent.words, returned=True, by=me, at=at)


@on_document("sub-case-closure", SubCaseClosureSent)
def close_sub_case(
    session: Session, document: Document, sent: SubCaseClosureSent, me: Me, at: datetime
) -> object:
    """终止子事项"""
    return subwork.close_sub_case(session, document, sent.sub_case_id, sent.words, by=me, at=at)


@offered_for(TaskKind.ANSWER)
def answer_forms(session: Session, document: Document, task: Task, _me: Me) -> list[Form]:
    mine = session.get_one(Answer, task.about)
    sub = session.get_one(SubCase, mine.sub_case_id)
    values, say = (
        {"answer_id": str(mine.id)},
        _("{matter}（{due_at}前答复）", matter=sub.matter, due_at=on_paper(sub.due_at)),
    )
    return [
        form_on(document, "answer", "undertake", key=f"answer-{mine.id}", values=values, say=say),
        form_on(
            document,
            "answer-return",
            "undertake",
            key=f"answer-return-{mine.id}",
            main=False,
            values=values,
            say=say,
            then=_("退回只影响这个子事项，由主办部门另行安排。"),
        ),
    ]


@offered_always
def sub_case_forms(session: Session, document: Document, me: Me) -> list[Form]:
    leading = assignments.lead(session, document.id) if _is_carried_out(document) else None
    if leading is None or leading.completed_at:
        return []
    forms = []
    if leading.accepted_at and to_office(leading.office_code) in me.answers:
        values = {"due_date": local_day(leading.due_at).isoformat(), "mode": "together"}
        choices = {"people": known(session, document), "mode": MODES}
        forms.append(form_on(document, "sub-case", "undertake", values=values, choices=choices))
    still = [one for one in subcases.open_ones(session, leading.id) if subwork.may_close(session, one, me)]
    if still:
        choices = {"sub_case_id": [(str(one.id), one.matter[:40]) for one in still]}
        forms.append(form_on(document, "sub-case-closure", "undertake", choices=choices))
    return forms


def _is_carried_out(document: Document) -> bool:
    return document.stage is Stage.CIRCULATED and not document.suspended_until
