"""办理进程: how far a document is on its seven-step way, and what it left out."""

from datetime import datetime

from sqlmodel import Session

from config.language import each
from models import ledger
from models.dates import SHANGHAI
from models.document import Document
from models.ledger import Entry
from models.stages import Stage

RAIL = each(
    {
        Stage.RECEIVED: "签收",
        Stage.REGISTERED: "登记",
        Stage.APPROVED: "批示",
        Stage.CIRCULATED: "传阅",
        Stage.SUPERVISED: "承办",
        Stage.ARCHIVED: "归档",
        Stage.DESTROYED: "销毁",
    }
)
ORDER = list(RAIL)


def rail(session: Session, document: Document) -> list[dict[str, str]]:
    reached = _reached(ledger.lines_of(session, document.id))
    steps, current = [], document.stage not in (Stage.RETURNED, Stage.DESTROYED)
    for stage, word in RAIL.items():
        entry = reached.get(stage)
        passed = entry is None and any(one in reached for one in ORDER[ORDER.index(stage) :])
        state = "done" if entry else "skipped" if passed else "now" if current else "todo"
        if entry and entry.why.startswith(("阅件", "未列")):
            state = "skipped"
        current = current and (entry is not None or passed)
        steps.append({"word": word, "state": state, "when": short(entry.at) if entry else ""})
    return steps


def _reached(lines: list[Entry]) -> dict[Stage, Entry]:
    """The line that brought it to each stage; going back takes back what came after."""
    reached: dict[Stage, Entry] = {}
    stood = None
    for line in lines:
        if line.stage is not stood and line.stage in RAIL:
            place = ORDER.index(line.stage)
            reached = {stage: entry for stage, entry in reached.items() if ORDER.index(stage) <= place}
            reached.setdefault(line.stage, line)
        stood = line.stage
    return reached


def short(moment: datetime) -> str:
    """``11-22 08:40``, Shanghai time."""
    return moment.astimezone(SHANGHAI).strftime("%m-%d %H:%M")
