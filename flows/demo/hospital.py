"""入驻: departments and people move in; everybody gets the same password."""

from sqlmodel import Session

from flows.demo.plans import hospital
from gateways import directory
from models.people import Office, Person, Role, grant

DOMAIN = "jz1y.example"  # a name that exists nowhere


def move_in(session: Session) -> None:
    """Raises what a wrong table of people would raise: RoleConflict, WeakPassword."""
    session.add_all([Office(code=code, name=name) for code, name in hospital().offices.items()])
    session.flush()
    for uid, (name, post, office, *roles) in hospital().people.items():
        person = Person(uid=uid, name=name, post=post, office_code=office, mail=f"{uid}@{DOMAIN}")
        directory.set_password(person, hospital().password)
        session.add(person)
        session.flush()
        for role in roles:
            grant(session, person, Role(role))
