"""邮局: one conversation with the mail server.  What it answers becomes a safe code; its words are not kept."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from smtplib import (
    SMTP,
    SMTP_SSL,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPResponseException,
)

from config.settings import settings
from gateways.errors import Permanent, SafeError, Transient


def deliver(to: str, content: bytes) -> None:
    """Raises Transient (no connection, 4xx, a door that is locked today) or Permanent (5xx about this mail)."""
    with _connected() as server:
        try:
            server.sendmail(settings().mail_from, [to], content)
        except (SMTPException, OSError) as error:
            raise _about_the_mail(error) from None


@contextmanager
def _connected() -> Iterator[SMTP]:
    """Greeted, encrypted and signed in.  Whatever fails here is not the mail's fault, so it is worth a retry."""
    try:
        server = _dial()
    except (SMTPException, OSError) as error:
        raise Transient(_code(error)) from None
    try:
        _introduce(server)
        yield server
    except (SMTPException, OSError) as error:
        raise Transient(_code(error)) from None
    finally:
        with suppress(SMTPException, OSError):  # by now the mail is taken or not; how they part is no matter
            server.quit()
        server.close()


def _dial() -> SMTP:
    it = settings()
    me = it.mail_from.partition("@")[2]  # said aloud instead of looked up: there may be no name server here
    if it.smtp_tls == "tls":
        safe = ssl.create_default_context()
        return SMTP_SSL(it.smtp_host, it.smtp_port, me, timeout=it.smtp_timeout_seconds, context=safe)
    return SMTP(it.smtp_host, it.smtp_port, me, timeout=it.smtp_timeout_seconds)


def _introduce(server: SMTP) -> None:
    it = settings()
    if it.smtp_tls == "starttls":
        server.starttls(context=ssl.create_default_context())
    if it.smtp_user:
        server.login(it.smtp_user, it.smtp_password.get_secret_value())


def _about_the_mail(error: Exception) -> SafeError:
    code = _code(error)
    return Permanent(code) if code.startswith("smtp-5") else Transient(code)


def _code(error: Exception) -> str:
    """``smtp-451`` for an answer with a number, else one word for what happened."""
    if isinstance(error, SMTPRecipientsRefused):
        return f"smtp-{next(iter(error.recipients.values()))[0]}"
    if isinstance(error, SMTPResponseException):
        return f"smtp-{error.smtp_code}"
    if isinstance(error, ssl.SSLError):
        return "smtp-tls"
    if isinstance(error, SMTPNotSupportedError):
        return "smtp-not-offered"
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return "smtp-timeout"
    return "smtp-lost"
