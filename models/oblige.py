"""定期报送: set up and ended by the secretary or the office head; what is open by today becomes a case."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from config.language import _
from config.policy import policy
from models import audit, initiate, obligations
from models.audit_words import Act
from models.document import Document, next_number
from models.errors import DomainError, Malformed, NotNow
from models.initiate import INITIATORS, Matter, Source
from models.obligations import COUNTER, Obligation, Occasion
from models.people import Me, Person, me
from models.recurrence import LAST_DAY, SURE_WORKDAYS, Counted, Recurrence
from models.values import local_day, one_line, words
from models.workdays import due_on, office_calendar

LONGEST_TITLE = 80  # the month is written behind it
MOST_AHEAD = 20
LATEST = timedelta(days=366)  # how far off the first one may be


@dataclass(frozen=True)
class Plan:
    """What comes back, how often, and who answers for it."""

    title: str
    basis: str
    required: str
    lead: str
    leader: UUID
    recurrence: Recurrence
    since: date
    until: date | None = None


class EndedAlready(NotNow):
    def __init__(self) -> None:
        super().__init__(_("这项定期报送已经停止。"))


def add(session: Session, plan: Plan, *, by: Me, at: datetime) -> Obligation:
    """设置.  Raises NotYourRole, Malformed, StateSecretRefused."""
    by.must_be(*INITIATORS)
    _check_days(plan, local_day(at))
    obligation = _written(session, plan, by, at)
    initiate.check(session, _matter(obligation, _first(obligation), at), at)
    session.add(obligation)
    audit.record(session, Act.OBLIGATION_ADDED, by=by, at=at, about=obligation.label)
    return obligation


def end(session: Session, obligation: Obligation, *, by: Me, at: datetime) -> Obligation:
    """停止: no further case; those that are there go on.  Raises NotYourRole, EndedAlready."""
    by.must_be(*INITIATORS)
    if obligation.ended_at:
        raise EndedAlready()
    obligation.ended_at, obligation.ended_by = at, by.id
    session.add(obligation)
    audit.record(session, Act.OBLIGATION_ENDED, by=by, at=at, about=obligation.label)
    return obligation


def open_due(session: Session, at: datetime) -> list[Document]:
    """A case for every period that is open by now and has none.  What cannot be one stands on the page, with why."""
    asked = [(one, _missing(session, one, local_day(at))) for one in obligations.going_on(session)]
    possible = [(one, periods) for one, periods in asked if periods and not why_not(session, one, at)]
    return [_opened(session, one, period, at) for one, periods in possible for period in periods]


def why_not(session: Session, obligation: Obligation, at: datetime) -> str:
    """What keeps the next case from being made: a leader who left, a department that is no more; else empty."""
    try:
        initiate.check(session, _matter(obligation, _first(obligation), at), at)
    except DomainError as error:
        return error.said
    return ""


def _opened(session: Session, one: Obligation, period: date, at: datetime) -> Document:
    by = me(session, session.get_one(Person, one.by))
    document = initiate.by_the_clock(session, _matter(one, period, at), set_by=by, at=at)
    session.add(Occasion(obligation_id=one.id, period=period, document_id=document.id, at=at))
    session.flush()
    return document


def _missing(session: Session, one: Obligation, today: date) -> list[date]:
    there, rule = obligations.made(session, one.id), one.recurrence
    open_ones = (period for period in rule.periods(one.since, today) if period not in there)
    return [period for period in open_ones if one.until is None or rule.due_day(period) <= one.until]


def _first(one: Obligation) -> date:
    return one.recurrence.next(one.since)


def _matter(one: Obligation, period: date, at: datetime) -> Matter:
    """Due on its day; one that was missed while the machine stood still, on the next working day."""
    due = one.recurrence.deadline(period).at
    if due <= at:
        due = due_on(office_calendar().add_workdays(local_day(at), 1))
    day = one.recurrence.due_day(period)
    return Matter(
        title=f"{one.title}（{day.year}年{day.month}月报送）",
        source=Source.SCHEDULE,
        basis=one.basis,
        required=one.words,
        leader=one.leader_id,
        lead=one.lead,
        due_at=due,
    )


def _check_days(plan: Plan, today: date) -> None:
    rule = plan.recurrence
    most = SURE_WORKDAYS if rule.counted is Counted.WORKDAY else LAST_DAY
    if not 1 <= rule.nth <= most:
        raise Malformed(_("报送日应为1至{most}。", most=most), "nth")
    if not 1 <= rule.month <= rule.rhythm.months:
        raise Malformed(_("月份应为1至{most}。", most=rule.rhythm.months), "month")
    if not 1 <= rule.ahead <= MOST_AHEAD:
        raise Malformed(_("提前的工作日应为1至{most}。", most=MOST_AHEAD), "ahead")
    if not today <= plan.since <= today + LATEST:
        raise Malformed(_("起始日期应在今天至一年以内。"), "since")
    if plan.until and plan.until < rule.due_day(rule.next(plan.since)):
        raise Malformed(_("截止日期早于第一次报送的时限。"), "until")


def _written(session: Session, plan: Plan, by: Me, at: datetime) -> Obligation:
    rule = plan.recurrence
    return Obligation(
        serial=next_number(session, COUNTER),
        title=one_line(plan.title, LONGEST_TITLE, _("报送事项"), field="title"),
        basis=words(plan.basis, policy().fields.reason, _("报送依据"), field="basis"),
        words=words(plan.required, 2000, _("报送要求"), field="words"),
        lead=plan.lead,
        leader_id=plan.leader,
        rhythm=rule.rhythm,
        month=rule.month,
        counted=rule.counted,
        nth=rule.nth,
        ahead=rule.ahead,
        since=plan.since,
        until=plan.until,
        by=by.id,
        at=at,
    )
