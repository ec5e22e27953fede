"""编号: the three numbers a paper bears.  Each refuses what is no number, prints itself, and reads what it printed."""

import re
from dataclasses import dataclass
from typing import ClassVar, Self

from config.language import _
from models.errors import Malformed
from models.kinds import Book, Retention
from models.words import cleaned

YEAR = re.compile(r"[\[【（(〔［﹝〈<]\s*(\d{4})\s*年?\s*[\]】）)〕］﹞〉>]")
FULL_WIDTH_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")


class BadNumber(Malformed):
    """Says which number it is and how it is written."""


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """来文字号 as its issuer prints it: ``江卫〔2026〕7号``.  Incoming numbers vary, so few are refused.

    Raises: BadNumber when it is empty, longer than 60 characters, or holds no number at all.
    Source: GB/T 9704-2012, 7.2.5 (六角括号, no leading zero, 号 at the end) for the spelling it prints.
    """

    text: str
    LONGEST: ClassVar[int] = 60
    FULL: ClassVar[re.Pattern[str]] = re.compile(r"(?P<code>.*?)〔(?P<year>\d{4})〕第?0*(?P<serial>\d+)号?")

    def __post_init__(self) -> None:
        if self.text != self._spelled(self.text):
            raise BadNumber(_("来文字号应写作：江卫〔2026〕7号。"), "doc_number")
        if len(self.text) > self.LONGEST:
            raise BadNumber(_("来文字号最多{longest}字。", longest=self.LONGEST), "doc_number")
        if len(YEAR.findall(self.text)) > 1:
            raise BadNumber(_("来文字号里有两个年份，请只留一个字号。"), "doc_number")
        if not re.search(r"\d|号", self.text):
            raise BadNumber(
                _("来文字号中应有编号，如：江卫〔2026〕7号；没有字号请留空。"),
                "doc_number",
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Reads any of the usual brackets, full-width digits and stray spaces.  Raises BadNumber."""
        return cls(cls._spelled(text))

    @property
    def key(self) -> str:
        """Equal for two spellings of one number: ``江卫〔2026〕第07号`` and ``江卫〔2026〕7号``."""
        whole = self.FULL.fullmatch(self.text)
        return f"{whole['code']}〔{whole['year']}〕{whole['serial']}号" if whole else self.text

    @staticmethod
    def _spelled(text: str) -> str:
        tight = re.sub(r"\s+", "", cleaned(text)).translate(FULL_WIDTH_DIGITS)
        return YEAR.sub(r"〔\1〕", tight)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class ReceiptNumber:
    """收文编号: ``2026-普-0001``.  ``sequence`` counts from 1 in each book and year."""

    year: int
    book: Book
    sequence: int
    SHAPE: ClassVar[re.Pattern[str]] = re.compile(r"(\d{4})-(.)-(\d{4,6})")

    def __post_init__(self) -> None:
        if not (1949 <= self.year <= 9999 and 1 <= self.sequence <= 999_999):
            raise BadNumber(_("收文编号应写作：2026-普-0001。"), "number")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises BadNumber."""
        shape = cls.SHAPE.fullmatch(text.strip().translate(FULL_WIDTH_DIGITS))
        books = {book.label: book for book in Book}
        if shape is None or shape[2] not in books:
            raise BadNumber(_("收文编号应写作：2026-普-0001。"), "number")
        return cls(int(shape[1]), books[shape[2]], int(shape[3]))

    def __str__(self) -> str:
        return f"{self.year}-{self.book.label}-{self.sequence:04d}"


@dataclass(frozen=True, slots=True)
class ArchiveCode:
    """档号: ``Z109-WS·2026-D30-YZB-0001``; an archive without 机构 leaves that part out.

    Source: DA/T 22-2015, 全宗号-档案门类代码·年度-保管期限代码-机构(问题)代码-件号.
    """

    fonds: str
    category: str
    year: int
    retention: Retention
    office: str
    sequence: int
    SHAPE: ClassVar[re.Pattern[str]] = re.compile(
        r"([A-Z0-9]{1,6})-([A-Z]{2})·(\d{4})-([A-Z0-9]{1,5})(?:-([A-Z][A-Z0-9]{0,7}))?-(\d{4,6})"
    )

    def __post_init__(self) -> None:
        if self.sequence < 1 or not self.SHAPE.fullmatch(str(self)):
            raise BadNumber(_("档号应写作：Z109-WS·2026-D30-YZB-0001。"), "archive_code")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raises BadNumber."""
        shape = cls.SHAPE.fullmatch(text.strip())
        periods = {retention.code: retention for retention in Retention}
        if shape is None or shape[4] not in periods:
            raise BadNumber(_("档号应写作：Z109-WS·2026-D30-YZB-0001。"), "archive_code")
        return cls(shape[1], shape[2], int(shape[3]), periods[shape[4]], shape[5] or "", int(shape[6]))

    def __str__(self) -> str:
        head = [self.fonds, f"{self.category}·{self.year}", self.retention.code]
        return "-".join([*head, *filter(None, [self.office]), f"{self.sequence:04d}"])
