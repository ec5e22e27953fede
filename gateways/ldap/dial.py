"""拨号: a server is reached, encrypted and known by its certificate before a name or a password is said to it."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread
from typing import Any

from ldap3 import ANONYMOUS, NONE, SIMPLE, SYNC, Connection, Server, Tls
from ldap3.core.exceptions import LDAPExceptionError, LDAPSocketOpenError

from config.settings import settings
from gateways.errors import Transient

WRONG_PASSWORD = 49  # invalidCredentials
SUCCESS = 0
# What ldap3 raises on a server that lies: its decoder stumbles (a referred bind is a KeyError).
HELD = (LDAPExceptionError, OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError)


class Unreachable(Transient):
    """``code`` is how far it came: reach, tls, bind, search, late."""


class StrictTls(Tls):  # type: ignore[misc]
    """OpenSSL itself checks chain, date and host name, in the handshake; ldap3 would look at the name afterwards."""

    def wrap_socket(self, connection: Any, do_handshake: bool = False) -> None:
        safe = ssl.create_default_context(cafile=settings().ldap_ca_file)
        safe.minimum_version = ssl.TLSVersion.TLSv1_2
        connection.socket = safe.wrap_socket(connection.socket, server_hostname=settings().ldap_host)


@contextmanager
def dialled(name: str = "", password: str = "", *, within: float | None = None) -> Iterator[Connection]:
    """A private line to the server, on which nothing was said yet.  Raises Unreachable.

    within: seconds for the whole conversation; whatever is going on then is cut.
    """
    line = _line(name, password)
    with _cut_after(line, within):
        try:
            line.open(read_server_info=False)
            if not settings().ldap_is_ldaps:
                line.start_tls(read_server_info=False)
        except HELD as error:
            _hang_up(line)
            raise Unreachable(_how_far(error, line)) from None
        try:
            yield line
        finally:
            _hang_up(line)


def bind(line: Connection) -> bool:
    """Whether the server takes name and password.  Raises Unreachable where it gives no plain answer."""
    if not isinstance(line.socket, ssl.SSLSocket):
        raise Unreachable("tls")
    try:
        line.bind(read_server_info=False)
    except HELD:
        raise Unreachable("bind") from None
    if line.result["result"] not in (SUCCESS, WRONG_PASSWORD):
        raise Unreachable("bind")
    return line.result["result"] == SUCCESS


def who_am_i(line: Connection) -> str:
    """What the server takes us for; empty: for nobody.  Raises Unreachable."""
    try:
        return str(line.extend.standard.who_am_i() or "")
    except HELD:
        raise Unreachable("bind") from None


def _line(name: str, password: str) -> Connection:
    """Follows no referral and downloads no schema; bytes keep ldap3 from rewriting the password."""
    it = settings()
    server = Server(
        it.ldap_host,
        port=it.ldap_port,
        use_ssl=it.ldap_is_ldaps,
        tls=StrictTls(validate=ssl.CERT_REQUIRED),
        get_info=NONE,
        connect_timeout=it.ldap_timeout_seconds,
        allowed_referral_hosts=[],
    )
    return Connection(
        server,
        user=name or None,
        password=password.encode() or None,
        authentication=SIMPLE if name else ANONYMOUS,
        client_strategy=SYNC,
        read_only=True,
        auto_referrals=False,
        check_names=False,
        receive_timeout=it.ldap_timeout_seconds,
    )


@contextmanager
def _cut_after(line: Connection, seconds: float | None) -> Iterator[None]:
    """Every step has a time limit of its own; a server that is slow in each of them is cut all the same."""
    over = Event()
    if seconds is not None:
        Thread(target=_cut, args=(line, over, seconds), daemon=True, name="ldap-cut").start()
    try:
        yield
    finally:
        over.set()


def _cut(line: Connection, over: Event, seconds: float) -> None:
    over.wait(seconds)
    while not over.wait(0.05):  # the next address, if there is one, is cut too
        with suppress(OSError, AttributeError):
            line.socket.shutdown(socket.SHUT_RDWR)


def _hang_up(line: Connection) -> None:
    """A socket that is left open is a leak; what the server thinks of it no longer matters."""
    with suppress(*HELD):
        line.unbind()
    with suppress(OSError, AttributeError):
        line.socket.close()


def _how_far(error: Exception, line: Connection) -> str:
    """A refused StartTLS and a bad certificate are both ``tls``; a line that was never there is ``reach``."""
    said = f"{type(error).__name__} {error}".lower()
    if "ssl" in said or "tls" in said or "certificate" in said:
        return "tls"
    return "reach" if isinstance(error, LDAPSocketOpenError) else "tls"
