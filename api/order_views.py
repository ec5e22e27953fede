"""销毁清册 as pages show it: the overview, one list with its signatures, and what may be done with it."""

from typing import Any

from sqlmodel import Session, col

from api.files import printouts
from api.forms import Form as Sheet
from api.offers import everybody, leaders
from config.language import _
from config.policy import policy
from gateways.clock import now
from models import access, files, holdings, orders
from models.document import Document
from models.orders import DestructionOrder
from models.people import Me, Person, Role
from models.tasks import TaskKind, open_tasks
from models.values import local_day, on_paper, to_the_minute


def order_story(session: Session, order: DestructionOrder, me: Me) -> dict[str, Any]:
    """The list as a page shows it."""
    listed = orders.documents_on(session, order.id)
    return {
        "order": {"label": order.number, "state": order.state},
        "pairs": _pairs(session, order),
        "printouts": printouts(f"/destruction-orders/{order.id}", files.files_of(session, order.id)),
        "offers": order_offers(session, order, me),
        "signatures": _signatures(session, order),
        "items": [_item(session, document, rank, me) for rank, document in enumerate(listed, start=1)],
    }


def order_offers(session: Session, order: DestructionOrder, me: Me) -> list[Sheet]:
    mine = {task.kind for task in open_tasks(session, order.id) if task.hat in me.hats}
    offered = []
    if TaskKind.APPROVE_ORDER in mine:
        offered += [_sheet(order, "approval"), _sheet(order, "refusal", main=False)]
    if TaskKind.WITNESS in mine:
        from_then = order.may_execute_from
        say = (
            _("{from_then}起可以监销签字。", from_then=to_the_minute(from_then))
            if from_then and from_then > now()
            else ""
        )
        offered.append(_sheet(order, "witnessing", say=say))
    if Role.ARCHIVIST in me.roles and order.open and not orders.fully_witnessed(session, order):
        offered.append(_sheet(order, "calling-off", main=False))
    return offered


def proposal_sheet(session: Session) -> Sheet:
    return Sheet(
        act="destruction-orders",
        action="/destruction-orders",
        template="destroy/orders.html",
        values={"method": policy().destruction.methods[0]},
        choices={
            "method": [(one, one) for one in policy().destruction.methods],
            "approver": leaders(session),
            "witnesses": everybody(session),
        },
    )


def overview(session: Session, me: Me) -> dict[str, Any]:
    may_propose = Role.ARCHIVIST in me.roles
    return {
        "orders": [_row(session, order) for order in orders.visible_orders(session, me)],
        "due": _all_due(session, me) if may_propose else [],
        "form": proposal_sheet(session) if may_propose else None,
    }


def _row(session: Session, order: DestructionOrder) -> dict[str, Any]:
    return {
        "href": f"/destruction-orders/{order.id}",
        "label": order.number,
        "count": len(orders.documents_on(session, order.id)),
        "state": order.state,
        "by": session.get_one(Person, order.proposed_by).name,
        "at": on_paper(order.proposed_at),
    }


def _all_due(session: Session, me: Me) -> list[dict[str, Any]]:
    entries = {entry.document_id: entry for entry in holdings.due(session, local_day(now()))}
    free = [one for one in entries if orders.open_order_of(session, one) is None]
    seen = session.exec(
        access.visible_to(me).where(col(Document.id).in_(free)).order_by(col(Document.serial))
    )
    return [_due(document, entries[document.id]) for document in seen]


def _due(document: Document, entry: holdings.ArchiveEntry) -> dict[str, Any]:
    return {
        "id": str(document.id),
        "href": f"/documents/{document.id}",
        "label": document.label,
        "title": document.title,
        "issuer": document.issuer,
        "code": entry.code,
        "term": entry.retention.label,
        "until": on_paper(entry.keep_until) if entry.keep_until else "",
    }


def _item(session: Session, document: Document, rank: int, me: Me) -> dict[str, Any]:
    entry = holdings.entry(session, document.id)
    may_open = session.exec(access.visible_to(me).where(Document.id == document.id)).first()
    return {
        "rank": rank,
        "title": document.title,
        "href": f"/documents/{document.id}" if may_open else "",
        "issuer": document.issuer,
        "doc_number": document.doc_number,
        "code": entry.code,
        "year": entry.year,
        "term": entry.retention.label,
        "kept": _("{year}年", year=local_day(now()).year - entry.year),
        "pages": document.pages,
        "remarks": entry.remarks,
    }


def _pairs(session: Session, order: DestructionOrder) -> list[tuple[str, str]]:
    return [
        (_("鉴定意见"), order.words),
        (_("销毁方式"), order.method),
        (_("提请人"), session.get_one(Person, order.proposed_by).name),
        (_("提请时间"), to_the_minute(order.proposed_at)),
        *_ended(session, order),
    ]


def _ended(session: Session, order: DestructionOrder) -> list[tuple[str, str]]:
    """How it came to its end; nothing while it is open."""
    if order.executed_at:
        return [(_("执行时间"), to_the_minute(order.executed_at))]
    if not order.refused_at:
        return []
    if not order.called_off_by:
        return [(_("不批准的理由"), order.refusal)]
    return [
        (_("撤回人"), session.get_one(Person, order.called_off_by).name),
        (_("撤回时间"), to_the_minute(order.refused_at)),
        (_("撤回的理由"), order.refusal),
    ]


def _signatures(session: Session, order: DestructionOrder) -> list[dict[str, str]]:
    decided = order.approved_at or (None if order.called_off_by else order.refused_at)
    approver = session.get_one(Person, order.approver_id)
    signed = [{"role": _("批准人"), "who": approver.name, "at": to_the_minute(decided) if decided else ""}]
    for one in orders.witnesses(session, order.id):
        at = to_the_minute(one.signed_at) if one.signed_at else ""
        signed.append({"role": _("监销人"), "who": session.get_one(Person, one.person_id).name, "at": at})
    return signed


def _sheet(order: DestructionOrder, act: str, **said: Any) -> Sheet:
    action = f"/destruction-orders/{order.id}/{act}"
    return Sheet(act=act, action=action, template=f"destroy/{act}.html", **said)
