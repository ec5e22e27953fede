"""拟办建议: who usually handles what.  A suggestion with its reason, never a decision."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from config.sections import Text
from config.toml import Strict

Office = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,8}$")]


class Route(Strict):
    """Applies when every condition that is given holds; of the words in one condition any will do.

    leaders, readers:  sign-in names, in the order in which the paper goes round.
    """

    name: Text
    issuers: tuple[Text, ...] = ()
    kinds: tuple[Text, ...] = ()
    keywords: tuple[Text, ...] = ()
    lead: Office
    assistants: tuple[Office, ...]
    leaders: tuple[Text, ...]
    readers: tuple[Text, ...]
    reason: Text

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not (self.issuers or self.kinds or self.keywords):
            raise ValueError("issuers、kinds、keywords 至少要写一项")
        if self.lead in self.assistants:
            raise ValueError("主办部门不能同时是协办部门")
        return self

    def fits(self, issuer: str, kind: str, title: str) -> bool:
        """``kind`` is the 文种 as printed: 通知, 请示."""
        return (
            _any_in(self.issuers, issuer)
            and (not self.kinds or kind in self.kinds)
            and _any_in(self.keywords, title)
        )


def _any_in(wanted: tuple[str, ...], text: str) -> bool:
    return not wanted or any(word in text for word in wanted)
