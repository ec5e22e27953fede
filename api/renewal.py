"""续期: whoever works stays signed in; an open desk that asks by itself keeps no session alive."""

import logging
from datetime import timedelta

from fastapi import Request
from sqlalchemy.exc import SQLAlchemyError

from api import cookies
from gateways.clock import now
from models import signins
from models.database import unit_of_work

AFTER = timedelta(minutes=1)
POLLS = ("desk", "engine")  # what a page asks for by itself
log = logging.getLogger("jiyao.web")


def renew(request: Request) -> None:
    """A look goes on where nothing can be written down; a later one renews."""
    if request.headers.get("hx-trigger") in POLLS or request.url.path == "/desk/events":
        return
    try:
        with unit_of_work() as session:
            signins.renew(session, cookies.read(request), at=now())
    except SQLAlchemyError as error:
        log.error("a session was not renewed: %s", type(error).__name__)
