"""返回: where a post leads back to; only ever a path on this site."""

from fastapi import Request

HERE = "/"


def safe(next: str) -> str:
    """Only a path on this site; anything else goes to the desk."""
    plain = next.startswith("/") and not next.startswith(("//", "/\\")) and next.isprintable()
    return next if plain and "\\" not in next else HERE


def place_of(request: Request) -> str:
    """This page, unless it is the answer to a post."""
    if request.method != "GET":
        return HERE
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
