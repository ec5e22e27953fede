"""日志: what this process may write into a log.  Never an exception's text, which may quote a paper or a password."""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

from config.settings import settings
from gateways.errors import SafeError

FRAMES = 6
FORMAT = "%(asctime)s %(name)s %(levelname)s %(message)s"


class Line(logging.LogRecord):
    """One line, whoever writes it: an exception is its kind and its place, and nothing in it begins a new line."""

    def __init__(
        self, name: str, level: int, path: str, line: int, said: Any, args: Any, error: Any, *more: Any
    ) -> None:
        super().__init__(name, level, path, line, said, args, None, *more)
        if error and error[1]:
            self.exc_text = f"{code_of(error[1])} at {place_of(error[1])}"

    def getMessage(self) -> str:
        said, args = _safe(self.msg), self.args
        if isinstance(args, dict):
            args = {name: _safe(value) for name, value in args.items()}
        elif args:
            args = tuple(_safe(value) for value in args)
        return plain(str(said) % args if args else str(said))


def keep_words_out() -> None:
    """From now on every logger of this process, our own and the libraries', writes such lines."""
    logging.setLogRecordFactory(Line)


class Json(logging.Formatter):
    """The same line as an object, for a program that collects logs.  ``at`` is UTC."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        said = {"at": at, "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        broken = {"broken": record.exc_text} if record.exc_text else {}
        return json.dumps(said | broken, ensure_ascii=False)


def written(*names: str) -> None:
    """The handlers of these loggers say when, how bad and where, in the form that the settings want."""
    form = Json() if settings().log_format == "json" else logging.Formatter(FORMAT)
    for handler in (handler for name in names for handler in logging.getLogger(name).handlers):
        handler.setFormatter(form)


def code_of(error: BaseException) -> str:
    """What may be kept about a failure: never its text, which may quote a title."""
    return (error.code if isinstance(error, SafeError) else type(error).__name__)[:80]


def place_of(error: BaseException) -> str:
    """Where it broke, innermost first, without the values."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    return " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames))


def plain(text: str) -> str:
    """On one line: what does not print (a line break, an escape for the terminal) is spelt out."""
    return "".join(one if one.isprintable() else repr(one)[1:-1] for one in text)


def _safe(value: Any) -> Any:
    return code_of(value) if isinstance(value, BaseException) else value
