"""销毁证明: what is no more, how it was destroyed, and who saw it."""

from sqlmodel import Session, col, func, select

from config.policy import policy
from models.booklets import DestroyedItem, DestructionCertificate, Signature
from models.content_keys import ContentKey
from models.files import StoredFile
from models.orders import DestructionOrder
from models.people import Person
from models.sheets.destruction import Line, endings, lines_of, listed, witnesses
from models.sheets.parts import NotPrinted, count, minute, office, signature


def destruction_certificate(session: Session, order: DestructionOrder) -> DestructionCertificate:
    """地点, 承销单位 and 押运人 are left for the pen."""
    if order.executed_at is None:
        raise NotPrinted("此清册尚未销毁完毕", "destruction-certificate")
    lines = lines_of(session, order)
    archivist = session.get_one(Person, order.proposed_by)
    return DestructionCertificate(
        unit=policy().hospital.name,
        number="",
        list_number=order.number,
        quantity=count(len(lines), "件"),
        items=tuple(_item(line, office(session, archivist.office_code)) for line in lines),
        destroyed_at=minute(order.executed_at),
        method=_method(session, order, lines),
        place="",
        contractor="",
        approver=signature(session, order.approver_id, order.approved_at),
        escorts=(),
        witnesses=witnesses(session, order),
        handler=Signature(who=archivist.name),
        digest=_digests(session, order, lines),
    )


def _item(line: Line, keeper: str) -> DestroyedItem:
    place, document, _ = line
    return DestroyedItem(
        number=str(place.rank),
        title=place.title,
        doc_number=document.doc_number,
        level=document.secrecy,
        copy_numbers=document.copy_numbers,
        copies=count(document.copies),
        pages=count(document.pages),
        keeper=keeper,
    )


def _method(session: Session, order: DestructionOrder, lines: list[Line]) -> str:
    """Of the paper, where there was paper; how many had sealed files whose key is erased, and when its copies end."""
    keys = select(ContentKey.owner)
    sealed = select(func.count(func.distinct(StoredFile.owner))).where(
        col(StoredFile.owner).in_(listed(order))
    )
    erased = session.exec(sealed.where(col(StoredFile.owner).not_in(keys))).one()
    paper = [f"纸质件{order.method}"] if any(document.on_paper for _, document, _ in lines) else []
    copies = f"备份中的副本，旧主密钥停用满{policy().destruction.key_backup_days}日后失效"
    return "；".join([*paper, *([f"电子文件{erased}件密钥已销毁（{copies}）"] if erased else [])])


def _digests(session: Session, order: DestructionOrder, lines: list[Line]) -> str:
    """One line for each paper, in the order of the list."""
    ended = endings(session, order)
    codes = [
        f"{place.rank}. {ended[document.id].mac}" for place, document, _ in lines if document.id in ended
    ]
    return "\n".join(codes)
