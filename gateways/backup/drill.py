"""恢复演练: once a month the newest copy is laid out and looked through, and whoever keeps it hears when that fails."""

from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from config.errors import BadConfig
from config.language import _
from gateways.backup import restore
from gateways.backup.parts import Manifest
from gateways.clock import now
from models import backups
from models.backups import Backup, Outcome
from models.database import reading, unit_of_work
from models.errors import DomainError
from models.proof import Report


def any_copies() -> bool:
    with reading() as session:
        return backups.newest(session) is not None


def drill(_at: datetime) -> None:
    """Everything that ``jiyao restore --verify`` looks at.  Nothing of the house is changed but what is noted of it."""
    copy, began = _newest_here(), now()
    try:
        if copy is None:
            _note(None, Outcome.WRONG, _("清单上的备份一份也找不到，请核对那块盘是否接上"))
            return
        manifest, report = restore.tried(Path(copy.place) / copy.name, lambda: None)
    except (DomainError, BadConfig) as refusal:
        _note(copy, Outcome.WRONG, str(refusal))
    except (OSError, SQLAlchemyError) as error:
        _note(copy, Outcome.WRONG, _("没有做成（{kind}）", kind=type(error).__name__))
    else:
        outcome = Outcome.WRONG if report.findings else Outcome.WITHOUT if manifest.missing else Outcome.WHOLE
        _note(copy, outcome, _said(manifest, report, (now() - began).total_seconds()))


def _newest_here() -> Backup | None:
    """The newest whose file is there: a disk may have been taken to another house."""
    with reading() as session:
        there = [one for one in backups.kept(session) if (Path(one.place) / one.name).exists()]
    return there[0] if there else None


def _note(copy: Backup | None, outcome: Outcome, why: str) -> None:
    with unit_of_work() as session:
        backups.drilled(session, copy and session.get_one(Backup, copy.id), outcome, why, at=now())


def _said(manifest: Manifest, report: Report, seconds: float) -> str:
    return _(
        "{parts} 个部分、{rows} 行、{documents} 件公文，{wrong} 处不符，缺 {missing} 个文件，用时 {seconds} 秒",
        parts=len(manifest.parts),
        rows=sum(manifest.tables.values()),
        documents=report.documents,
        wrong=len(report.findings),
        missing=len(manifest.missing),
        seconds=round(seconds),
    )
