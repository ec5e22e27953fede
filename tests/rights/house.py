"""Sixteen people and ten papers: whoever may come to a door, and whatever may lie behind it."""

from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from api.app import build
from gateways import vault
from gateways.clock import now
from models import feeds, files, signins, tickets
from models.database import reading, unit_of_work
from models.files import FileRole
from models.people import Me, Office, Person, Role, grant
from models.tasks import open_tasks
from models.values import Level
from tests.lists import COOLED, approves, is_listed, watches
from tests.office import Letter
from tests.personas import Cast, move_in
from tests.rights.asking import Asker
from tests.stages.test_archive import read_by_all
from tests.standing_in import delegates

# Besides those of personas.py: uid: name, office, roles, clearance
MORE: dict[str, tuple[str, str, tuple[Role, ...], Level]] = {
    "an": ("安洁", "XXZ", (Role.SECURITY_ADMIN,), Level.INTERNAL),
    "shen": ("沈严", "XXZ", (Role.AUDITOR,), Level.INTERNAL),
    "feng": ("冯月", "YWB", (Role.HANDLER,), Level.PUBLIC),
    "bai": ("白露", "HLB", (Role.DEPARTMENT_HEAD,), Level.TOP_SECRET),
    "tang": ("唐宁", "HLB", (), Level.INTERNAL),
    "gone": ("郭离", "YWB", (Role.HANDLER,), Level.INTERNAL),
}

# Who comes to the door, and why he or she is worth a row of the matrix.
ACTORS = {
    "": "a visitor who is not signed in",
    "gone": "an account that was closed while its session stood",
    "lin": "机要秘书",
    "chen": "办公室主任",
    "wang": "院领导 who is asked to sign",
    "zhou": "院领导 who is asked later",
    "zhao": "部门负责人 of the department that carries out",
    "li": "承办人 of that department",
    "feng": "its 承办人 too: in the 知悉范围, not cleared",
    "qian": "部门负责人 of another department",
    "bai": "cleared for everything, in no 知悉范围",
    "he": "档案员",
    "sun": "without a role; a reader and a witness",
    "tang": "without a role; stands in for wang",
    "gu": "系统管理员",
    "an": "安全保密管理员",
    "shen": "安全审计员",
}


@dataclass
class House:
    """What a test of rights asks its questions about."""

    cast: Cast = field(default_factory=Cast)
    papers: dict[str, UUID] = field(default_factory=dict)
    orders: dict[str, UUID] = field(default_factory=dict)
    files: dict[UUID, UUID] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    csrf: dict[str, str] = field(default_factory=dict)
    feeds: dict[str, str] = field(default_factory=dict)
    asker: Asker = field(default_factory=lambda: Asker(build()))
    link: str = ""

    def me(self, uid: str) -> Me:
        return getattr(self.cast, uid)


def furnished() -> House:
    """Everybody, every paper, and a session for each of them."""
    with unit_of_work() as session:
        move_in(session)
        _more(session)
    house = House()
    _papers(house)
    _lists(house)
    delegates(house.cast, "wang", "tang")
    _link(house)
    for uid in ACTORS:
        if uid:
            signs_in(house, uid)
    with unit_of_work() as session:
        session.get_one(Person, house.cast.id("gone")).active = False
    return house


def signs_in(house: House, uid: str) -> None:
    with unit_of_work() as session:
        secret = signins.begin(session, house.me(uid).person, at=now())
        house.cookies[uid] = secret
        house.csrf[uid] = session.get_one(signins.SignIn, signins.digest(secret)).csrf
        if uid not in house.feeds:
            house.feeds[uid] = feeds.begin(session, house.cast.id(uid), at=now())


def _more(session) -> None:  # type: ignore[no-untyped-def]
    for uid, (name, office, roles, clearance) in MORE.items():
        assert session.get(Office, office)
        person = Person(
            uid=uid, name=name, office_code=office, mail=f"{uid}@jz1y.example", clearance=clearance
        )
        session.add(person)
        session.flush()
        for role in roles:
            grant(session, person, role)


def _papers(house: House) -> None:
    """One at every stage; 医务部 carries out, 王 and 周 sign, 孙 reads.  ``foreign`` is 院感科's and 马's."""
    cast = house.cast
    made = {
        name: Letter(cast) for name in ("received", "registered", "signing", "reading", "carried", "done")
    }
    for letter in made.values():
        letter.arrives()
        with_file(house, letter)
    for name in ("registered", "signing", "reading", "carried", "done"):
        made[name].is_registered(title=titled(name), doc_number="")
    for name in ("signing", "reading", "carried", "done"):
        made[name].is_proposed(readers=[cast.id("sun")])
    for name in ("reading", "carried", "done"):
        made[name].is_signed("wang")
        made[name].is_signed("zhou")
    for name in ("carried", "done"):
        made[name].is_handed_out(copy="")
        made[name].is_read("sun")
        made[name].is_taken_back()
        made[name].is_accepted("zhao")
    made["done"].is_completed("zhao")
    made["done"].is_closed()
    foreign = Letter(cast).arrives(by="xu")
    foreign.is_registered(by="xu", title=titled("foreign"), doc_number="")
    foreign.is_proposed(lead="YGK", leaders=[cast.id("zhou")])
    foreign.is_signed("zhou")
    with_file(house, foreign)
    kept = read_by_all(cast, title=titled("kept"))
    kept.is_filed()
    house.papers |= {name: letter.id for name, letter in (made | {"foreign": foreign, "kept": kept}).items()}
    house.papers["nowhere"] = uuid4()


def _lists(house: House) -> None:
    """One list that waits for its approver, one whose paper is destroyed."""
    waiting, gone = (old_one(house, name) for name in ("listed", "destroyed"))
    with_file(house, gone)
    house.orders["waiting"] = is_listed(house.cast, waiting)
    house.orders["over"] = is_listed(house.cast, gone)
    approves(house.cast, house.orders["over"])
    for uid in ("sun", "ma"):
        watches(house.cast, house.orders["over"], uid, at=now() + COOLED)
    house.papers |= {"listed": waiting.id, "destroyed": gone.id}
    house.orders["nowhere"] = uuid4()


def old_one(house: House, name: str) -> Letter:
    """Filed, and its ten years are over."""
    letter = read_by_all(house.cast, title=titled(name), issue_date=date(2014, 3, 3))
    letter.is_filed()
    return letter


def titled(name: str) -> str:
    """Found in an answer, it tells which paper was given away."""
    return f"关于做好隐字{name}号工作的通知"


def with_file(house: House, letter: Letter) -> None:
    sealed = {"name": "来文.txt", "media_type": "text/plain", "role": FileRole.ORIGINAL, "at": now()}
    letter.act(lambda s, d: vault.seal(s, d.id, b"x", **sealed))
    with reading() as session:
        house.files[letter.id] = files.files_of(session, letter.id)[0].id


def _link(house: House) -> None:
    """The link in 王's mail about the paper that waits for him."""
    with unit_of_work() as session:
        task = next(t for t in open_tasks(session, house.papers["signing"]) if t.kind.value == "sign")
        wang = session.get_one(Person, house.cast.id("wang"))
        house.link = tickets.issue(session, task, wang, 0, at=now())[1]


__all__ = ["ACTORS", "House", "furnished", "signs_in", "with_file"]
