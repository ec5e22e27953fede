"""拟办建议: who usually handles what.  A suggestion with its reason, never a decision."""

from dataclasses import dataclass
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from config.sections import Days, Text
from config.toml import Strict

Office = Annotated[str, Field(pattern=r"^[A-Z0-9]{1,8}$")]
Urgency = Literal["平件", "平急", "加急", "特急", "特提"]
Level = Literal["公开", "内部"]
Kind = Literal[
    "决议", "决定", "命令", "公报", "公告", "通告", "意见", "通知", "通报", "报告", "请示", "批复", "议案", "函", "纪要"
]  # fmt: skip


@dataclass(frozen=True)
class Traits:
    """What a rule looks at, in the words of the paper: 通知, 加急, 内部."""

    issuer: str
    kind: str
    title: str
    urgency: str = "平件"
    level: str = "内部"


class Route(Strict):
    """Applies when every condition that is given holds; of the words in one condition any will do.

    leaders, readers:  sign-in names, in the order in which the paper goes round.
    days:              working days to handle it, where the paper itself names no date.
    """

    name: Text
    issuers: tuple[Text, ...] = ()
    kinds: tuple[Kind, ...] = ()
    keywords: tuple[Text, ...] = ()
    urgencies: tuple[Urgency, ...] = ()
    levels: tuple[Level, ...] = ()
    lead: Office
    assistants: tuple[Office, ...]
    leaders: tuple[Text, ...]
    readers: tuple[Text, ...]
    days: Days | None = None
    reason: Text

    @model_validator(mode="after")
    def _asks_for_something(self) -> Self:
        if not (self.issuers or self.kinds or self.keywords or self.urgencies or self.levels):
            raise ValueError("issuers、kinds、keywords、urgencies、levels 至少要写一项")
        if self.lead in self.assistants:
            raise ValueError("主办部门不能同时是协办部门")
        return self

    def matched(self, paper: Traits) -> tuple[str, ...]:
        """The words that hold of a paper, one for each condition; none at all when a condition fails."""
        words = []
        for wanted, text in self._conditions(paper):
            word = next((word for word in wanted if word in text), "")
            if not word:
                return ()
            words.append(word)
        return tuple(words)

    def _conditions(self, paper: Traits) -> list[tuple[tuple[str, ...], str]]:
        """Those that are given.  No 文种, urgency or level is part of another, so "in" is right for them too."""
        asked: list[tuple[tuple[str, ...], str]] = [
            (self.issuers, paper.issuer),
            (self.kinds, paper.kind),
            (self.keywords, paper.title),
            (self.urgencies, paper.urgency),
            (self.levels, paper.level),
        ]
        return [(wanted, text) for wanted, text in asked if wanted]
