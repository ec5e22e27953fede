"""旁路: how a case was steered beside its way, with who and why, as its page tells it."""

from sqlmodel import Session

from api.story import called
from models import steering, suspend
from models.document import Document
from models.people import to_person
from models.steering import Reopening, SpecialClosing
from models.suspend import Suspension
from models.values import on_paper, to_the_minute


def steered(session: Session, document: Document) -> list[tuple[str, str]]:
    """In the order it happened."""
    facts = [
        *suspend.suspensions(session, document.id),
        *steering.special_closings(session, document.id),
        *steering.reopenings(session, document.id),
    ]
    return [_told(session, fact) for fact in sorted(facts, key=lambda one: one.at)]


def _told(session: Session, fact: Suspension | SpecialClosing | Reopening) -> tuple[str, str]:
    who = f"{called(session, to_person(fact.by))}，{to_the_minute(fact.at)}"
    if isinstance(fact, Suspension):
        over = f"，{to_the_minute(fact.resumed_at)}恢复" if fact.resumed_at else ""
        return "缓办", f"至{on_paper(fact.until)}：{fact.why}（{who}{over}）"
    if isinstance(fact, SpecialClosing):
        leader = called(session, to_person(fact.authority_id))
        return "特殊办结", f"{leader}授权：{fact.why}（{who}）"
    return "恢复待办", f"{fact.why}（{who}）"
