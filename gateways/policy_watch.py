"""新规矩: every process asks once a second whether something was released, before a piece of work and never within."""

import logging
from time import monotonic

from sqlalchemy.exc import SQLAlchemyError

from config.policy import policy
from gateways.logs import code_of
from models import policy_releases
from models.database import reading

EACH = 1.0  # seconds
log = logging.getLogger("jiyao.policy")


class Watch:
    """``is_due`` costs nothing; ``look`` is one question to the database, and a few more when there is news."""

    def __init__(self) -> None:
        self.again_at = 0.0

    def is_due(self) -> bool:
        return monotonic() >= self.again_at

    def look(self) -> None:
        """A database that does not answer changes nothing: whoever asks it next will say so."""
        self.again_at = monotonic() + EACH
        try:
            look()
        except SQLAlchemyError as error:
            log.error("policy: %s", code_of(error))

    def look_if_due(self) -> None:
        if self.is_due():
            self.look()


WATCH = Watch()


def look() -> None:
    """At once."""
    with reading() as session:
        number = policy_releases.newest(session)
        if number == policy.number:
            return
        policy.lay_over(number, policy_releases.keys_in_force(session))
    log.info("policy: release %s%s", number, " does not fit the file" if policy.fault else "")
