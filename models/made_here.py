"""出自本系统: rows that open a door carry a code under the audit key, so that none can be written past the product."""

import hmac
from typing import Protocol

from config.language import _
from models.errors import NotYours


class Coded(Protocol):
    """``mac`` is what stands in the row, ``code`` what fits it."""

    mac: str

    @property
    def code(self) -> str: ...


class NotOurs(NotYours):
    """Whoever wrote or changed the row has no key."""

    def __init__(self) -> None:
        super().__init__(_("登录凭据与校验码不符，已作废，请重新登录。"))


def must_be_ours(row: Coded) -> None:
    """Raises NotOurs."""
    if not hmac.compare_digest(row.mac.encode(), row.code.encode()):
        raise NotOurs()
