"""查: entries by account or by identity, or all of them page by page.  A listing is whole or it is none."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from ldap3 import SUBTREE, Connection

from config.settings import settings
from gateways.ldap import schema
from gateways.ldap.dial import HELD, SUCCESS, Unreachable, bind, dialled, who_am_i
from gateways.ldap.schema import Entry

PAGED_RESULTS = "1.2.840.113556.1.4.319"
TOO_MANY = 4  # sizeLimitExceeded
AT_ONCE = 50  # identities in one question


@contextmanager
def as_service(*, within: float | None = None) -> Iterator[Connection]:
    """A line on which the service account has signed in.  Raises Unreachable."""
    it = settings()
    with dialled(it.ldap_bind_dn, it.ldap_bind_password.get_secret_value(), within=within) as line:
        if not bind(line) or not who_am_i(line):
            raise Unreachable("service")
        yield line


def by_account(line: Connection, uid: str) -> Entry | None:
    """The entry, if there is exactly one.  Raises Unreachable."""
    found = _search(line, schema.with_account(uid), most=2)
    return found[0] if len(found) == 1 else None


def by_identity(line: Connection, ids: Sequence[str]) -> list[Entry]:
    """Those of ``ids`` that are still there."""
    found: list[Entry] = []
    for start in range(0, len(ids), AT_ONCE):
        found += _search(line, schema.with_identity(*ids[start : start + AT_ONCE]))
    return found


def everybody(line: Connection) -> Iterator[Entry]:
    """Raises Unreachable as soon as a page is missing: half a list would make people disappear."""
    cookie: bytes | None = b""
    while cookie is not None:
        yield from _search(line, schema.schema().people, cookie=cookie)
        control = line.result.get("controls", {}).get(PAGED_RESULTS, {})
        cookie = control.get("value", {}).get("cookie") or None


def some(line: Connection, most: int) -> list[Entry]:
    """A few of them, for whoever wants to see what there is."""
    return _search(line, schema.schema().people, most=most)


def _search(line: Connection, filter: str, *, most: int = 0, cookie: bytes | None = None) -> list[Entry]:
    paging = {} if cookie is None else {"paged_size": settings().ldap_page_size, "paged_cookie": cookie}
    try:
        line.search(
            settings().ldap_base,
            filter,
            SUBTREE,
            attributes=schema.schema().attributes,
            size_limit=most,
            time_limit=settings().ldap_timeout_seconds,
            **paging,
        )
    except HELD:
        raise Unreachable("search") from None
    if line.result["result"] not in (SUCCESS, TOO_MANY if most else SUCCESS):
        raise Unreachable("search")
    return [_entry(one) for one in line.response or () if one["type"] == "searchResEntry"]


def _entry(said: dict[str, object]) -> Entry:
    raw = said["raw_attributes"]
    assert isinstance(raw, dict) or hasattr(raw, "items")
    return Entry(str(said["dn"]), {name.lower(): list(values) for name, values in raw.items()})
