"""会签: who is asked besides the leaders, under which rule, and the forms beside every signature."""

import re
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from pydantic import Field
from sqlmodel import Session

from api.acts import on_document
from api.forms import Choices, Form, choose
from api.offers import everybody, form_on, offered_for, offices
from api.onward import what_follows
from api.sent import Sent
from config.language import _, listed
from config.policy import policy
from models import approve, rounds, seating
from models.document import Document
from models.errors import Malformed
from models.people import Me, Person, Role, to_person
from models.repeats import is_repeat
from models.rounds import Decision, Mode, PlannedStep, Purpose, Seat, Step
from models.tasks import Task, TaskKind

if TYPE_CHECKING:
    from api.approve import ProposalSent

POSTS = (Role.SECRETARY, Role.OFFICE_HEAD, Role.LEADER, Role.DEPARTMENT_HEAD, Role.HANDLER, Role.ARCHIVIST)
VOTES = re.compile(r"([^\s\d,，、;；:：=]+)[\s:：=]*(\d{1,4})票?")


class When(StrEnum):
    """Whether the countersigners come before the leaders or after them."""

    FIRST = "first"
    LAST = "last"


class Choice(StrEnum):
    AGREE = "agree"
    AGAINST = "against"


class CountersignSent(Sent):
    decision: Choice = Field(title=_("会签结论"))
    words: str = Field(default="", title=_("会签意见"))


def countersigned(session: Session, document: Document, sent: CountersignSent, me: Me) -> bool:
    return is_repeat(session, document, decided(sent), sent.words, sent.version, by=me)


@on_document("countersignature", CountersignSent, again=countersigned)
def countersign(session: Session, document: Document, sent: CountersignSent, me: Me, at: datetime) -> object:
    """会签"""
    return approve.countersign(session, document, decided(sent), sent.words, by=me, at=at)


def decided(sent: CountersignSent) -> Decision:
    return Decision.AGREED if sent.decision is Choice.AGREE else Decision.AGAINST


@offered_for(TaskKind.COUNTERSIGN)
def countersign_forms(session: Session, document: Document, task: Task, _me: Me) -> list[Form]:
    step = approve.step_of(session, task)
    votes = session.get_one(Seat, task.about).weight
    say = _("本环节{rule}", rule=rule(step)) + (_("；您有{votes}票。", votes=votes) if votes > 1 else "。")
    signing = form_on(
        document,
        "countersignature",
        "approve",
        say=say,
        then=what_follows(session, document, task),
        choices=_phrases(),
    )
    return [signing, *beside_signing(session, document, task)]


def countersigning(session: Session, sent: "ProposalSent") -> list[PlannedStep]:
    """The step that was asked for, or none.  Raises Malformed."""
    hats = [to_person(person) for person in sent.countersigners] + (
        [sent.claimed_by] if sent.claimed_by else []
    )
    if not hats:
        return []
    if sent.claimed_by and sent.claimed_by not in dict(posts(session)):
        raise Malformed(_("会签岗位不在可选范围内。"), "claimed_by")
    weights = _weights(session, sent)
    planned = PlannedStep(hats, Purpose.COUNTERSIGN, sent.mode, sent.threshold, weights)
    if sent.mode is Mode.VOTE and not sent.threshold:
        planned = replace(planned, threshold=quorum(planned.votes))
    return [planned]


def quorum(votes: int) -> int:
    """The votes that a 票决 needs where nobody names a number: more than the policy's share."""
    return votes * policy().routing.quorum_percent // 100 + 1


def countersigning_choices(session: Session) -> dict[str, Choices]:
    return {
        "countersigners": everybody(session),
        "claimed_by": posts(session),
        "mode": choose(Mode),
        "when": [(When.FIRST, _("在领导批示之前")), (When.LAST, _("在领导批示之后"))],
    }


def posts(session: Session) -> Choices:
    """Posts and departments of which one may take it on."""
    named = [(f"role:{role}", _("{role}（任一人认领）", role=role.label)) for role in POSTS]
    return named + [
        (f"office:{code}", _("{name}（任一人认领）", name=name)) for code, name in offices(session)
    ]


def rule(step: Step) -> str:
    """How a step is passed, in words."""
    return (
        _("票决，{threshold}票通过", threshold=step.threshold) if step.mode is Mode.VOTE else step.mode.label
    )


def beside_signing(session: Session, document: Document, task: Task) -> list[Form]:
    """退回·加签·转办·放回: what else may be done with a signature that is owed."""
    step = approve.step_of(session, task)
    back = [
        (
            str(one.rank),
            _(
                "第{rank}环节（{purpose}：{names}）",
                rank=one.rank,
                purpose=one.purpose.label,
                names=_names(session, one),
            ),
        )
        for one in rounds.steps(session, step.proposal_id)
        if one.rank < step.rank
    ]
    people = everybody(session)
    where = [("before", _("在我之前")), ("beside", _("与我同时")), ("after", _("在我之后"))]
    seat = session.get_one(Seat, task.about)
    claimed = any(not one.is_claimed for one in seating.history(session, seat))
    return [
        form_on(document, "send-back", "approve", main=False, choices={"to_rank": back}),
        form_on(
            document,
            "signer-addition",
            "approve",
            main=False,
            choices={"people": people, "where": where},
            values={"where": "beside"},
        ),
        form_on(document, "handing-over", "approve", main=False, choices={"person": people}),
        *([form_on(document, "putting-back", "approve", main=False)] if claimed else []),
    ]


def _names(session: Session, step: Step) -> str:
    seats = [seat for seat in rounds.seats(session, step.id) if seat.is_claimed]
    people = [session.get_one(Person, UUID(seat.hat.removeprefix("person:"))).name for seat in seats]
    return listed(people[:3]) + (_("等{many}人", many=len(people)) if len(people) > 3 else "")


def _weights(session: Session, sent: "ProposalSent") -> dict[str, int]:
    """``王建国 3、周强 2``: votes that are not 1.  Raises Malformed for anybody else."""
    ids = {session.get_one(Person, one).name: one for one in sent.countersigners if session.get(Person, one)}
    found = VOTES.findall(sent.weights)
    if sent.weights.strip() and (not found or not {name for name, _ in found} <= set(ids)):
        raise Malformed(_("票数请写作“王建国 3、周强 2”，且须为会签人员。"), "weights")
    return {to_person(ids[name]): int(votes) for name, votes in found}


def _phrases() -> dict[str, Choices]:
    return {"words": [(word, word) for word in policy().phrases.countersign]}
