"""表单: what stands on each printed form.  Every value is already printed words, ``2026年11月22日``."""

from dataclasses import dataclass

from config.language import _
from models.booklets import (
    ArchiveCatalogue,
    DestructionCertificate,
    DestructionList,
    ReceiveRegister,
)
from models.bulletins import SupervisionBulletin


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What somebody wrote on the paper: 拟办, 批示, 承办意见, 审核."""

    who: str
    post: str = ""
    words: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """传阅签名."""

    who: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessingSheet:
    """文件处理单: the sheet that travels on top of the paper and is filed with it."""

    unit: str
    number: str
    issuer: str
    doc_number: str
    received: str
    level: str
    urgency: str
    copies: str
    copy_numbers: str
    title: str
    attachments: str
    due: str = ""
    proposal: Opinion | None = None
    instructions: tuple[Opinion, ...] = ()
    readings: tuple[Reading, ...] = ()
    handling: tuple[Opinion, ...] = ()
    result: str = ""
    archive_code: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A line with a box before it: ``☑`` or ``☐``."""

    mark: str
    words: str


def choices(offered: tuple[str, ...], taken: frozenset[str]) -> tuple[Choice, ...]:
    """Every line that is offered, in its order, those taken with a tick."""
    return tuple(Choice(mark="☑" if words in taken else "☐", words=words) for words in offered)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnNotice:
    """退文告知单; ``receipt`` stays blank for the other side's pen."""

    unit: str
    number: str
    issuer: str
    doc_number: str
    title: str
    reasons: tuple[Choice, ...]
    explanation: str
    returned_by: str
    returned_at: str
    receipt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One reader's turn with the paper: out and back."""

    number: str
    reader: str
    sent: str = ""
    returned: str = ""
    words: str = ""
    handler: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CirculationSheet:
    """传阅单."""

    unit: str
    number: str
    issuer: str
    doc_number: str
    level: str
    title: str
    copies: str
    copy_numbers: str
    scope: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One line of 催办记录 or 办理情况."""

    at: str
    who: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisionNotice:
    """督办通知单; ``sources`` are 文件, 会议, 批示, and ``origin`` says which one."""

    unit: str
    number: str
    opened: str
    sources: tuple[Choice, ...]
    origin: str
    matter: str
    instruction: Opinion | None = None
    lead: str
    partners: str = ""
    person: str
    requirement: str
    due: str
    feedback: str
    receipt: str = ""
    reminders: tuple[Report, ...] = ()
    progress: tuple[Report, ...] = ()
    review: Opinion | None = None
    closed: str = ""


Paper = (
    ProcessingSheet
    | ReturnNotice
    | CirculationSheet
    | SupervisionNotice
    | SupervisionBulletin
    | ReceiveRegister
    | ArchiveCatalogue
    | DestructionList
    | DestructionCertificate
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of form: its word, the title it prints, what fills it, and its file in templates/docx."""

    word: str
    title: str
    paper: type[Paper]
    file: str


KINDS = {
    kind.word: kind
    for kind in (
        Kind("receive-register", _("收文登记簿"), ReceiveRegister, "receive_register.docx"),
        Kind("processing-sheet", _("文件处理单"), ProcessingSheet, "processing_sheet.docx"),
        Kind("return-notice", _("退文告知单"), ReturnNotice, "return_notice.docx"),
        Kind("circulation-sheet", _("传阅单"), CirculationSheet, "circulation_sheet.docx"),
        Kind(
            "supervision-notice",
            _("督办通知单"),
            SupervisionNotice,
            "supervision_notice.docx",
        ),
        Kind("supervision-bulletin", _("督查通报"), SupervisionBulletin, "supervision_bulletin.docx"),
        Kind(
            "archive-catalogue",
            _("归档文件目录"),
            ArchiveCatalogue,
            "archive_catalogue.docx",
        ),
        Kind("destruction-list", _("销毁清册"), DestructionList, "destruction_list.docx"),
        Kind(
            "destruction-certificate",
            _("销毁证明"),
            DestructionCertificate,
            "destruction_certificate.docx",
        ),
    )
}


def kind_of(paper: Paper) -> Kind:
    return next(kind for kind in KINDS.values() if kind.paper is type(paper))
