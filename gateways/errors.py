"""What a gateway may raise: a safe code, never a text from outside, for Prefect keeps exception texts."""


class SafeError(Exception):
    """``code`` says what kind of thing went wrong: ``MailRefused``, ``TemplateMissing``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Transient(SafeError):
    """The world may answer later: trying again makes sense."""


class Permanent(SafeError):
    """Trying again changes nothing; somebody has to look."""
