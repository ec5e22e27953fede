"""The words a form offers: stored in English, shown in Chinese."""

from enum import StrEnum
from typing import Self

from config.language import Said, _, listed
from config.policy import policy
from models.errors import Malformed


class NoSuchWord(Malformed):
    def __init__(self, offered: list[str]) -> None:
        super().__init__(_("只能选：{offered}。", offered=listed(offered)))


class Labelled(StrEnum):
    """``Urgency.URGENT`` is stored as ``urgent`` and its ``label`` is 加急."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = Said(label)
        return member

    @classmethod
    def of(cls, text: str) -> Self:
        """The member with this value or label.  Raises NoSuchWord."""
        for member in cls:
            if text in (member.value, member.label):
                return member
        raise NoSuchWord([member.label for member in cls])


class Ranked(Labelled):
    """Listed from the lowest to the highest."""

    @property
    def rank(self) -> int:
        return list(type(self)).index(self)


class Level(Ranked):
    """Documents are 公开 or 内部.  The other three mark state secrets (保守国家秘密法 art. 14): the product must not
    hold one (art. 31), so they only say what a person is cleared for and what a registered carrier bears.
    """

    PUBLIC = "public", "公开"
    INTERNAL = "internal", "内部"
    SECRET = "secret", "秘密"
    HIGHLY_SECRET = "highly_secret", "机密"
    TOP_SECRET = "top_secret", "绝密"

    @property
    def is_state_secret(self) -> bool:
        return self.rank >= Level.SECRET.rank

    @classmethod
    def of_documents(cls) -> list[Self]:
        """What a document here may bear."""
        return [level for level in cls if not level.is_state_secret]

    @classmethod
    def of_carriers(cls) -> list[Self]:
        """What a registered carrier bears."""
        return [level for level in cls if level.is_state_secret]


class Urgency(Ranked):
    """特急 and 加急 mark papers; telegrams run from 平急 to 特提 (公文处理工作条例 art. 9)."""

    ROUTINE = "routine", "平件"
    PROMPT = "prompt", "平急"
    URGENT = "urgent", "加急"
    VERY_URGENT = "very_urgent", "特急"
    FLASH = "flash", "特提"


class ActionKind(Labelled):
    ACT = "act", "办件"
    READ = "read", "阅件"


class Book(Labelled):
    """A register; its label stands in the 收文编号."""

    GENERAL = "general", "普"
    CONFIDENTIAL = "confidential", "机"
    TELEGRAM = "telegram", "电"
    INTERNAL = "internal", "内"
    SUPERVISION = "supervision", "督"

    @classmethod
    def of_post(cls) -> list[Self]:
        """Those that what comes by post is entered in."""
        return [book for book in cls if book is not cls.SUPERVISION]

    @property
    def cover(self) -> str:
        """What stands on the cover."""
        return policy().registers[self]


class Retention(Labelled):
    """保管期限.  Source: 国家档案局令第8号 (2006) art. 6; years and codes are the hospital's policy."""

    PERMANENT = "permanent", "永久"
    YEARS30 = "years30", "30年"
    YEARS10 = "years10", "10年"

    @property
    def code(self) -> str:
        """As it stands in the 档号: Y, D30, D10."""
        return policy().retention.periods[self].code

    @property
    def years(self) -> int | None:
        """None: for ever."""
        return policy().retention.years(self)


class DocKind(Labelled):
    """文种.  Source: 公文处理工作条例 (2012) art. 8."""

    RESOLUTION = "resolution", "决议"
    DECISION = "decision", "决定"
    ORDER = "order", "命令"
    COMMUNIQUE = "communique", "公报"
    ANNOUNCEMENT = "announcement", "公告"
    PUBLIC_NOTICE = "public_notice", "通告"
    OPINION = "opinion", "意见"
    NOTICE = "notice", "通知"
    CIRCULAR = "circular", "通报"
    REPORT = "report", "报告"
    REQUEST = "request", "请示"
    REPLY = "reply", "批复"
    MOTION = "motion", "议案"
    LETTER = "letter", "函"
    MINUTES = "minutes", "纪要"
