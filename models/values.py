"""Everything that is printed on a paper, in one place to import from."""

from models.dates import (
    SHANGHAI,
    due_in_range,
    in_range,
    local_day,
    on_paper,
    read_day,
    read_moment,
    to_the_minute,
)
from models.kinds import ActionKind, Book, DocKind, Labelled, Level, Retention, Urgency
from models.numbers import ArchiveCode, DocumentNumber, ReceiptNumber
from models.words import mail_address, one_line, optional_words, words

__all__ = [
    "SHANGHAI",
    "ActionKind",
    "ArchiveCode",
    "Book",
    "DocKind",
    "DocumentNumber",
    "Labelled",
    "Level",
    "ReceiptNumber",
    "Retention",
    "Urgency",
    "due_in_range",
    "in_range",
    "local_day",
    "mail_address",
    "on_paper",
    "one_line",
    "optional_words",
    "read_day",
    "read_moment",
    "to_the_minute",
    "words",
]
