"""旁路: how a case was steered beside its way, with who and why, as its page tells it."""

from sqlmodel import Session

from api.story import called
from config.language import _
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
    who = _("{to_person}，{at}", to_person=called(session, to_person(fact.by)), at=to_the_minute(fact.at))
    if isinstance(fact, Suspension):
        over = _("，{resumed_at}恢复", resumed_at=to_the_minute(fact.resumed_at)) if fact.resumed_at else ""
        return _("缓办"), _(
            "至{until}：{why}（{who}{over}）", until=on_paper(fact.until), why=fact.why, who=who, over=over
        )
    if isinstance(fact, SpecialClosing):
        leader = called(session, to_person(fact.authority_id))
        return _("特殊办结"), _("{leader}授权：{why}（{who}）", leader=leader, why=fact.why, who=who)
    return _("恢复待办"), _("{why}（{who}）", why=fact.why, who=who)
