"""docs/directory.md: both examples are settings that the product takes."""

import re
from pathlib import Path

import pytest

from config.ldap import LdapSettings
from config.roster import RosterRules
from config.settings import read_settings
from tests.directory.certificates import Authority

PAGE = (Path(__file__).parents[2] / "docs" / "directory.md").read_text("utf-8")
EXAMPLES = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize(("example", "schema"), zip(EXAMPLES, ["openldap", "active-directory"], strict=True))
def test_an_example_is_taken_as_it_stands(
    example: str, schema: str, authority: Authority, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for line in example.splitlines():
        name, _, value = re.sub(r"\s+#.*", "", line).partition("=")
        monkeypatch.setenv(name, value.replace("/etc/jiyao/ca.pem", str(authority.file)))
    it = read_settings()
    assert (it.directory, it.ldap_schema, it.ldap_timeout_seconds) == ("ldap", schema, 3)


def test_every_setting_and_rule_that_is_named_exists() -> None:
    for name in re.findall(r"JIYAO_([A-Z_]+)", PAGE):
        assert name.lower() in LdapSettings.model_fields, name
    for name in ("sync_hour", "leave_percent", "offices"):
        assert name in PAGE
        assert name in RosterRules.model_fields
    assert RosterRules().leave_percent == 20
