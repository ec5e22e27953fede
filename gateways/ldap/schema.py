"""属性: what OpenLDAP and Active Directory call the same things, and one entry read with them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from ldap3.utils.conv import escape_bytes, escape_filter_chars

from config.settings import settings
from models.errors import Malformed
from models.roster import Listed
from models.words import cleaned

LOCKED_FOR_GOOD = "000001010000Z"  # any other time is the server's own pause after wrong guesses
ACCOUNT_DISABLED = 0x2


@dataclass(frozen=True)
class Schema:
    """Attribute names; ``people`` is the filter that every entry must pass."""

    id: str
    uid: str
    name: str
    mail: str
    office: str
    disabled: str
    people: str

    @property
    def attributes(self) -> list[str]:
        return [self.id, self.uid, self.name, self.mail, self.office, self.disabled]


SCHEMAS = {
    "openldap": Schema(
        "entryUUID", "uid", "cn", "mail", "ou", "pwdAccountLockedTime", "(objectClass=inetOrgPerson)"
    ),
    "active-directory": Schema(
        *("objectGUID", "sAMAccountName", "displayName", "mail", "department", "userAccountControl"),
        people="(&(objectCategory=person)(objectClass=user))",
    ),
}


@dataclass(frozen=True)
class Entry:
    """One person's entry: where it stands, and what was read; attribute names are folded."""

    dn: str
    values: Mapping[str, list[bytes]]

    def all(self, attribute: str) -> list[str]:
        """Text, without what no page can print."""
        return [cleaned(one.decode("utf-8", "replace")) for one in self.values.get(attribute.lower(), [])]

    def first(self, attribute: str) -> str:
        return next(iter(self.all(attribute)), "")


class Unreadable(Malformed):
    """An entry that does not say who it is."""

    def __init__(self, what: str) -> None:
        super().__init__(f"目录条目{what}。")


def schema() -> Schema:
    it = settings()
    known = replace(SCHEMAS[it.ldap_schema], **it.ldap_attributes)
    return replace(known, people=it.ldap_filter) if it.ldap_filter else known


def listed(entry: Entry) -> Listed:
    """Who the entry says it is.  Raises Unreadable."""
    names = schema()
    accounts = [one for one in entry.all(names.uid) if one]
    if len(accounts) != 1:
        raise Unreadable(f"应恰有一个账号名（{names.uid}），现有{len(accounts)}个")
    if not (name := entry.first(names.name)):
        raise Unreadable(f"没有姓名（{names.name}）")
    return Listed(
        id=identity(entry),
        uid=accounts[0],
        name=name,
        mail=entry.first(names.mail),
        offices=tuple(one for one in entry.all(names.office) if one),
        enabled=not _is_disabled(entry),
    )


def identity(entry: Entry) -> str:
    """entryUUID or objectGUID: what stays when the name, the department and the account change.  Raises Unreadable."""
    name = schema().id
    found = entry.values.get(name.lower(), [])
    try:
        (raw,) = found
        return str(UUID(bytes_le=raw) if name.lower() == "objectguid" else UUID(raw.decode("ascii")))
    except ValueError:
        raise Unreadable(f"没有可用的唯一标识（{name}）") from None


def with_account(uid: str) -> str:
    """The filter for one account, taken literally whatever it contains."""
    return f"(&{schema().people}({schema().uid}={escape_filter_chars(uid)}))"


def with_identity(*ids: str) -> str:
    """The filter for entries by identity, wherever they stand now."""
    name = schema().id
    said = [escape_bytes(UUID(one).bytes_le) if name.lower() == "objectguid" else one for one in ids]
    return f"(|{''.join(f'({name}={one})' for one in said)})"


def _is_disabled(entry: Entry) -> bool:
    name = schema().disabled
    said = entry.first(name)
    if name.lower() != "useraccountcontrol":
        return said == LOCKED_FOR_GOOD
    try:
        return bool(int(said) & ACCOUNT_DISABLED)
    except ValueError:
        raise Unreadable(f"读不到账号状态（{name}）") from None
