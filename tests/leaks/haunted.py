"""闹鬼的进程: the pages and the clerk as they are, except that what a test names breaks, with a mark in its mouth.

``HAUNTED`` is a folder: a file in it names what breaks once, and holds the mark; ``<name>.hit`` says that it did.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy.exc import OperationalError

FOLDER = Path(os.environ.get("HAUNTED", "/nowhere"))


def breaks(name: str, kind: Callable[[str], Exception] = RuntimeError) -> None:
    """Raises, when it is its time: the mark is in the text, in a local variable and in the cause."""
    wanted = FOLDER / name
    if not wanted.exists():
        return
    mark = wanted.read_text()
    wanted.replace(FOLDER / f"{name}.hit")
    try:
        {}[mark]
    except KeyError as cause:
        raise kind(f"这里出错：{mark}") from cause


def full_disk(words: str) -> Exception:
    return OSError(28, words, f"/vault/{words}")


def locked(words: str) -> Exception:
    return OperationalError(f"UPDATE document SET title = '{words}'", {"title": words}, ValueError(words))


def haunt(module: Any, function: str, name: str, kind: Callable[[str], Exception] = RuntimeError) -> None:
    """From now on the function asks first whether it is to break."""
    real = getattr(module, function)

    def broken(*said: Any, **named: Any) -> Any:
        breaks(name, kind)
        return real(*said, **named)

    setattr(module, function, broken)


def web() -> Any:
    """For ``uvicorn --factory``."""
    from api import app
    from gateways import shelf, text
    from models import access, approve, conversation, inbox, ledger, suspend

    haunt(approve, "sign", "verb")
    haunt(conversation, "say", "verb-value", ValueError)
    haunt(
        suspend,
        "suspend",
        "verb-unicode",
        lambda words: UnicodeDecodeError("gbk", words.encode(), 0, 1, words),
    )
    haunt(ledger, "move", "ledger", locked)
    haunt(access, "visible_to", "look", KeyError)
    haunt(inbox, "see", "page", AssertionError)
    haunt(shelf, "write", "vault", full_disk)
    haunt(text, "read", "reader", MemoryError)
    return app.build()


def clerk() -> None:
    from flows import clerk, errands, lifecycle, timetable
    from gateways import forms, mail_words, pdf, vault
    from models import leases, outbox, tasks

    haunt(tasks, "settle", "leg", ValueError)
    haunt(lifecycle, "owed_for", "owed", KeyError)
    haunt(forms, "fill", "form")
    haunt(mail_words, "words", "letter", LookupError)
    haunt(pdf, "to_pdf", "preview", OSError)
    haunt(vault, "seal", "clerk-vault", full_disk)
    haunt(errands, "find", "flow")
    haunt(errands, "due", "loop", locked)
    haunt(outbox, "finish", "outbox", locked)
    haunt(leases, "take_turn", "rule")
    haunt(timetable, "_on_duty", "tick")
    timetable.TICK_SECONDS = 1
    clerk.main()


if __name__ == "__main__":
    sys.exit(clerk())
