"""What a setting may not be: checks that say in one sentence what to write instead."""

import re
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from pydantic import SecretStr

LOOPBACK = {"", "localhost", "127.0.0.1", "::1"}
GUESSED_FIRST = {"admin", "changeme", "changethis", "jiyao", "password", "postgres", "secret", "123456"}
TOKEN = re.compile(r"[A-Za-z0-9_\-]{20,}")
MAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9\-]+(\.[A-Za-z0-9\-]+)*")


def is_here(host: str) -> bool:
    """Whether a host is this machine."""
    return host in LOOPBACK


def a_database(url: str) -> str:
    """SQLite or PostgreSQL; ``postgresql://`` means the driver that is installed."""
    if url.startswith("postgresql://"):
        url = url.replace("postgresql://", "postgresql+psycopg://", 1)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("应以 sqlite:/// 或 postgresql:// 开头")
    return url


def a_web_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("应为网址，如 https://jiyao.hospital.local")
    return url.rstrip("/")


def some_networks(text: str) -> str:
    """Addresses or networks, by commas: ``10.1.2.3, 10.9.0.0/24``."""
    try:
        return ",".join(str(ip_network(one.strip())) for one in text.split(",") if one.strip())
    except ValueError:
        raise ValueError("应为 IP 地址或网段，多个用逗号隔开，如 10.1.2.3, 10.9.0.0/24") from None


def is_among(address: str, networks: str) -> bool:
    """Whether an address lies in one of some_networks()."""
    try:
        found = ip_address(address)
    except ValueError:
        return False
    return any(found in ip_network(one) for one in networks.split(",") if one)


def a_cipher(name: str) -> str:
    """SM4 is asked of the library only where it is wanted."""
    if name == "sm4-gcm" and not _knows_sm4():
        raise ValueError("本机的 OpenSSL 没有 SM4 算法，请改用 aes-256-gcm 或更换 OpenSSL")
    return name


def _knows_sm4() -> bool:
    from cryptography.hazmat.backends.openssl import backend
    from cryptography.hazmat.primitives.ciphers.algorithms import SM4
    from cryptography.hazmat.primitives.ciphers.modes import GCM

    return bool(backend.cipher_supported(SM4(bytes(16)), GCM(bytes(12))))


def a_mail_address(address: str) -> str:
    if not MAIL.fullmatch(address):
        raise ValueError("应为邮箱地址，如 jiyao@hospital.local")
    return address


def a_mail_address_or_none(address: str) -> str:
    return a_mail_address(address) if address else ""


def a_token_or_none(token: SecretStr) -> SecretStr:
    said = token.get_secret_value()
    if said and not TOKEN.fullmatch(said):
        raise ValueError("应为 20 个以上的字母、数字、- 或 _，例如 openssl rand -hex 20 给出的")
    return token


def weak_password(url: str) -> str:
    """Why the password in a database URL is no password; empty when it will do.  On this machine any will."""
    parts = urlsplit(url)
    if not url.startswith("postgresql") or is_here(parts.hostname or ""):
        return ""
    return "中的口令是常见的默认口令，请更换" if parts.password in GUESSED_FIRST else ""
