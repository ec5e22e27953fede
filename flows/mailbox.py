"""取信: what came back to our address: bounces are noted on their letters, replies answered with a pointer."""

from datetime import datetime
from pathlib import Path

from config.settings import settings
from gateways import maildir, replies
from gateways.replies import Bounce, Reply
from models import returns
from models.database import unit_of_work


def collect_mail(at: datetime) -> None:
    """Each in a transaction of its own; one that was noted and not put away is noted again, which changes nothing.

    Where no inbox is set up there is nothing to collect.  Raises Transient.
    """
    folder = settings().mail_inbox
    for letter in maildir.waiting(folder) if folder else ():
        _deal_with(letter, at)
        maildir.done(letter)


def _deal_with(letter: Path, at: datetime) -> None:
    came = replies.read(maildir.content(letter))
    with unit_of_work() as session:
        if isinstance(came, Bounce):
            returns.note_bounce(session, came.letter_id, came.status, at=at)
        elif isinstance(came, Reply):
            returns.answer(session, came.address, at=at)
