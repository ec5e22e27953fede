"""网页的 TLS: a certificate of the hospital's own authority, where no proxy stands before the pages."""

from pathlib import Path
from typing import Self

from pydantic import field_validator, model_validator
from pydantic_settings import BaseSettings

# TLS 1.3 has none but good suites; of TLS 1.2 those with forward secrecy and authenticated encryption.
SUITES = "ECDHE+AESGCM:ECDHE+CHACHA20"


class TlsSettings(BaseSettings):
    """Both or neither.  Without them the pages speak plain HTTP, to this machine or to a proxy."""

    tls_certificate: Path | None = None  # with what stands between it and the authority, in PEM
    tls_key: Path | None = None

    @field_validator("tls_certificate", "tls_key")
    @classmethod
    def _is_there(cls, path: Path | None) -> Path | None:
        if path and not path.is_file():
            raise ValueError("读不到这个文件")
        return path

    @model_validator(mode="after")
    def _both(self) -> Self:
        if bool(self.tls_certificate) != bool(self.tls_key):
            raise ValueError("JIYAO_TLS_CERTIFICATE 和 JIYAO_TLS_KEY 要么都填，要么都不填")
        return self
