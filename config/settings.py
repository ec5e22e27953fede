"""Settings of this machine: JIYAO_* in the environment, then .env, then /etc/jiyao/config.toml, then these defaults."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from config.errors import BadConfig
from config.guards import (
    a_cipher,
    a_database,
    a_mail_address,
    a_mail_address_or_none,
    a_token_or_none,
    a_web_address,
    is_among,
    is_here,
    some_networks,
    weak_password,
)
from config.ldap import LdapSettings
from config.oidc import OidcSettings
from config.origins import PREFIX, explain, unknown_variables
from config.tls import TlsSettings
from config.toml import no_toml

DOT_ENV = Path(".env")
SYSTEM_FILE = Path("/etc/jiyao/config.toml")


def _public_url(known: dict[str, Any]) -> str:
    return f"http{'s' if known.get('tls_certificate') else ''}://127.0.0.1:{known['port']}"


class Settings(OidcSettings, LdapSettings, TlsSettings):
    """Units are in the names.  An unknown key is an error; an empty variable counts as unset."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_ignore_empty=True,
        env_file_encoding="utf-8",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=True,
    )

    data_dir: Path = Path("var")
    database_url: str = Field(default_factory=lambda known: f"sqlite:///{known['data_dir'] / 'jiyao.db'}")
    policy: Path | None = None  # None: the policy.toml that came with the product
    keys_dir: Path | None = None  # None: data_dir/keys; better elsewhere, see docs/keys.md
    backup_key: Path | None = None  # None: backup.key in keys_folder; see docs/backup.md
    cipher: Literal["aes-256-gcm", "sm4-gcm"] = "aes-256-gcm"  # for documents that come from now on

    anchor_file: Path | None = None  # None: in data_dir; better on a share that is written once

    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=8000, ge=1, le=65535)
    # What every link in a mail begins with.
    public_url: str = Field(default_factory=_public_url)
    trusted_proxies: str = ""  # whose X-Forwarded-For is believed: addresses or networks, by commas
    metrics_token: SecretStr = SecretStr("")  # who may read /metrics; empty: programs on this machine alone
    log_format: Literal["text", "json"] = "text"
    prefect_port: int = Field(default=8041, ge=1, le=65535)
    upload_limit_mb: int = Field(default=200, ge=1, le=1024)
    clamd: str = Field(
        default="", pattern=r"^$|^/.+|^[\w.\-\[\]:]+:\d{1,5}$"
    )  # host:port or a socket; empty: none

    smtp_host: str = ""  # empty: mails become .eml files in mail_folder
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    smtp_timeout_seconds: int = Field(default=20, ge=1, le=300)
    mail_from: str = "jiyao@localhost"
    mail_reply_to: str = ""  # where a reply goes, such as the secretaries' mailbox; empty: to mail_from
    mail_inbox: Path | None = None  # the Maildir of mail_from; None: bounces and replies are not read

    @property
    def anchors(self) -> Path:
        return self.anchor_file or self.data_dir / "anchors" / "anchors.jsonl"

    @property
    def mail_folder(self) -> Path:
        return self.data_dir / "mail"

    @property
    def keys_folder(self) -> Path:
        return self.keys_dir or self.data_dir / "keys"

    @property
    def vault_folder(self) -> Path:
        return self.data_dir / "vault"

    @property
    def prefect_home(self) -> Path:
        return self.data_dir / "prefect"

    @property
    def has_a_proxy(self) -> bool:
        """This product speaks plain HTTP: who comes by https, or by a proxy that is named, was passed on."""
        return bool(self.trusted_proxies) or self.public_url.startswith("https://")

    def trusts(self, address: str) -> bool:
        """Whether this is a proxy of ours, which says truly for whom it asks."""
        return is_among(address, self.trusted_proxies)

    @field_validator("data_dir", "policy", "keys_dir", "backup_key", "anchor_file", "mail_inbox")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        """The processes of one installation must mean the same folder, wherever they were started."""
        return path.expanduser().absolute() if path else None

    _database = field_validator("database_url")(a_database)
    _web = field_validator("public_url")(a_web_address)
    _proxies = field_validator("trusted_proxies")(some_networks)
    _mail = field_validator("mail_from")(a_mail_address)
    _reply = field_validator("mail_reply_to")(a_mail_address_or_none)
    _cipher = field_validator("cipher")(a_cipher)
    _token = field_validator("metrics_token")(a_token_or_none)

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.port == self.prefect_port:
            raise ValueError(f"{PREFIX}PORT 与 {PREFIX}PREFECT_PORT 不能相同")
        if self.tls_certificate and not self.public_url.startswith("https://"):
            raise ValueError(f"填了 {PREFIX}TLS_CERTIFICATE，{PREFIX}PUBLIC_URL 应以 https:// 开头")
        if weak := weak_password(self.database_url):
            raise ValueError(f"{PREFIX}DATABASE_URL {weak}")
        secret = self.smtp_password.get_secret_value()
        if bool(secret) != bool(self.smtp_user):
            raise ValueError(f"{PREFIX}SMTP_USER 与 {PREFIX}SMTP_PASSWORD 要么都填，要么都不填")
        if secret and self.smtp_tls == "none" and not is_here(self.smtp_host):
            raise ValueError(f"{PREFIX}SMTP_TLS 不能是 none：密码不得明文发往 {PREFIX}SMTP_HOST")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        system = TomlConfigSettingsSource(settings_cls, toml_file=SYSTEM_FILE)
        return init_settings, env_settings, dotenv_settings, system


def read_settings(dot_env: Path = DOT_ENV) -> Settings:
    """Raises BadConfig, one line for each fault."""
    if strangers := unknown_variables(set(Settings.model_fields)):
        raise BadConfig("\n".join(f"环境变量 {name}：没有这项设置。" for name in strangers))
    try:
        return Settings(_env_file=dot_env)  # type: ignore[call-arg]
    except tomllib.TOMLDecodeError as error:
        raise BadConfig(no_toml(SYSTEM_FILE, error)) from None
    except ValidationError as error:
        faults = [
            fault for fault in error.errors(include_url=False) if "default_factory" not in fault["type"]
        ]
        raise BadConfig("\n".join(explain(fault, dot_env, SYSTEM_FILE) for fault in faults)) from None


@cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return read_settings()
