"""甜饼: the cookies of a browser: a session's, that of a sign-in half way, that of one at the provider's."""

from fastapi import Request
from fastapi.responses import Response

from config.settings import settings

COOKIE, HALF_WAY, PROVIDER = "jiyao", "jiyao-half-way", "jiyao-provider"
DEVICE = "jiyao-device"
CLEARED = '"cache", "storage"'


def read(request: Request, name: str = COOKIE) -> str:
    return request.cookies.get(_named(name), "")


def give(answer: Response, secret: str, name: str = COOKIE, *, days: int | None = None) -> None:
    """Unreadable for scripts; under https bound to this host and never sent in clear.

    Lax and not Strict: who is signed in and follows a mail's link comes from another site, and should not have to
    sign in again.  Nothing is changed by a GET, and every post must come from a page of ours with its session's word.
    """
    secure = is_secure()
    age = days * 86_400 if days else None
    answer.set_cookie(
        _named(name), secret, max_age=age, httponly=True, samesite="lax", secure=secure, path="/"
    )


def drop(answer: Response, name: str = COOKIE) -> None:
    """A __Host- cookie goes only as it came: secure, and for the whole host."""
    answer.delete_cookie(_named(name), path="/", secure=is_secure(), httponly=True, samesite="lax")


def is_secure() -> bool:
    return settings().public_url.startswith("https://")


def _named(name: str) -> str:
    return f"__Host-{name}" if is_secure() else name
