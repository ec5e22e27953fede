"""几个文件一起收: one letter and what is annexed to it, or several letters; all of them come in, or none."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import Literal

from fastapi import UploadFile

from api.intake import Upload, taken_in
from config.language import _
from models.errors import Malformed
from models.people import Me

MOST_FILES = 30
Together = Literal["one", "each"]


class OneOfSeveral(Malformed):
    """Which of them was refused, by its place: its name may be what must not be repeated."""

    def __init__(self, number: int, refusal: Malformed) -> None:
        super().__init__(
            _("第{number}个文件：{why}其余的也没有收下。", number=number, why=str(refusal)), "file"
        )


class TwiceTheSame(Malformed):
    def __init__(self, first: int, again: int) -> None:
        super().__init__(
            _("第{first}个和第{again}个是同一个文件，请去掉一个。", first=first, again=again), "file"
        )


@contextmanager
def letters_in(files: Sequence[UploadFile], together: Together, me: Me) -> Iterator[list[list[Upload]]]:
    """The files of each letter, read and judged before any transaction is open; one empty letter where none was sent.

    Raises OneOfSeveral, TwiceTheSame, Malformed, and what taken_in() raises.
    """
    named = [one for one in files if one.filename]
    if len(named) > MOST_FILES:
        raise Malformed(_("一次最多{most}个文件，请分几次签收。", most=MOST_FILES), "file")
    with ExitStack() as opened:
        uploads = [_one(opened, file, at, len(named), me) for at, file in enumerate(named, 1)]
        _must_differ(uploads)
        yield [[one] for one in uploads] if together == "each" and uploads else [uploads]


def _one(opened: ExitStack, file: UploadFile, number: int, of: int, me: Me) -> Upload:
    try:
        upload = opened.enter_context(taken_in(file, me))
    except Malformed as refusal:
        raise OneOfSeveral(number, refusal) if of > 1 else refusal from None
    assert upload is not None
    return upload


def _must_differ(uploads: list[Upload]) -> None:
    seen: dict[str, int] = {}
    for number, upload in enumerate(uploads, 1):
        first = seen.setdefault(upload.digest, number)
        if first != number:
            raise TwiceTheSame(first, number)
