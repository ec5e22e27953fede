"""名册的规矩: how the directory's people become accounts here."""

from typing import Annotated

from pydantic import Field

from config.sections import Hour, Text
from config.toml import Strict

Code = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,8}$")]
Minutes = Annotated[int, Field(strict=True, ge=1, le=4)]  # with the clerk's tick, within five
Percent = Annotated[int, Field(strict=True, ge=1, le=100)]


class RosterRules(Strict):
    """``offices``: what the directory calls a department → its code here, where the names differ.

    leave_percent:   more than this share leaving at once is taken for a mistake, and nothing is changed.
    recheck_minutes: between two looks at whether those who are signed in are still in the directory.
    """

    sync_hour: Hour = 2
    recheck_minutes: Minutes = 2
    leave_percent: Percent = 20
    offices: dict[Text, Code] = Field(default_factory=dict)
