"""维护机关目录: added, changed, merged, retired and taken back by the secretary or the office head, each in the journal."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select

from config.language import _
from models import audit
from models.audit_words import Act
from models.document import next_number
from models.errors import Malformed, NotNow
from models.organs import KEEPERS, LONGEST, Organ, OrganKind, OrganKnown, OrganLevel
from models.people import Me
from models.values import one_line, optional_words


@dataclass(frozen=True)
class Wording:
    """What the directory says of an organ."""

    name: str
    short_name: str = ""
    code: str = ""
    kind: OrganKind = OrganKind.OTHER
    level: OrganLevel = OrganLevel.OTHER
    area: str = ""


def add(session: Session, wording: Wording, *, by: Me, at: datetime) -> Organ:
    """设置机关.  Raises NotYourRole, OrganKnown, Malformed."""
    by.must_be(*KEEPERS)
    next_number(session, "organ")  # from here on nobody else adds
    organ = Organ(name="")
    _write(organ, wording)
    _take_over(session, organ)
    session.add(organ)
    audit.record(session, Act.ORGAN_ADDED, by=by, at=at, about=organ.name)
    return organ


def change(session: Session, organ: Organ, wording: Wording, *, by: Me, at: datetime) -> Organ:
    """更改.  A former name goes on leading here.  Raises NotYourRole, OrganKnown, Malformed."""
    by.must_be(*KEEPERS)
    next_number(session, "organ")
    former = organ.name
    _write(organ, wording)
    if organ.name != former:
        _take_over(session, organ)
        session.add(_alias(former, organ))
    why = _("原名{former}", former=former) if organ.name != former else ""
    audit.record(session, Act.ORGAN_CHANGED, by=by, at=at, about=organ.name, why=why)
    return organ


def merge(session: Session, organ: Organ, into: Organ, *, by: Me, at: datetime) -> Organ:
    """合并: all names of ``organ`` lead to ``into`` from now on; the register stays.  Raises NotYourRole, Malformed."""
    by.must_be(*KEEPERS)
    if organ.id == into.id:
        raise Malformed(_("不能与自己合并，请选择另一个机关。"), "into")
    if into.retired:
        raise Malformed(_("所选机关已停用，请先恢复，再合并。"), "into")
    for row in session.exec(select(Organ).where(Organ.leads_to == organ.id)):
        row.leads_to = into.id
    organ.leads_to = into.id
    into.code = into.code or organ.code
    into.note_how_it_is_typed()
    audit.record(session, Act.ORGAN_MERGED, by=by, at=at, about=organ.name, why=f"并入{into.name}")
    return into


def retire(session: Session, organ: Organ, *, by: Me, at: datetime) -> Organ:
    """停用: offered no more.  Raises NotYourRole, NotNow."""
    return _set_retired(session, organ, True, Act.ORGAN_RETIRED, by, at)


def take_back(session: Session, organ: Organ, *, by: Me, at: datetime) -> Organ:
    """恢复: offered again.  Raises NotYourRole, NotNow."""
    return _set_retired(session, organ, False, Act.ORGAN_BACK, by, at)


def _set_retired(session: Session, organ: Organ, retired: bool, act: Act, by: Me, at: datetime) -> Organ:
    by.must_be(*KEEPERS)
    if organ.retired is retired:
        raise NotNow(_("这个机关已经停用。") if retired else _("这个机关没有停用，不必恢复。"))
    organ.retired = retired
    audit.record(session, act, by=by, at=at, about=organ.name)
    return organ


def _write(organ: Organ, wording: Wording) -> None:
    organ.name = one_line(wording.name, LONGEST, _("机关全称"), field="name")
    organ.short_name = optional_words(wording.short_name, 40, _("简称"), field="short_name")
    organ.code = optional_words(wording.code, 20, _("机关代字"), field="code")
    organ.area = optional_words(wording.area, 40, _("地区"), field="area")
    organ.kind, organ.level, organ.learnt = wording.kind, wording.level, False
    organ.note_how_it_is_typed()


def _take_over(session: Session, organ: Organ) -> None:
    """The new name must be free, or have been its own before.  Raises OrganKnown."""
    with session.no_autoflush:
        taken = session.exec(select(Organ).where(Organ.name == organ.name, Organ.id != organ.id)).first()
        if taken and taken.leads_to != organ.id:
            raise OrganKnown()
        if taken:
            session.exec(delete(Organ).where(col(Organ.id) == taken.id))
            session.expunge(taken)
    session.flush()


def _alias(name: str, organ: Organ) -> Organ:
    row = Organ(name=name, leads_to=organ.id, kind=organ.kind, level=organ.level)
    row.note_how_it_is_typed()
    return row
