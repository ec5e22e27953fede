"""原件: the paper as its page shows it: pictures of its pages, the files that may be saved, the printed forms."""

from pathlib import PurePath
from typing import Any

from api.files import printouts
from config.language import _
from models.document import Document
from models.files import FileRole, StoredFile
from models.stages import Stage

PICTURED = {"application/pdf", "image/png", "image/jpeg", "image/tiff"}
KEPT = (FileRole.ORIGINAL, FileRole.EVIDENCE)
MOST_PAGES = 30  # of one file, on one page of ours


def paper(document: Document, kept: list[StoredFile]) -> dict[str, Any]:
    """What components/paper.html needs."""
    return {
        "pictures": [picture for file in kept for picture in _pictures(document, file)],
        "files": [as_file(document, file) for file in kept if file.role in KEPT],
        "no_files": _why_no_files(document),
        "printouts": [one | {"kind": _kind(document, one["word"])} for one in _forms(document, kept)],
    }


def size(count: int) -> str:
    return f"{count / 1_048_576:.1f} MB" if count >= 1_048_576 else f"{max(count // 1024, 1)} KB"


def _forms(document: Document, kept: list[StoredFile]) -> list[dict[str, str]]:
    return printouts(f"/documents/{document.id}", kept)


def _kind(document: Document, name: str) -> str:
    """``2026-普-0001-文件处理单.docx`` on the page of 2026-普-0001 is its 文件处理单."""
    return PurePath(name).stem.removeprefix(f"{document.label}-")


def _pictures(document: Document, file: StoredFile) -> list[dict[str, str]]:
    if file.role in (FileRole.FORM, FileRole.REPORT) or file.media_type not in PICTURED:
        return []
    count = max(file.pages, 1)
    return [
        {
            "src": f"{_href(document, file)}/pages/{number}",
            "alt": _("第 {number} 页，共 {count} 页", number=number, count=count),
        }
        for number in range(1, min(count, MOST_PAGES) + 1)
    ]


def as_file(document: Document, file: StoredFile) -> dict[str, str]:
    kind = file.name.rsplit(".", 1)[-1].upper()
    pages = _(" · {pages} 页", pages=file.pages) if file.pages else ""
    about = _("{kind}{pages} · {size}", kind=kind, pages=pages, size=size(file.size))
    look = f"{_href(document, file)}/pages/1" if file.media_type in PICTURED else ""
    return {"href": _href(document, file), "name": file.name, "about": about, "look": look}


def _href(document: Document, file: StoredFile) -> str:
    return f"/documents/{document.id}/files/{file.id}"


def _why_no_files(document: Document) -> str:
    if document.stage is Stage.DESTROYED:
        return _("内容已按清册销毁，只保留登记信息。")
    return _("只有纸质件，没有电子件。")
