"""来文机关目录: the organs that write to the house, offered while an issuer is typed.

A former or another name of an organ is a row of its own that leads to it; the register keeps what was printed.
"""

from uuid import UUID, uuid4

from sqlmodel import Field, Session, col, or_, select

from config.language import _
from models.database import Table, word
from models.document import next_number
from models.errors import NotFound, NotNow
from models.kinds import Labelled
from models.numbers import DocumentNumber
from models.people import Role
from models.pinyin import typed_for

KEEPERS = (Role.SECRETARY, Role.OFFICE_HEAD)
OFFERED = 12
LONGEST = 100


class OrganKind(Labelled):
    HEALTH = "health", "卫生健康主管部门"
    AUTHORITY = "authority", "党政机关"
    INSTITUTION = "institution", "事业单位"
    SOCIETY = "society", "群团和社会组织"
    COMPANY = "company", "企业"
    OTHER = "other", "其他"


class OrganLevel(Labelled):
    NATION = "nation", "国家"
    PROVINCE = "province", "省"
    CITY = "city", "市"
    COUNTY = "county", "县区"
    OTHER = "other", "其他"


class Organ(Table, table=True):
    """``code``: 机关代字, as in 江卫〔2026〕7号.  ``leads_to``: whose other name this is.  ``typed``: what finds it."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    name: str = Field(unique=True, max_length=LONGEST)
    short_name: str = Field(default="", max_length=40)
    code: str = Field(default="", max_length=20)
    kind: OrganKind = word(OrganKind, default=OrganKind.OTHER)
    level: OrganLevel = word(OrganLevel, default=OrganLevel.OTHER)
    area: str = Field(default="", max_length=40)
    typed: str = Field(default="", max_length=600)
    learnt: bool = False
    retired: bool = False
    leads_to: UUID | None = Field(default=None, foreign_key="organ.id", index=True)

    def note_how_it_is_typed(self) -> None:
        words = f" {typed_for(self.name)} {typed_for(self.short_name) if self.short_name else ''} {self.code}"
        self.typed = words.lower()[:600]


class OrganKnown(NotNow):
    def __init__(self) -> None:
        super().__init__(_("目录中已有这个名称（或曾用名），不能重复设置；两个机关实为一个的，请合并。"))


def find(session: Session, organ_id: UUID, *, to_change: bool = False) -> Organ:
    """Raises NotFound, of another name too."""
    wanted = select(Organ).where(Organ.id == organ_id, col(Organ.leads_to).is_(None))
    found = session.exec(wanted.with_for_update() if to_change else wanted).one_or_none()
    if found is None:
        raise NotFound(_("目录中没有这个机关。"))
    return found


def called(session: Session, name: str) -> Organ | None:
    """The organ of this name, or of which it is another name."""
    row = session.exec(select(Organ).where(Organ.name == name)).one_or_none()
    return session.get_one(Organ, row.leads_to) if row and row.leads_to else row


def names_of(session: Session, name: str) -> list[str]:
    """Every name of the organ that is called so; the name alone where the directory does not know it."""
    organ = called(session, name)
    return [name] if organ is None else [organ.name, *other_names(session, organ)]


def other_names(session: Session, organ: Organ) -> list[str]:
    return list(session.exec(select(Organ.name).where(Organ.leads_to == organ.id).order_by(col(Organ.name))))


def directory(session: Session, sought: str = "", *, limit: int = 100) -> list[Organ]:
    """The organs in use first, by pinyin."""
    known = select(Organ).where(col(Organ.leads_to).is_(None), _fits(sought))
    return list(session.exec(known.order_by(col(Organ.retired), col(Organ.typed)).limit(limit)))


def matching(session: Session, sought: str, limit: int = OFFERED) -> list[Organ]:
    """What completes ``sought``: by name, another name, 机关代字 or pinyin."""
    direct = select(col(Organ.id)).where(_fits(sought), col(Organ.leads_to).is_(None))
    through = select(col(Organ.leads_to)).where(_fits(sought), col(Organ.leads_to).is_not(None))
    offered = select(Organ).where(
        or_(col(Organ.id).in_(direct), col(Organ.id).in_(through)), col(Organ.retired).is_(False)
    )
    return list(session.exec(offered.order_by(col(Organ.typed)).limit(limit)))


def learn(session: Session, issuer: str, doc_number: str) -> None:
    """What a registration teaches: who writes, and the code of whoever writes alone or first; never when or how often."""
    printed = DocumentNumber.FULL.fullmatch(doc_number)
    code = printed["code"] if printed else ""
    for name in (one for one in issuer.split("、") if 0 < len(one) <= LONGEST):
        organ = called(session, name) or _learnt(session, name)
        if code and not organ.code and len(code) <= 20:
            organ.code = code
            organ.note_how_it_is_typed()
        code = ""


def _learnt(session: Session, name: str) -> Organ:
    next_number(session, "organ")  # from here on nobody else learns
    if known := called(session, name):
        return known
    organ = Organ(name=name, kind=_kind(name), level=_level(name), learnt=True)
    organ.note_how_it_is_typed()
    session.add(organ)
    session.flush()
    return organ


def _fits(sought: str):  # type: ignore[no-untyped-def]
    typed = sought.strip()[:60]
    by_name = (column.contains(typed, autoescape=True) for column in (col(Organ.name), col(Organ.short_name)))
    return or_(*by_name, col(Organ.typed).contains(f" {typed.lower()}", autoescape=True))


def _kind(name: str) -> OrganKind:
    if any(word in name for word in ("卫生健康", "卫健委", "疾病预防控制局", "中医药管理局")):
        return OrganKind.HEALTH
    return next((kind for kind, ends in _ENDINGS.items() if name.endswith(ends)), OrganKind.OTHER)


def _level(name: str) -> OrganLevel:
    return next(
        (level for level, words in _PLACES.items() if any(w in name for w in words)), OrganLevel.OTHER
    )


_ENDINGS = {
    OrganKind.COMPANY: ("公司",),
    OrganKind.SOCIETY: ("工会", "协会", "学会", "联合会", "基金会", "红十字会"),
    OrganKind.INSTITUTION: ("中心", "医院", "大学", "学院", "研究院", "研究所", "血站"),
    OrganKind.AUTHORITY: ("委员会", "人民政府", "办公室", "办公厅", "局", "厅", "部", "委", "院"),
}
_PLACES = {
    OrganLevel.COUNTY: ("县", "区"),
    OrganLevel.CITY: ("市",),
    OrganLevel.PROVINCE: ("省", "自治区"),
    OrganLevel.NATION: ("国家", "国务院", "全国", "中央", "中华人民共和国"),
}
