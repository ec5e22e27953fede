"""核身: who a typed name and password belong to, as the directory has it; None where they belong together to nobody."""

import re
import time
import unicodedata
from collections.abc import Callable

from ldap3.core.exceptions import LDAPInvalidDnError
from ldap3.utils.dn import escape_rdn, parse_dn

from config.settings import settings
from gateways.ldap import lookup, schema
from gateways.ldap.breaker import breaker
from gateways.ldap.dial import bind, dialled, who_am_i
from gateways.ldap.schema import Entry
from models.attempts import fold
from models.roster import Listed

WHOLE_SECONDS = 4.0  # one sign-in, however many questions it takes
LONGEST = 64
BETWEEN = "._-@"
ESCAPED = re.compile(rb"\\(?:([0-9A-Fa-f]{2})|(.))", re.DOTALL)


def may_be_a_name(name: str) -> bool:
    """Letters and digits of any script, and what stands between them; nothing a filter or a DN could trip over."""
    return 0 < len(name) <= LONGEST and all(one.isalnum() or one in BETWEEN for one in name)


def prove(name: str, password: str, found: Callable[[str], None]) -> Listed | None:
    """``found`` hears which account the name means before the password is tried.

    Raises Unreachable, Unreadable, and whatever ``found`` raises.
    """
    with breaker.asking():
        until = time.monotonic() + WHOLE_SECONDS
        if settings().ldap_bind_pattern:
            entry = _directly(name, password, until)
        else:
            entry = _by_lookup(name, password, found, until)
    return schema.listed(entry) if entry else None


def _by_lookup(name: str, password: str, found: Callable[[str], None], until: float) -> Entry | None:
    """The service account finds the entry; the person then shows that it is his or hers."""
    with lookup.as_service(within=_left(until)) as line:
        entry = lookup.by_account(line, name)
    if entry is None or not entry.dn:
        return None
    found(fold(entry.first(schema.schema().uid)))
    with dialled(entry.dn, password, within=_left(until)) as line:
        return entry if bind(line) and _is(who_am_i(line), entry) else None


def _directly(name: str, password: str, until: float) -> Entry | None:
    """The name itself is bound as, and then finds its own entry."""
    pattern = settings().ldap_bind_pattern
    escaped = escape_rdn(name) if "=" in pattern else name
    with dialled(pattern.format(uid=escaped), password, within=_left(until)) as line:
        entry = lookup.by_account(line, name) if bind(line) else None
        return entry if entry and _is(who_am_i(line), entry) else None


def _is(said: str, entry: Entry) -> bool:
    """Whether the server took us for this entry; for nobody, or for somebody else, is no proof."""
    kind, _, name = said.partition(":")
    if kind.lower() == "dn":
        return bool(name) and _same_dn(name, entry.dn)
    account = name.rpartition("\\")[2].partition("@")[0]
    return kind.lower() == "u" and bool(account) and fold(account) == fold(entry.first(schema.schema().uid))


def _same_dn(one: str, other: str) -> bool:
    try:
        return _parts(one) == _parts(other)
    except LDAPInvalidDnError:
        return False


def _parts(dn: str) -> list[tuple[str, str, str]]:
    return [(kind.casefold(), _spelt(value), plus) for kind, value, plus in parse_dn(dn)]


def _spelt(value: str) -> str:
    """A DN may write 医 as ``\\E5\\8C\\BB``, and case and compatible forms do not matter in it."""
    raw = ESCAPED.sub(
        lambda found: bytes.fromhex(found[1].decode()) if found[1] else found[2], value.encode()
    )
    return unicodedata.normalize("NFKC", raw.decode("utf-8", "replace")).casefold()


def _left(until: float) -> float:
    return max(until - time.monotonic(), 0.0)
