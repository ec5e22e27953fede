"""统一登录的设置: the OpenID Connect provider that may say who somebody is, beside passwords."""

from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings

from config.guards import is_here


class OidcSettings(BaseSettings):
    """oidc_uid_claim: which claim names the account here, asked once; from then on the provider's own id counts."""

    oidc_issuer: str = ""  # empty: nobody signs in this way
    oidc_client_id: str = ""
    oidc_client_secret: SecretStr = SecretStr("")
    oidc_ca_file: Path | None = None  # None: the authorities this machine trusts
    oidc_uid_claim: str = Field(default="preferred_username", min_length=1)
    oidc_label: str = Field(default="单位统一登录", min_length=1, max_length=20)
    oidc_timeout_seconds: int = Field(default=5, ge=1, le=30)

    @field_validator("oidc_issuer")
    @classmethod
    def _an_issuer(cls, url: str) -> str:
        parts = urlsplit(url)
        safe = parts.scheme == "https" or (parts.scheme == "http" and is_here(parts.hostname or ""))
        if url and (not safe or not parts.hostname or parts.query or parts.fragment):
            raise ValueError("应以 https:// 开头，与提供方公布的 issuer 一字不差")
        return url

    @field_validator("oidc_ca_file")
    @classmethod
    def _a_certificate(cls, path: Path | None) -> Path | None:
        if path and not path.is_file():
            raise ValueError("读不到这个文件")
        return path

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.oidc_issuer and not (self.oidc_client_id and self.oidc_client_secret.get_secret_value()):
            raise ValueError(
                "填了 JIYAO_OIDC_ISSUER，还要填 JIYAO_OIDC_CLIENT_ID 和 JIYAO_OIDC_CLIENT_SECRET"
            )
        return self
