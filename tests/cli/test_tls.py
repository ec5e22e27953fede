"""TLS of the pages themselves: what is old or weak is not spoken (ASVS V12.1.1, V12.1.2)."""

import socket
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.cli.checks.deploy import network
from api.cli.up import household
from config.errors import BadConfig
from config.settings import read_settings, settings
from tests.directory.certificates import HOST, Authority
from tests.engine.machine import until
from tests.running import free_port

OLD = [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1]
WEAK = ["ECDHE+AES128:!AESGCM:!AESCCM", "RSA+AESGCM", "aNULL:@SECLEVEL=0"]


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def port(
    authority: Authority, data_dir: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[int]:
    pair, here = authority.issues("pages"), free_port()
    for name, value in {"PORT": here, "TLS_CERTIFICATE": pair.certificate, "TLS_KEY": pair.key}.items():
        monkeypatch.setenv(f"JIYAO_{name}", str(value))
    settings.cache_clear()
    web = subprocess.Popen(household(settings())[0].command)
    until(lambda: listens(here))
    yield here
    web.kill()
    web.wait()


def listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def greets(authority: Authority, port: int, context: ssl.SSLContext) -> str:
    """The version that both agree on."""
    context.load_verify_locations(authority.file)
    line = socket.create_connection(("127.0.0.1", port), timeout=30)
    with line, context.wrap_socket(line, server_hostname=HOST) as safe:
        safe.sendall(b"GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert safe.recv(100).startswith(b"HTTP/1.1 200")
        return str(safe.version())


def test_the_pages_speak_what_is_strong_and_nothing_else(authority: Authority, port: int) -> None:
    for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
        context = ssl.create_default_context()
        context.minimum_version = context.maximum_version = version
        assert greets(authority, port, context) == version.name.replace("_", ".")
    for version in OLD:
        context = ssl.create_default_context()
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version, context.maximum_version = ssl.TLSVersion.TLSv1, version
        with pytest.raises((ssl.SSLError, ConnectionError)):
            greets(authority, port, context)
    for suites in WEAK:
        context = ssl.create_default_context()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers(suites)
        with pytest.raises((ssl.SSLError, ConnectionError)):
            greets(authority, port, context)


@pytest.mark.parametrize("left_out", ["TLS_CERTIFICATE", "TLS_KEY"])
def test_a_certificate_without_its_key_stops_the_start(
    authority: Authority, monkeypatch: pytest.MonkeyPatch, left_out: str
) -> None:
    pair = authority.issues("pages")
    for name, value in {"TLS_CERTIFICATE": pair.certificate, "TLS_KEY": pair.key}.items():
        if name != left_out:
            monkeypatch.setenv(f"JIYAO_{name}", str(value))
    with pytest.raises(BadConfig, match="要么都填"):
        read_settings()


def test_pages_over_tls_have_an_address_that_says_so(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair = authority.issues("pages")
    for name, value in {"TLS_CERTIFICATE": pair.certificate, "TLS_KEY": pair.key}.items():
        monkeypatch.setenv(f"JIYAO_{name}", str(value))
    assert read_settings().public_url.startswith("https://")
    settings.cache_clear()
    assert "自己走 HTTPS" in network.nobody_walks_round_the_proxy()
    settings.cache_clear()
    monkeypatch.setenv("JIYAO_PUBLIC_URL", "http://jiyao.hospital.local")
    with pytest.raises(BadConfig, match="https://"):
        read_settings()
