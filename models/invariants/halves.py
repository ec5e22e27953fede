"""一半: a key that outlived its paper, a paper that lost its key, a list half carried out, a form without its file."""

from collections.abc import Iterator

from sqlalchemy import exists
from sqlmodel import Session, col

from config.language import _
from models.content_keys import ContentKey
from models.document import Document
from models.files import StoredFile
from models.invariants.finding import Broken, ask
from models.invariants.waiting import settled
from models.orders import DestructionOrder, OrderLine
from models.prints import PrintJob
from models.stages import Stage


def look(session: Session) -> Iterator[Broken]:
    yield from _keys(session)
    yield from _lists(session)
    yield from _forms(session)


def _keys(session: Session) -> Iterator[Broken]:
    has_key = exists().where(col(ContentKey.owner) == col(Document.id))
    has_files = exists().where(col(StoredFile.owner) == col(Document.id))
    gone = col(Document.stage) == Stage.DESTROYED
    for number in session.scalars(ask(Document.number).where(gone, has_key)):
        yield Broken(number or "", _("已经销毁，密钥却还在。"))
    for number, serial in session.execute(
        ask(Document.number, Document.serial).where(~gone, has_files, ~has_key)
    ):
        where = number or _("未编号件（{serial}）", serial=serial)
        yield Broken(where, _("没有销毁，密钥却没有了，文件读不出来。"))


def _lists(session: Session) -> Iterator[Broken]:
    on_it = ask(DestructionOrder.number, Document.number).join(
        OrderLine, col(OrderLine.order_id) == col(DestructionOrder.id)
    )
    on_it = on_it.join(Document, col(Document.id) == col(OrderLine.document_id))
    done, gone = col(DestructionOrder.executed_at).is_not(None), col(Document.stage) == Stage.DESTROYED
    for order, number in session.execute(on_it.where(done, ~gone)):
        yield Broken(order, _("清册已经办结，{number}却没有销毁。", number=number))
    refused = col(DestructionOrder.refused_at).is_not(None)  # and destroyed on a later list
    for order, number in session.execute(on_it.where(~done, ~refused, gone, settled(DestructionOrder.id))):
        yield Broken(order, _("{number}已经销毁，清册却没有办结。", number=number))


def _forms(session: Session) -> Iterator[Broken]:
    file = exists().where(col(StoredFile.id) == col(PrintJob.file_id))
    for kind, job in session.execute(
        ask(PrintJob.kind, PrintJob.id).where(col(PrintJob.file_id).is_not(None), ~file)
    ):
        yield Broken(f"{kind} {job}", _("表单记为已打印，文件却不在。"))
