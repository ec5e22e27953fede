"""A real directory for the tests of signing in, and the settings that lead to it or to its enemies."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config import settings
from gateways.ldap import breaker
from tests.directory import slapd as servers
from tests.directory.certificates import Authority
from tests.directory.slapd import Slapd

Points = Callable[..., None]


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"))


@pytest.fixture(scope="session")
def slapd(authority: Authority) -> Iterator[Slapd]:
    if not servers.PROGRAM.exists():
        pytest.skip("slapd is not installed (apt-get install slapd ldap-utils)")
    with servers.running(authority) as served:
        yield served


@pytest.fixture
def points(authority: Authority, data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Points]:
    """``points(url, schema="active-directory")``: from now on this is the hospital's directory."""

    def to(url: str, **said: str) -> None:
        named = {
            "DIRECTORY": "ldap",
            "LDAP_URL": url,
            "LDAP_CA_FILE": str(authority.file),
            "LDAP_BIND_DN": servers.SERVICE,
            "LDAP_BIND_PASSWORD": servers.SERVICE_PASSWORD,
            "LDAP_BASE": servers.BASE,
        } | {f"LDAP_{name.upper()}": value for name, value in said.items()}
        for name, value in named.items():
            monkeypatch.setenv(f"JIYAO_{name}", value)
        settings.settings.cache_clear()
        breaker.breaker.__init__()

    yield to
    settings.settings.cache_clear()
    breaker.breaker.__init__()
