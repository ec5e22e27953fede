"""预演: the same steps as a sign-in and a synchronisation, each told by itself, nothing changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from ldap3 import Connection

from config.settings import settings
from gateways.ldap import lookup, schema
from gateways.ldap.dial import Unreachable, bind, dialled, who_am_i
from gateways.ldap.schema import Entry
from models.attempts import fold

SAMPLE = 200  # entries that are read for what cannot be mapped


@dataclass(frozen=True)
class Step:
    """``code`` is empty where it went well."""

    name: str
    what: str
    code: str = ""


def rehearse(uid: str) -> Iterator[Step | Entry]:
    """Steps in their order, then the entries to look at; it ends where it cannot go on."""
    it = settings()
    try:
        with dialled(it.ldap_bind_dn, it.ldap_bind_password.get_secret_value()) as line:
            yield Step("连通", f"{it.ldap_host}:{it.ldap_port}")
            yield Step("加密", f"{line.socket.version()}，证书与主机名相符")
            if not bind(line):
                yield Step("服务账号", it.ldap_bind_dn, "service")
                return
            yield Step("服务账号", who_am_i(line) or "（匿名）")
            found = _sample(line, uid)
            yield Step(
                "查询", f"{it.ldap_base} 下按 {schema.schema().people} 查到 {len(found)} 条", _none(found)
            )
            yield from found
    except Unreachable as error:
        yield Step(_where(error.code), it.ldap_url, error.code)


def _none(found: list[Entry]) -> str:
    return "" if found else "empty"


def _sample(line: Connection, uid: str) -> list[Entry]:
    """Whoever was asked about comes first."""
    named = lookup.by_account(line, fold(uid)) if uid else None
    some = lookup.some(line, SAMPLE)
    return [named, *(one for one in some if one.dn != named.dn)] if named else some


def _where(code: str) -> str:
    return {"reach": "连通", "tls": "加密", "bind": "服务账号", "service": "服务账号"}.get(code, "查询")
