"""The people of 江州市第一人民医院 who appear in the tests, and what they can be made to do."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from gateways.clock import now
from models.database import reading
from models.delegations import at_work
from models.people import Me, Office, Person, Role, find_uid, grant

OFFICES = {
    "JYS": "机要室",
    "YZB": "院长办公室",
    "YWB": "医务部",
    "YGK": "院感科",
    "HLB": "护理部",
    "XXZ": "信息中心",
    "DAS": "档案室",
    "YLD": "院领导",
}

# uid: name, post, office, roles
PEOPLE: dict[str, tuple[str, str, str, tuple[Role, ...]]] = {
    "lin": ("林晓梅", "机要秘书", "JYS", (Role.SECRETARY,)),
    "xu": ("徐静", "机要秘书", "JYS", (Role.SECRETARY,)),
    "chen": ("陈志远", "办公室主任", "YZB", (Role.OFFICE_HEAD,)),
    "wang": ("王建国", "副院长", "YLD", (Role.LEADER,)),
    "zhou": ("周明华", "院长", "YLD", (Role.LEADER,)),
    "zhao": ("赵敏", "医务部主任", "YWB", (Role.DEPARTMENT_HEAD,)),
    "li": ("李梅", "医务部干事", "YWB", (Role.HANDLER,)),
    "qian": ("钱红", "院感科科长", "YGK", (Role.DEPARTMENT_HEAD,)),
    "sun": ("孙丽", "护士长", "HLB", ()),
    "he": ("何平", "档案员", "DAS", (Role.ARCHIVIST,)),
    "ma": ("马强", "信息中心主任", "XXZ", (Role.DEPARTMENT_HEAD,)),
    "gu": ("顾安", "系统管理员", "XXZ", (Role.SYSTEM_ADMIN,)),
    "min": ("闵洁", "安全保密管理员", "YZB", (Role.SECURITY_ADMIN,)),
    "yan": ("严正", "安全审计员", "DAS", (Role.AUDITOR,)),
}


def move_in(session: Session) -> None:
    """Everybody gets an account; nobody has a password yet."""
    session.add_all([Office(code=code, name=name) for code, name in OFFICES.items()])
    session.flush()
    for uid, (name, post, office, roles) in PEOPLE.items():
        person = Person(uid=uid, name=name, post=post, office_code=office, mail=f"{uid}@jz1y.example")
        session.add(person)
        session.flush()
        for role in roles:
            grant(session, person, role)


class Cast:
    """``cast.lin`` is 林晓梅 at work, with the roles she holds now."""

    def __getattr__(self, uid: str) -> Me:
        with reading() as session:
            person = find_uid(session, uid)
            if person is None:
                raise AttributeError(uid)
            return at_work(session, person, now())

    def id(self, uid: str) -> UUID:
        return self.__getattr__(uid).id


@pytest.fixture
def cast(database: str) -> Cast:
    """They are in the database already: where a test asks for them, it is a copy of one that they moved into."""
    return Cast()


def in_days(days: int):
    return now() + timedelta(days=days)
