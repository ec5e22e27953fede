"""Four families of refusal.  Each is one sentence for the user, names the rule, and never quotes a title."""

from config.language import _


class DomainError(Exception):
    """A refusal that is safe to show and safe to log.  ``said`` can be told in the reader's language."""

    @property
    def said(self) -> str:
        return self.args[0] if self.args else ""


class NotFound(DomainError):
    """There is no such thing, or not for you: the answer is the same."""

    def __init__(self, message: str = _("没有找到，或者您不在知悉范围内。")) -> None:
        super().__init__(message)


class NotYours(DomainError):
    """The thing exists, but this act belongs to somebody else."""


class NotNow(DomainError):
    """The act is possible, but not in this state: wrong stage, stale version, done already."""


class Malformed(DomainError):
    """What was sent cannot be right: empty, too long, impossible date, unreadable file."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field
