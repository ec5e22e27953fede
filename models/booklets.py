"""簿册: the register, the catalogue, and the papers that end a file's life.  Every value is already printed words."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """签字及时间; both blank while the signature is still owed."""

    who: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterRow:
    """One line of the 收文登记簿.  Dates are ``2026-11-22``: the columns are narrow."""

    number: str
    received: str
    issuer: str
    doc_number: str
    title: str
    attachments: str
    copies: str
    pages: str
    level: str
    term: str = ""
    copy_numbers: str
    urgency: str
    handler: str
    signer: str
    reply: str = ""
    recall: str = ""
    filed: str = ""
    volume: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveRegister:
    """收文登记簿: one register, one year."""

    unit: str
    register: str
    year: str
    rows: tuple[RegisterRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogueRow:
    """One 件 of the 归档文件目录.  The date has eight digits, ``20261122`` (DA/T 22-2015)."""

    number: str
    archive_code: str
    doc_number: str
    author: str
    title: str
    date: str
    level: str
    pages: str
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveCatalogue:
    """归档文件目录 with its cover."""

    fonds: str
    fonds_name: str
    year: str
    retention: str
    office: str
    rows: tuple[CatalogueRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionRow:
    """One file of the 销毁清册.  Dates are ``2026-11-22``."""

    number: str
    archive_code: str
    doc_number: str
    author: str
    title: str
    year: str
    created: str
    retention: str
    kept: str
    pages: str
    destroyed: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionList:
    """销毁清册 with its cover; ``witnesses`` are the two 监销人, signed or not."""

    unit: str
    number: str
    fonds: str
    quantity: str
    appraiser: Signature
    approver: Signature
    witnesses: tuple[Signature, ...]
    rows: tuple[DestructionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DestroyedItem:
    """One paper that is no more."""

    number: str
    title: str
    doc_number: str
    level: str
    copy_numbers: str
    copies: str
    pages: str
    keeper: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionCertificate:
    """销毁证明.  ``digest`` is that of the ledger line which records the destruction."""

    unit: str
    number: str
    list_number: str
    quantity: str
    items: tuple[DestroyedItem, ...]
    destroyed_at: str
    method: str
    place: str
    contractor: str
    approver: Signature
    escorts: tuple[Signature, ...]
    witnesses: tuple[Signature, ...]
    handler: Signature
    digest: str
