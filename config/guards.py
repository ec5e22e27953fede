"""What a setting may not be: checks that say in one sentence what to write instead."""

import re
from urllib.parse import urlsplit

LOOPBACK = {"", "localhost", "127.0.0.1", "::1"}
GUESSED_FIRST = {"admin", "changeme", "changethis", "jiyao", "password", "postgres", "secret", "123456"}
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


def a_mail_address(address: str) -> str:
    if not MAIL.fullmatch(address):
        raise ValueError("应为邮箱地址，如 jiyao@hospital.local")
    return address


def weak_password(url: str) -> str:
    """Why the password in a database URL is no password; empty when it will do.  On this machine any will."""
    parts = urlsplit(url)
    if not url.startswith("postgresql") or is_here(parts.hostname or ""):
        return ""
    return "中的口令是常见的默认口令，请更换" if parts.password in GUESSED_FIRST else ""
