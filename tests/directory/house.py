"""What the tests of the directory say over and over: an AD of two people, and who got in."""

from typing import Any
from uuid import UUID

from gateways import directory, roster
from gateways.directory import WrongPassword
from models.database import reading
from models.people import Person, find_uid
from tests.directory.slapd import PEOPLE, SERVICE, SERVICE_PASSWORD

Entries = dict[str, tuple[str, dict[str, list[Any]]]]
ENABLED, DISABLED = "512", "514"


def active_directory(**states: str) -> Entries:
    """李梅 and 钱红 as Active Directory keeps them, and the service account, which is nobody."""
    return {SERVICE: (SERVICE_PASSWORD, {"sAMAccountName": ["jiyao"]})} | {
        f"CN={name},OU={office},DC=hospital,DC=cn": (
            password,
            {
                "sAMAccountName": [uid],
                "objectGUID": [UUID(int=number).bytes_le],
                "displayName": [name],
                "mail": [f"{uid}@hospital.example"],
                "department": [office],
                "userAccountControl": [states.get(uid, ENABLED)],
            },
        )
        for number, (uid, (name, office, password)) in enumerate(list(PEOPLE.items())[:2], start=1)
    }


def password(uid: str) -> str:
    return PEOPLE[uid][2]


def enrols(*adopt: str) -> None:
    """李梅 and 钱红 of the cast have accounts already; from now on the directory vouches for them."""
    roster.synchronise(adopt=adopt or ("li", "qian"))


def signs_in(uid: str, typed: str) -> str | None:
    try:
        return directory.directory().check(uid, typed).uid
    except WrongPassword:
        return None


def account(uid: str) -> Person:
    with reading() as session:
        found = find_uid(session, uid)
        assert found
        return found
