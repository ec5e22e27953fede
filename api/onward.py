"""然后呢: what an act will lead to, said before the press; and after it, who is next and what else waits."""

from uuid import UUID

from fastapi import Request
from sqlmodel import Session, col, func

from api.notices import NOTICES
from api.story import called
from config.language import Listed, _
from models import approve, outbox, receive, rounds
from models.access import visible_to
from models.approve import Proposal
from models.dates import SHANGHAI
from models.document import Document
from models.inbox import BESIDE, is_for, open_tasks, waiting_for
from models.people import Me, Office, Person
from models.rounds import Mode, Purpose, Seat, Step
from models.tasks import Task, TaskKind

NAMED = 3  # so many by name, the others as a number
MORE_HERE = (
    "received",
    "received-each",
    "registered-next",
)  # the form comes as soon as the engine has passed it on
SIGNING = (TaskKind.SIGN, TaskKind.COUNTERSIGN)


def what_follows(session: Session, document: Document, task: Task) -> str:
    """What happens after this signature: ``将送：医务部承办；期限 12-05``."""
    step = approve.step_of(session, task)
    here = [seat for seat in rounds.seats(session, step.id) if seat.waits and seat.id != task.about]
    if here and step.mode is not Mode.ANY:
        return _("本环节还等{who}签署。", who=_names(session, [seat.hat for seat in here]))
    proposal = session.get_one(Proposal, step.proposal_id)
    follows = _next_step(session, step) or _after_signing(session, proposal)
    if document.due_at is None:
        return _("将送：{follows}", follows=follows)
    return _(
        "将送：{follows}；期限 {day}", follows=follows, day=f"{document.due_at.astimezone(SHANGHAI):%m-%d}"
    )


def afterwards(request: Request, session: Session, document: Document, me: Me) -> dict[str, str] | None:
    """After an act: who has it now, and one's own next case; None where nothing was done, or more is to do here."""
    done = request.query_params.get("done", "")
    waits = open_tasks(session, document.id)
    if (
        done not in NOTICES
        or done in MORE_HERE
        or any(is_for(task, me) for task in waits if task.kind not in BESIDE)
    ):
        return None
    kinds = SIGNING if done in ("opinion", "countersignature") else ()
    many, first = _mine(session, me, document.id, kinds)
    return {
        "next": "" if outbox.is_owed(session, document.id) else _has_it(session, waits),
        "left": _left(many, bool(kinds)),
        "href": f"/documents/{first.id}" if first else "",
        "title": receive.called(session, first)[0] if first else "",
    }


def next_one(session: Session, me: Me, but: UUID, kind: TaskKind) -> Document | None:
    """Of the others that wait for this act of mine, the one that is due first."""
    return _mine(session, me, but, (kind,))[1]


def _next_step(session: Session, step: Step) -> str:
    later = [one for one in rounds.steps(session, step.proposal_id) if one.rank > step.rank]
    if not later:
        return ""
    seats: list[Seat] = rounds.seats(session, later[0].id)
    who = _names(session, [seat.hat for seat in seats])
    return _("{who}批示", who=who) if later[0].purpose is Purpose.INSTRUCT else _("{who}会签", who=who)


def _after_signing(session: Session, proposal: Proposal) -> str:
    readers = [session.get_one(Person, UUID(one)).name for one in proposal.readers]
    lead = session.get_one(Office, proposal.lead).name if proposal.lead else ""
    if readers and lead:
        return _("{readers}传阅，再送{lead}承办", readers=_listed(readers), lead=lead)
    if readers:
        return _("{readers}传阅", readers=_listed(readers))
    return _("{lead}承办", lead=lead) if lead else _("归档")


def _left(many: int, signing: bool) -> str:
    if signing:
        return _("还有 {many} 件待批。", many=many) if many else _("没有别的待批了。")
    return _("还有 {many} 件待办。", many=many) if many else _("没有别的待办了。")


def _has_it(session: Session, waits: list[Task]) -> str:
    """The word that everybody uses: 下一位."""
    told = [
        _("{who}（{what}）", who=called(session, task.hat), what=task.kind.label)
        for task in waits
        if task.kind not in BESIDE
    ]
    return _("下一位：{who}", who=_listed(told)) if told else ""


def _names(session: Session, hats: list[str]) -> str:
    return _listed([called(session, hat) for hat in hats])


def _listed(names: list[str]) -> str:
    shown = Listed(names[:NAMED])
    return _("{who}等{many}人", who=shown, many=len(names)) if len(names) > NAMED else shown


def _mine(session: Session, me: Me, but: UUID, kinds: tuple[TaskKind, ...]) -> tuple[int, Document | None]:
    """How many other cases wait for me, and the one that is due first."""
    wanted = [waiting_for(me), Document.id != but, col(Task.kind).in_(kinds) if kinds else True]
    waiting = visible_to(me).join(Task, col(Task.document_id) == Document.id).where(*wanted)
    many = session.exec(waiting.with_only_columns(func.count(func.distinct(Document.id)))).one()
    first = waiting.order_by(col(Task.due_at).is_(None), col(Task.due_at), col(Task.opened_at)).limit(1)
    return many, session.exec(first).first()
