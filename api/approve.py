"""拟办·批示: the office head proposes, the leaders instruct or initial."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from api.acts import on_document
from api.countersign import (
    When,
    beside_signing,
    countersigning,
    countersigning_choices,
)
from api.forms import Form, phrases
from api.offers import everybody, form_on, leaders, offered_for, offices
from api.onward import what_follows
from api.phrases import keep, of_leader
from api.sent import Sent
from config.language import _
from config.policy import policy
from gateways.clock import now
from models import approve, deadlines
from models.document import Document
from models.people import Me
from models.plans import Plan
from models.repeats import is_repeat
from models.rounds import Decision, Mode
from models.suggestions import suggest
from models.tasks import Task, TaskKind
from models.values import ActionKind, due_in_range, local_day
from models.workdays import due_on


class ProposalSent(Sent):
    """``countersigners`` sign before or after the leaders, under one rule; ``claimed_by``: one of a post does."""

    words: str = Field(title=_("拟办意见"))
    lead: str | None = Field(default=None, title=_("主办部门"))
    assistants: list[str] = Field(default_factory=list, title=_("协办部门"))
    leaders: list[UUID] = Field(default_factory=list, title=_("送请批示"))
    readers: list[UUID] = Field(default_factory=list, title=_("传阅"))
    due_date: date | None = Field(default=None, title=_("办理时限"))
    countersigners: list[UUID] = Field(default_factory=list, title=_("会签人员"))
    claimed_by: str | None = Field(default=None, title=_("会签岗位"))
    mode: Mode = Field(default=Mode.EACH, title=_("会签规则"))
    threshold: int = Field(default=0, title=_("票决门槛"))
    weights: str = Field(default="", title=_("票数"))
    when: When = Field(default=When.FIRST, title=_("会签次序"))


class Choice(StrEnum):
    INSTRUCT = "instruct"
    NOTED = "noted"


class OpinionSent(Sent):
    decision: Choice = Field(title=_("批示或圈阅"))
    words: str = Field(default="", title=_("批示意见"))
    keep: bool = Field(default=False, title=_("记为常用"))


class SendBackSent(Sent):
    words: str = Field(title=_("退回理由"))
    to_rank: int | None = Field(default=None, title=_("退回到"))


@on_document("proposal", ProposalSent)
def proposal(session: Session, document: Document, sent: ProposalSent, me: Me, at: datetime) -> object:
    """拟办"""
    due = due_in_range(sent.due_date, today=local_day(at))
    countersigns = countersigning(session, sent)
    plan = Plan(
        words=sent.words,
        lead=sent.lead,
        assistants=sent.assistants,
        leaders=sent.leaders,
        readers=sent.readers,
        due_at=due_on(due) if due else None,
        countersigns=countersigns if sent.when is When.FIRST else [],
        afterwards=countersigns if sent.when is When.LAST else [],
    )
    return approve.propose(session, document, plan, by=me, at=at)


def signed(session: Session, document: Document, sent: OpinionSent, me: Me) -> bool:
    return is_repeat(session, document, decided(sent), sent.words, sent.version, by=me)


@on_document("opinion", OpinionSent, again=signed)
def opinion(session: Session, document: Document, sent: OpinionSent, me: Me, at: datetime) -> object:
    """批示或圈阅；可把意见记为常用"""
    if sent.keep and sent.words:
        keep(session, sent.words, me, at)
    return approve.sign(session, document, decided(sent), sent.words, by=me, at=at)


def decided(sent: OpinionSent) -> Decision:
    return Decision.INSTRUCTED if sent.decision is Choice.INSTRUCT else Decision.NOTED


@on_document("send-back", SendBackSent)
def send_back(session: Session, document: Document, sent: SendBackSent, me: Me, at: datetime) -> object:
    """退回重拟，或退回之前的环节"""
    return approve.send_back(session, document, sent.words, by=me, at=at, to_rank=sent.to_rank)


@offered_for(TaskKind.PROPOSE)
def proposal_form(session: Session, document: Document, _task: Task, _me: Me) -> list[Form]:
    """With what the rules suggest filled in, and the sentence that explains it."""
    acts = document.action is ActionKind.ACT
    advice = suggest(session, document, at=now())
    due = document.due_at or _usual_due(document, advice.days)
    values: dict[str, object] = {
        "due_date": local_day(due).isoformat() if acts else "",
        "lead": advice.lead or "",
        "assistants": advice.assistants,
        "leaders": [str(leader) for leader in advice.leaders],
        "readers": [str(reader) for reader in advice.readers],
    }
    choices = {
        "words": phrases(policy().phrases.proposal),
        "leaders": leaders(session),
        "readers": everybody(session),
        "lead": offices(session) if acts else [],
        "assistants": offices(session) if acts else [],
    } | countersigning_choices(session)
    return [form_on(document, "proposal", "approve", values=values, choices=choices, say=advice.because)]


@offered_for(TaskKind.SIGN)
def opinion_forms(session: Session, document: Document, task: Task, me: Me) -> list[Form]:
    words, then = {"words": phrases(of_leader(session, me))}, what_follows(session, document, task)
    signing = form_on(document, "opinion", "approve", choices=words, then=then)
    return [signing, *beside_signing(session, document, task)]


def _usual_due(document: Document, days: int | None) -> datetime:
    """Where the paper names no date: what the rule gives, else what its urgency does."""
    if days is None:
        return deadlines.for_urgency(now(), document.urgency)
    return deadlines.due(now(), days)
