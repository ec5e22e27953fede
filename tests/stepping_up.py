"""Second factors in tests: a phone that shows codes, sessions of any age, and policies that demand more."""

from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest

from api import cookies
from config.signing_in import Demand, StepUp
from gateways.clock import now
from models import authenticators, signins
from models.database import unit_of_work
from models.signins import SignIn
from tests.page_client import Browser
from tests.personas import Cast

STEP = timedelta(seconds=authenticators.STEP_SECONDS)


@dataclass
class Phone:
    """An authenticator of somebody's; each code it shows is good once, so it shows the next half minute's too."""

    secret: str

    def shows(self, at: datetime | None = None) -> str:
        return pyotp.TOTP(self.secret).at(at or now())


def has_phone(cast: Cast, uid: str) -> Phone:
    """Registered and proven long ago."""
    with unit_of_work() as session:
        one = authenticators.add(session, cast.id(uid), "手机", at=now())
        one.proven_at = now() - timedelta(days=1)
        session.flush()
        return Phone(authenticators.secret_of(one))


def proved(browser: Browser, *, password: int | None = None, factor: int | None = None) -> None:
    """This browser's session proved who it is so many minutes ago."""
    with unit_of_work() as session:
        one = session.get_one(SignIn, signins.digest(browser.client.cookies[cookies.COOKIE]))
        one.password_at = None if password is None else now() - timedelta(minutes=password)
        one.factor_at = None if factor is None else now() - timedelta(minutes=factor)
        one.mac = one.code


@contextmanager
def demanding(monkeypatch: pytest.MonkeyPatch, *demands: tuple[str, str], **said: Any) -> Any:
    """The house demands this of these acts: ``("documents/opinion", "password")``."""
    from config import policy

    made = tuple(Demand(acts=(act,), needs=needs, **said) for act, needs in demands)
    strict = policy.policy().model_copy(
        update={"step_up": StepUp(fresh_minutes=5, factor_for=(), demands=made)}
    )
    with monkeypatch.context() as patched:
        patched.setattr("api.step_up.policy", lambda: strict)
        yield


def word_in(html: str) -> str:
    """The csrf word of the page's first form."""
    return html.partition('name="csrf" value="')[2].partition('"')[0]
