"""归档: the archivist checks the set, gives it a category, a term and a 档号, and knows when the term ends."""

from datetime import datetime

from sqlmodel import Session

from config.language import _
from config.policy import policy
from models import deadlines, ledger, tasks
from models.document import Document, next_number
from models.errors import Malformed, NotNow
from models.holdings import ArchiveEntry, KeepingOn, entry, term_end
from models.orders import DestructionOrder, open_order_of
from models.people import Me, Office, Role, to_role
from models.stages import Move
from models.tasks import Owed, TaskKind
from models.values import ArchiveCode, Retention, local_day, optional_words, words


class Listed(NotNow):
    def __init__(self, document: Document, order: DestructionOrder) -> None:
        super().__init__(
            _("{document}已列入{order}，不批准后方可续存。", document=document.label, order=order.number)
        )


def file(
    session: Session,
    document: Document,
    *,
    category: str,
    retention: Retention,
    office: str,
    checks: list[str],
    remarks: str,
    by: Me,
    at: datetime,
) -> ArchiveEntry:
    """归档; a case that was opened again keeps its 档号.  Raises SomebodyElses, NothingToDo, Malformed."""
    tasks.close(session, tasks.take(session, document.id, TaskKind.ARCHIVE, by), by, at=at)
    _check(session, category, office, checks)
    filed = session.get(ArchiveEntry, document.id)
    if filed is None:
        filed = _numbered(session, document, retention, office, by, at)
    else:
        _file_again(session, filed, retention, office, by, at)
    filed.category, filed.checks, filed.by, filed.at = category, checks, by.id, at
    filed.remarks = optional_words(remarks, 500, _("备注"), field="remarks")
    session.add(filed)
    ledger.move(session, document, Move.ARCHIVE, by=by, at=at, why=filed.code)
    return filed


def keep_on(
    session: Session,
    document: Document,
    retention: Retention,
    why: str,
    *,
    by: Me,
    at: datetime,
) -> ArchiveEntry:
    """续存: counted anew from the first appraisal.  Raises SomebodyElses, NothingToDo, Listed, Malformed."""
    tasks.close(session, tasks.take(session, document.id, TaskKind.APPRAISE, by), by, at=at)
    if listed := open_order_of(session, document.id):
        raise Listed(document, listed)
    kept = entry(session, document.id)
    session.add(
        KeepingOn(
            document_id=document.id,
            at=at,
            retention=retention,
            words=words(why, 500, _("续存理由"), field="words"),
            by=by.id,
        )
    )
    kept.keep_until = term_end(local_day(at).year, retention)
    session.add(kept)
    ledger.move(session, document, Move.KEEP_ON, by=by, at=at, why=retention.label)
    return kept


def owed(document: Document, *, closed_at: datetime) -> list[Owed]:
    """The archivists owe the filing, counted from the day the case was closed."""
    by = deadlines.due(closed_at, policy().deadlines.archiving)
    return [Owed(TaskKind.ARCHIVE, to_role(Role.ARCHIVIST), document.id, by)]


def _check(session: Session, category: str, office: str, checks: list[str]) -> None:
    if set(checks) != {check.id for check in policy().archive.checks}:
        raise Malformed(_("归档前应逐项检查整套材料（文件处理单在最上面）。"), "checks")
    if category not in {one.id for one in policy().retention.categories if one.kept}:
        raise Malformed(_("请选择归档类目。"), "category")
    if session.get(Office, office) is None:
        raise Malformed(_("请选择归档机构（部门）。"), "office")


def _numbered(
    session: Session, document: Document, retention: Retention, office: str, by: Me, at: datetime
) -> ArchiveEntry:
    code = _next_code(session, document, retention, office)
    return ArchiveEntry(
        document_id=document.id,
        code=str(code),
        year=code.year,
        retention=retention,
        category="",
        office_code=office,
        item=code.sequence,
        keep_until=term_end(code.year, retention),
        by=by.id,
        at=at,
    )


def _file_again(
    session: Session, filed: ArchiveEntry, retention: Retention, office: str, by: Me, at: datetime
) -> None:
    """The term is counted anew from the year of filing, and noted like a 续存.  Raises Malformed."""
    if office != filed.office_code:
        raise Malformed(
            _("此件恢复待办前已归档，沿用原档号{code}，归档机构不能更改。", code=filed.code), "office"
        )
    again = KeepingOn(
        document_id=filed.document_id, at=at, retention=retention, words="恢复待办后重新归档", by=by.id
    )
    filed.keep_until = term_end(local_day(at).year, retention)
    session.add(again)


def _next_code(session: Session, document: Document, retention: Retention, office: str) -> ArchiveCode:
    """归属年度 is the year of the paper's date, else of receipt (DA/T 22-2015)."""
    dated = document.issue_date or local_day(document.received_at)
    fonds, category = policy().hospital.fonds, policy().archive.category
    name = f"archive:{dated.year}:{retention.value}:{office}"
    return ArchiveCode(fonds, category, dated.year, retention, office, next_number(session, name))
