"""开张: what to do first, said on the empty desk of a house that has no papers yet; gone with the first one."""

from typing import Any

from sqlmodel import Session, col, select

from config.language import _
from models.document import Document
from models.granted import RoleGrant
from models.people import ADMINISTRATORS, Me, Office, Role

Step = dict[str, Any]


def of(session: Session, me: Me) -> list[Step]:
    """In order; empty once there is a paper, and for whoever has nothing to begin with."""
    if session.exec(select(Document.id).limit(1)).first() is not None:
        return []
    if Role.SYSTEM_ADMIN in me.roles:
        founded = session.exec(select(Office.code).limit(2)).all()
        steps = [] if len(founded) > 1 else [_step("/offices", _("先设部门：代码会用在档号里"))]
        return [*steps, _step("/people", _("给同事开账号，初始口令当面交给本人"))]
    if Role.SECURITY_ADMIN in me.roles and not _somebody_handles_papers(session):
        return [_step("/people", _("授予角色：先机要秘书、办公室主任、院领导，再各部门负责人和承办人"))]
    if Role.AUDITOR in me.roles:
        return [_step("/audit", _("看看谁开了账号、授了角色，并核对一次记录"))]
    first = (
        [_step("/documents/new", _("收第一份文：把扫描件拖进去，系统认出要素"))]
        if Role.SECRETARY in me.roles
        else []
    )
    mine = next((role for role in Role if role in me.roles), None)
    return [*first, _step(f"/help/{mine}", _("两分钟看看您的一天怎么过"))] if mine else []


def _somebody_handles_papers(session: Session) -> bool:
    working = select(RoleGrant.person_id).where(col(RoleGrant.role).not_in(ADMINISTRATORS))
    return session.exec(working.limit(1)).first() is not None


def _step(href: str, words: str) -> Step:
    return {"href": href, "words": words}
