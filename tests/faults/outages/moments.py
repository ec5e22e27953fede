"""Eight moments of a day, each an act by a real request; and how it is known afterwards that it was done."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlmodel import func, select

from config.policy import policy
from gateways.clock import now
from models.audit import Event
from models.audit_words import Act
from models.database import reading
from models.document import Document
from models.files import FileRole, StoredFile
from models.stages import Stage
from tests.directory.house import password
from tests.faults.outages.office import Office
from tests.test_a_secretarys_day import minute
from tests.test_registering import letter

Answer = Any


@dataclass(frozen=True)
class Moment:
    """``does`` sends it, ``done`` looks in the database."""

    does: Callable[[Office], Answer]
    done: Callable[[Office], bool]


def _signs_in(office: Office) -> Answer:
    return office.sends(None, "/sign-in", uid="li", password=password("li"))


def _receives(office: Office) -> Answer:
    said = {
        "received_at": minute(),
        "carrier": "专人送达",
        "received_from": "江州市第九医院",
        "on_paper": "yes",
    }
    return office.sends("lin", "/documents", files=[letter(7)], **said)


def _registers(office: Office) -> Answer:
    entry = {
        "title": "关于做好冬春季呼吸道传染病防治工作的通知",
        "issuer": "江州市卫生健康委员会",
        "doc_number": "江卫〔2026〕31号",
        "action": "act",
        "checks": [point.id for point in policy().examination],
    }
    return office.sends("lin", f"/documents/{office.new.id}/registration", **entry)


def _proposes(office: Office) -> Answer:
    proposal = {
        "words": "拟请王副院长批示，医务部主办。",
        "lead": "YWB",
        "leaders": [str(office.cast.id("wang"))],
        "due_date": f"{now() + timedelta(days=20):%Y-%m-%d}",
    }
    return office.sends("chen", f"/documents/{office.registered.id}/proposal", **proposal)


def _signs(office: Office) -> Answer:
    opinion = {"decision": "instruct", "words": "同意。"}
    return office.sends("wang", f"/documents/{office.proposed.id}/opinion", **opinion)


def _hands_out(office: Office) -> Answer:
    copy = {"reading_id": str(office.signed.about("hand-out")), "copy_number": "000001"}
    return office.sends("lin", f"/documents/{office.signed.id}/handing-out", **copy)


def _prints(office: Office) -> Answer:
    return office.looks("lin", f"/documents/{office.proposed.id}/files/{office.form}/pdf")


def _watches(office: Office) -> Answer:
    return office.sends("ma", f"/destruction-orders/{office.order}/witnessing")


def _in_journal(act: Act) -> bool:
    with reading() as session:
        return bool(session.exec(select(func.count()).where(Event.act == act)).one())


def _came(office: Office) -> bool:
    mine = select(func.count()).where(StoredFile.role == FileRole.ORIGINAL, StoredFile.owner != office.old.id)
    with reading() as session:
        return session.exec(mine).one() == 1


def _destroyed(office: Office) -> bool:
    with reading() as session:
        return session.get_one(Document, office.old.id).stage is Stage.DESTROYED


MOMENTS = {
    "sign-in": Moment(_signs_in, lambda o: _in_journal(Act.SIGNED_IN)),
    "receive": Moment(_receives, _came),
    "register": Moment(_registers, lambda o: o.new.now.number is not None),
    "propose": Moment(_proposes, lambda o: "拟办" in o.registered.told),
    "sign": Moment(_signs, lambda o: "批示" in o.proposed.told),
    "hand-out": Moment(_hands_out, lambda o: "送阅" in o.signed.told),
    "print": Moment(_prints, lambda o: _in_journal(Act.FILE_TAKEN)),
    "destroy": Moment(_watches, _destroyed),
}
