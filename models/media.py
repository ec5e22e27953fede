"""备份介质: which discs and tapes the copies lie on, who keeps each and where, from first use to destruction."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, select

from config.language import _
from models import audit, powers
from models.audit_words import Act
from models.database import Table, moment, word
from models.errors import Malformed, NotNow
from models.kinds import Labelled
from models.people import Me
from models.powers import Power
from models.words import one_line

LABEL, KEEPER, PLACE, WHY = 40, 40, 60, 100


class MediumState(Labelled):
    """Where a medium is in its life."""

    IN_USE = "in-use", "在用"
    STOPPED = "stopped", "已停用"
    DESTROYED = "destroyed", "已销毁"


class BackupMedium(Table, table=True):
    """One disc or tape.  ``label``: what is written on it.  ``why``: of its end, for instance who saw to it."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    label: str = Field(unique=True, max_length=LABEL)
    keeper: str = Field(max_length=KEEPER)
    place: str = Field(max_length=PLACE)
    state: MediumState = word(MediumState, default=MediumState.IN_USE)
    why: str = Field(default="", max_length=WHY)
    since: datetime = moment()
    changed_at: datetime = moment()


class NoSuchMedium(Malformed):
    def __init__(self) -> None:
        super().__init__(_("没有登记过这块介质，请从名单里选。"))


class Destroyed(NotNow):
    def __init__(self) -> None:
        super().__init__(_("此介质已销毁，不能再变更；新的介质请用新的编号。"))


class NoWayBack(NotNow):
    def __init__(self) -> None:
        super().__init__(_("停用的介质只能销毁；重新启用请再登记一次。"))


def keep(session: Session, label: str, keeper: str, place: str, *, by: Me, at: datetime) -> BackupMedium:
    """登记; a label that is known is given to another keeper or place, and is in use again.

    Raises NotYourRole, Empty, TooLong, Destroyed.
    """
    powers.must_have(by, Power.KEEP_MEDIA)
    label = one_line(label, LABEL, _("介质编号"), field="label")
    known = session.exec(select(BackupMedium).where(BackupMedium.label == label).with_for_update()).first()
    if known and known.state is MediumState.DESTROYED:
        raise Destroyed()
    medium = known or BackupMedium(label=label, keeper="", place="", since=at, changed_at=at)
    medium.keeper = one_line(keeper, KEEPER, _("保管人"), field="keeper")
    medium.place = one_line(place, PLACE, _("存放地点"), field="place")
    medium.state, medium.changed_at = MediumState.IN_USE, at
    session.add(medium)
    audit.record(session, Act.MEDIUM_KEPT, by=by, at=at, about=label, why=f"{medium.keeper}，{medium.place}")
    return medium


def end(
    session: Session, medium_id: UUID, state: MediumState, why: str, *, by: Me, at: datetime
) -> BackupMedium:
    """停用 or 销毁.  Raises NotYourRole, NoSuchMedium, Destroyed, NoWayBack, Empty, TooLong."""
    powers.must_have(by, Power.KEEP_MEDIA)
    medium = session.get(BackupMedium, medium_id, with_for_update=True)
    if medium is None:
        raise NoSuchMedium()
    if medium.state is MediumState.DESTROYED:
        raise Destroyed()
    if state in (MediumState.IN_USE, medium.state):
        raise NoWayBack()
    medium.why = one_line(why, WHY, _("说明"), field="why")
    medium.state, medium.changed_at = state, at
    act = Act.MEDIUM_DESTROYED if state is MediumState.DESTROYED else Act.MEDIUM_STOPPED
    audit.record(session, act, by=by, at=at, about=medium.label, why=medium.why)
    return medium


def listed(session: Session) -> list[BackupMedium]:
    """Those in use first, each kind by its label."""
    order = [state.value for state in MediumState]
    there = session.exec(select(BackupMedium).order_by(col(BackupMedium.label)))
    return sorted(there, key=lambda one: order.index(one.state.value))
