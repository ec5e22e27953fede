"""The settings of the directory: what cannot be safe or cannot work is refused at the start."""

import pytest

from config.errors import BadConfig
from config.settings import read_settings
from tests.directory.conftest import Points


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"url": "http://dc1.hospital.local"}, "ldaps://"),
        ({"url": "ldap://dc1.hospital.local/dc=hospital"}, "后面不带路径"),
        ({"base": ""}, "JIYAO_LDAP_BASE"),
        ({"bind_password": ""}, "JIYAO_LDAP_BIND_PASSWORD"),
        ({"bind_pattern": "uid=people"}, "恰好含一处 {uid}"),
        ({"filter": "objectClass=*"}, "带括号"),
        ({"attributes": '{"office": "o", "clearance": "title"}'}, "不认识 clearance"),
        ({"timeout_seconds": "30"}, "不能大于3"),
        ({"ca_file": "/nowhere/ca.pem"}, "读不到这个文件"),
    ],
)
def test_a_wrong_setting_is_told_and_no_secret_with_it(
    points: Points, said: dict[str, str], sentence: str
) -> None:
    url = said.get("url", "ldaps://dc1.hospital.local")
    points(url, **{name: value for name, value in said.items() if name != "url"})
    with pytest.raises(BadConfig, match=sentence) as refusal:
        read_settings()
    assert "service-secret" not in str(refusal.value)


def test_ports_follow_the_scheme(points: Points) -> None:
    for url, port in (("ldap://dc1", 389), ("ldaps://dc1", 636), ("ldap://dc1:3890", 3890)):
        points(url, attributes='{"office": "o"}')
        it = read_settings()
        assert (it.ldap_host, it.ldap_port, it.ldap_attributes) == ("dc1", port, {"office": "o"})
