"""登记表: what the secretary fills in, and what she sends back with, for a letter that waits for its number."""

from typing import Any

from sqlmodel import Session

from api import read_off
from api.forms import Choices, Form, choose
from api.offers import form_on, offered_for
from api.onward import next_one
from config.language import _
from config.policy import policy
from gateways.clock import now
from models import organs, receive
from models.document import Document, peek_number
from models.organs import Organ
from models.people import Me
from models.tasks import Task, TaskKind
from models.values import ActionKind, Book, DocKind, Level, ReceiptNumber, Urgency, local_day

OFFERED = 30


@offered_for(TaskKind.REGISTER)
def forms(session: Session, document: Document, _task: Task, me: Me) -> list[Form]:
    """Pre-filled with what was read off the paper, each value with the place where it stood."""
    found = receive.suggestion(session, document.id)
    sender = receive.receipt(session, document.id).received_from
    values = read_off.values(document, found, sender)
    return [
        form_on(
            document,
            "registration",
            "register",
            values=values | {"year": local_day(now()).year},
            hints=_hints(session, found, sender, values),
            say=_unread(found, document),
            then=_("登记后取号，再送办公室主任拟办。Ctrl+Enter 即登记。"),
            also=_also(session, document, me),
            choices=_choices(session, values["issuer"]),
        ),
        form_on(
            document,
            "return",
            "register",
            main=False,
            values={name: values[name] for name in ("title", "issuer", "doc_number", "book")},
            choices={"reasons": [(one, one) for one in policy().return_reasons], "book": _books(session)},
        ),
    ]


def _choices(session: Session, issuer: str) -> dict[str, Any]:
    return {
        "doc_kind": choose(DocKind),
        "level": choose(Level, *Level.of_documents()),
        "urgency": choose(Urgency),
        "book": _books(session),
        "action": choose(ActionKind),
        "organs": _organs(session, issuer),
        "checks": [(point.id, point.question) for point in policy().examination],
    }


def _organs(session: Session, issuer: str) -> list[Organ]:
    """Whoever is named already first: its 机关代字 begins the 文号."""
    offered = organs.directory(session, limit=OFFERED)
    named = organs.called(session, issuer)
    return [named, *(one for one in offered if one.id != named.id)] if named else offered


def _hints(session: Session, found: read_off.Found, sender: str, values: dict[str, Any]) -> dict[str, str]:
    told = read_off.hints(found, sender, values["due_date"]) | {"book": _("取号以保存时为准。")}
    organ = organs.called(session, values["issuer"])
    if organ and organ.code and not values["doc_number"]:
        begins = f"{organ.code}〔{local_day(now()).year}〕"
        read = read_off.has_words(found)
        told["doc_number"] = (_("未识别到；") if read else "") + _("文号以“{begins}”开头", begins=begins)
    return told


def _books(session: Session) -> Choices:
    """Each with the number that is next in it; the number is taken when the entry is made."""
    year = local_day(now()).year
    return [
        (book.value, f"{book.cover} {ReceiptNumber(year, book, _next(session, year, book))}")
        for book in Book.of_post()
    ]


def _next(session: Session, year: int, book: Book) -> int:
    return peek_number(session, f"receipt:{year}:{book.value}")


def _also(session: Session, document: Document, me: Me) -> Choices:
    further = next_one(session, me, document.id, TaskKind.REGISTER)
    return [("print", _("登记并打印")), *([("next", _("登记下一件"))] if further else [])]


def _unread(found: read_off.Found, document: Document) -> str:
    """A scan is a picture: what its pages say, only its reader knows."""
    if document.pages and not read_off.has_words(found):
        return _("电子件没有文字层（扫描件），识别不出要素，请照纸面填写。")
    return ""
