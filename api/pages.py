"""page(): a whole page for a browser, only the main part when htmx asks."""

from functools import cache
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from config.policy import policy
from gateways import engine
from models.books import KEEPERS
from models.people import ADMINISTRATORS, Me, Role
from models.rulebooks import READERS

FOLDER = Path(__file__).parent.parent / "templates" / "html"

NOTICES = {
    "received": "已签收，要素已识别，请核对登记。",
    "registration": "已登记编号。",
    "return": "已退文，编号作废并留痕。",
    "proposal": "已提交拟办意见。",
    "opinion": "已签署。",
    "send-back": "已退回。",
    "countersignature": "已会签。",
    "signer-addition": "已加签。",
    "signer-removal": "已减签。",
    "handing-over": "已转办。",
    "claim": "已认领。",
    "putting-back": "已放回，同岗位的人可以认领。",
    "recall": "已收回，请改正后重新提交。",
    "relocation": "已重定位。",
    "paper-opinion": "已代录，等候本人确认。",
    "confirmation": "已确认。",
    "amendment": "已补充意见。",
    "handing-out": "已送阅。",
    "reading": "已阅签。",
    "taking-back": "已收回。",
    "acceptance": "已签收承办。",
    "progress": "已反馈进展。",
    "extension-request": "已申请延期，等候批复。",
    "extension-decision": "已批复。",
    "completion": "已报告办结，等候审核。",
    "closure": "已销号，批示领导将收到告知。",
    "redo": "已退回承办部门重办。",
    "acknowledgement": "已知悉。",
    "urging": "已催办。",
    "relation": "已关联。",
    "relation-removal": "已解除关联，记录保留。",
    "remark": "已发出。",
    "remark-withdrawal": "已撤回。",
    "copying": "已抄送。",
    "seeing": "已阅知。",
    "distribution": "已分发，回执情况见回执一栏。",
    "receipt": "已回执。",
    "chasing": "已催收。",
    "assistance": "已反馈协办意见。",
    "sub-case": "已立子事项。",
    "answer": "已答复。",
    "answer-return": "已退回，由主办部门另行安排。",
    "sub-case-closure": "子事项已终止。",
    "assignment-hand-over": "已转办，原部门将收到告知。",
    "reading-hand-over": "已转交。",
    "suspension": "已缓办。",
    "resumption": "已恢复办理，时限已顺延。",
    "special-closure": "已特殊办结，批示领导和授权领导将收到告知。",
    "reopening": "已恢复待办，请重新拟办。",
    "filing": "已归档。",
    "extension-of-keeping": "已续存。",
    "proposed": "清册已报批。",
    "approval": "已批准，等候监销。",
    "refusal": "未批准，已退回档案员。",
    "witnessing": "已监销签字。",
    "drafted": "草案已提交，由另一人核对后发布。",
    "released": "已发布。",
    "rules-withdrawn": "草案已撤回。",
    "rules-version": "已改用现行规则。",
    "delegated": "已委托，受托人即按起止时间代办。",
    "revoked": "已撤销委托，受托人即刻起不能再办。",
    "away": "已登记外出。",
    "back": "已销假。",
    "signed-out": "已退出。",
}


@cache
def environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=False,
        auto_reload=False,
    )


def page(request: Request, template: str, *, status: int = 200, **said: Any) -> HTMLResponse:
    """Render ``templates/html/<template>`` with what every page needs."""
    visitor = getattr(request.state, "visitor", None)
    me: Me | None = visitor.me if visitor else None
    done = request.query_params.get("done", "")
    frame = {
        "status": status,
        "partial": request.headers.get("hx-request") == "true",
        "hospital": policy().hospital.name,
        "me": {"name": me.name, "post": me.person.post} if me else None,
        "nav": _navigation(me, request.url.path) if me else [],
        "csrf": visitor.csrf if visitor else "",
        "engine_banner": engine.state().notice,
        "done": done if done in NOTICES else "",
        "notice": NOTICES.get(done, ""),
    }
    body = environment().get_template(template).render(frame | said)
    return HTMLResponse(body, status_code=status)


def _navigation(me: Me, path: str) -> list[dict[str, Any]]:
    if me.roles & ADMINISTRATORS:
        return []
    places = [("待办", "/"), ("全部", "/documents")]
    if Role.SECRETARY in me.roles:
        places.append(("收文", "/documents/new"))
    places.append(("清册", "/destruction-orders"))
    places.append(("委托", "/delegations"))
    if me.roles & KEEPERS:
        places.append(("簿册", "/books"))
    if me.roles & READERS:
        places.append(("规则", "/rules"))
    return [{"word": word, "href": href, "current": path == href} for word, href in places]
