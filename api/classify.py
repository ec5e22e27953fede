"""变更密级: another level or term of secrecy for a paper that is under way or kept."""

from datetime import datetime

from pydantic import Field
from sqlmodel import Session

from api.acts import on_document
from api.forms import Form, choose
from api.offers import form_on, offered_always
from api.sent import Sent
from config.language import _
from models import classify
from models.document import Document
from models.kinds import Level
from models.people import Me


class ClassificationSent(Sent):
    level: Level = Field(title=_("密级"))
    term: str = Field(default="", title=_("保密期限"))
    words: str = Field(title=_("变更理由"))


@on_document("classification", ClassificationSent)
def classification(
    session: Session, document: Document, sent: ClassificationSent, me: Me, at: datetime
) -> object:
    """变更密级"""
    return classify.classify(session, document, sent.level, sent.term, sent.words, by=me, at=at)


@offered_always
def classification_form(_session: Session, document: Document, me: Me) -> list[Form]:
    if not classify.may(document, me):
        return []
    values = {"level": document.level.value, "term": document.term}
    choices = {"level": choose(Level, *Level.of_documents())}
    say = _("变更后，许可不够的人即刻起看不到此件；未办的事另行安排。")
    return [form_on(document, "classification", "steering", values=values, choices=choices, say=say)]
