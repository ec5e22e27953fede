"""名录服务器的设置: where the LDAP directory is, whom the product signs in as, and what its attributes are called."""

from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings

PORTS = {"ldap": 389, "ldaps": 636}
ATTRIBUTES = {"id", "uid", "name", "mail", "office", "disabled"}


class LdapSettings(BaseSettings):
    """``ldap://`` means StartTLS before anything is said; nothing is ever said in clear.

    ldap_bind_pattern:  how a typed account becomes the name to bind as, for a directory that is not to be searched
                        first; empty: the service account looks the person up.
    ldap_attributes:    other names for what the schema calls ``id uid name mail office disabled``.
    """

    directory: Literal["local", "ldap"] = "local"
    ldap_url: str = ""
    ldap_ca_file: Path | None = None  # None: the authorities this machine trusts
    ldap_bind_dn: str = ""
    ldap_bind_password: SecretStr = SecretStr("")
    ldap_bind_pattern: str = ""
    ldap_base: str = ""
    ldap_schema: Literal["openldap", "active-directory"] = "openldap"
    ldap_filter: str = ""  # empty: the schema's
    ldap_attributes: dict[str, str] = {}
    ldap_timeout_seconds: int = Field(default=3, ge=1, le=3)
    ldap_page_size: int = Field(default=500, ge=1, le=1000)

    @property
    def ldap_host(self) -> str:
        return urlsplit(self.ldap_url).hostname or ""

    @property
    def ldap_port(self) -> int:
        parts = urlsplit(self.ldap_url)
        return parts.port or PORTS[parts.scheme]

    @property
    def ldap_is_ldaps(self) -> bool:
        return self.ldap_url.startswith("ldaps:")

    @field_validator("ldap_url")
    @classmethod
    def _an_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in PORTS or not parts.hostname or parts.path not in ("", "/")):
            raise ValueError("应为 ldaps://主机 或 ldap://主机（先 StartTLS），后面不带路径")
        return url

    @field_validator("ldap_ca_file")
    @classmethod
    def _a_file(cls, path: Path | None) -> Path | None:
        if path and not path.is_file():
            raise ValueError("读不到这个文件")
        return path.absolute() if path else None

    @field_validator("ldap_bind_pattern")
    @classmethod
    def _a_pattern(cls, pattern: str) -> str:
        if pattern and (pattern.count("{uid}") != 1 or pattern.replace("{uid}", "").count("{")):
            raise ValueError("应恰好含一处 {uid}，如 {uid}@hospital.local")
        return pattern

    @field_validator("ldap_filter")
    @classmethod
    def _a_filter(cls, filter: str) -> str:
        if filter and not (filter.startswith("(") and filter.endswith(")")):
            raise ValueError("应为带括号的过滤式，如 (objectClass=inetOrgPerson)")
        return filter

    @field_validator("ldap_attributes")
    @classmethod
    def _known_attributes(cls, names: dict[str, str]) -> dict[str, str]:
        if strangers := sorted(set(names) - ATTRIBUTES):
            raise ValueError(f"不认识 {'、'.join(strangers)}；可用 {'、'.join(sorted(ATTRIBUTES))}")
        return names

    @model_validator(mode="after")
    def _names_a_directory(self) -> Self:
        needed = {
            "LDAP_URL": self.ldap_url,
            "LDAP_BASE": self.ldap_base,
            "LDAP_BIND_DN": self.ldap_bind_dn,
            "LDAP_BIND_PASSWORD": self.ldap_bind_password.get_secret_value(),
        }
        if self.directory == "ldap" and (missing := [name for name, value in needed.items() if not value]):
            raise ValueError(f"JIYAO_DIRECTORY=ldap 时须设 {'、'.join(f'JIYAO_{name}' for name in missing)}")
        return self
