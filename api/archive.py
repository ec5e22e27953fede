"""归档: the archivist checks the set and files it; at the end of its term a document may be kept on."""

from datetime import datetime

from pydantic import Field
from sqlmodel import Session

from api.acts import on_document
from api.forms import Form, choose
from api.offers import form_on, offered_for, offices
from api.sent import Sent
from config.language import _
from config.policy import policy
from models import archive, holdings
from models.document import Document
from models.holdings import ArchiveEntry
from models.people import Me
from models.tasks import Task, TaskKind
from models.values import Retention, on_paper


class FilingSent(Sent):
    category: str = Field(title=_("类目"))
    retention: Retention = Field(title=_("保管期限"))
    office: str = Field(title=_("机构"))
    checks: list[str] = Field(default_factory=list, title=_("归档检查"))
    remarks: str = Field(default="", title=_("备注"))


class KeepingOnSent(Sent):
    retention: Retention = Field(title=_("保管期限"))
    words: str = Field(title=_("续存理由"))


@on_document("filing", FilingSent)
def file(session: Session, document: Document, sent: FilingSent, me: Me, at: datetime) -> object:
    """归档"""
    return archive.file(
        session,
        document,
        category=sent.category,
        retention=sent.retention,
        office=sent.office,
        checks=sent.checks,
        remarks=sent.remarks,
        by=me,
        at=at,
    )


@on_document("extension-of-keeping", KeepingOnSent)
def keep_on(session: Session, document: Document, sent: KeepingOnSent, me: Me, at: datetime) -> object:
    """续存"""
    return archive.keep_on(session, document, sent.retention, sent.words, by=me, at=at)


@offered_for(TaskKind.ARCHIVE)
def filing_form(session: Session, document: Document, _task: Task, _me: Me) -> list[Form]:
    kept = [category for category in policy().retention.categories if category.kept]
    periods = {one.value: one.label for one in Retention}
    usual = next(category for category in kept if category.id == policy().archive.usual)
    before = session.get(ArchiveEntry, document.id)
    return [
        form_on(
            document,
            "filing",
            "archive",
            values={
                "category": before.category if before else usual.id,
                "retention": before.retention.value if before else usual.period,
                "office": before.office_code if before else usual.office,
                "checks": [],
            },
            choices={
                "category": [
                    (one.id, _("{one}（{period}）", one=one.name, period=periods[one.period])) for one in kept
                ],
                "retention": choose(Retention),
                "office": offices(session),
                "checks": [(check.id, check.question) for check in policy().archive.checks],
            },
            say=_("恢复待办前已归档，沿用原档号{code}；保管期限重新确定。", code=before.code)
            if before
            else "",
            then=_("归档后取档号，并打印目录条目。") if before is None else _("归档后重新打印目录条目。"),
        )
    ]


@offered_for(TaskKind.APPRAISE)
def keeping_on_form(session: Session, document: Document, _task: Task, _me: Me) -> list[Form]:
    entry = holdings.entry(session, document.id)
    until = on_paper(entry.keep_until) if entry.keep_until else ""
    return [
        form_on(
            document,
            "extension-of-keeping",
            "destroy",
            choices={"retention": choose(Retention)},
            say=_(
                "{code} 保管期限已于{until}届满。无保存价值的，请在“清册”中提请销毁。",
                code=entry.code,
                until=until,
            ),
        )
    ]
