"""导航: where somebody may go from every page.  What is used all day stands open, the rest lies grouped under 更多."""

from collections.abc import Iterator
from typing import Any

from config.language import _
from config.policy import policy
from models import form_releases, journal, powers
from models.books import KEEPERS
from models.carriers import KEEPERS as CARRIER_KEEPERS
from models.departures import HEIRS
from models.organs import KEEPERS as ORGAN_KEEPERS
from models.people import ADMINISTRATORS, Me, Role
from models.powers import Power
from models.rulebooks import READERS

Place = tuple[str, str]  # the word, the address

BELONGS = {"/obligations": "/supervision"}  # by what it is, not by its address
OPEN = 4  # a phone of 320 px shows four and 更多 in one line


def navigation(me: Me, path: str) -> dict[str, Any]:
    """``open`` are places; ``groups`` have a word and places; the current place is marked."""
    groups = [(word, list(found)) for word, found in _groups(me)]
    here = _here(path, [href for _, places in groups for _, href in places])
    shown = [(word, [_shown(place, path, here) for place in places]) for word, places in groups if places]
    first, rest = shown[0][1], shown[1:]
    return {
        "open": first[:OPEN],
        "groups": [{"word": word, "places": places} for word, places in rest],
        "inside": any(place["current"] for _, places in rest for place in places),
    }


def _groups(me: Me) -> Iterator[tuple[str, Iterator[Place]]]:
    if me.roles & ADMINISTRATORS:
        yield "", _administration(me)
        yield _("人员与登录"), _accounts(me)
        yield _("系统"), _system(me)
    else:
        yield "", _papers(me)
        yield _("登记与档案"), _registers(me)
        yield _("人员与职责"), _people(me)
        yield _("制度"), _rules(me)


def _administration(me: Me) -> Iterator[Place]:
    yield _("待办"), "/"
    yield _("人员"), "/people"
    if journal.may_see(me):
        yield _("审计"), "/audit"
    if powers.has(me, Power.KEEP_ACCOUNTS):
        yield _("部门"), "/offices"


def _accounts(me: Me) -> Iterator[Place]:
    yield _("第二因素"), "/factor-resets"
    if powers.has(me, Power.SEE_READERS):
        yield _("知悉记录"), "/readers"


def _system(me: Me) -> Iterator[Place]:
    if me.roles.intersection(form_releases.KEEPERS):
        yield _("表单"), "/forms"
    if Role.SECURITY_ADMIN in me.roles and policy().state_secrets.mode != "off":
        yield _("载体"), "/consents"
    if powers.has(me, Power.READ_NUMBERS):
        yield _("编号簿"), "/numbers"
    if powers.has(me, Power.KEEP_MAIL):
        yield _("未送达邮件"), "/dead-letters"
    if powers.has(me, Power.SEE_ENGINE):
        yield _("引擎状态"), "/engine"
    if powers.has(me, Power.SEE_BACKUPS):
        yield _("备份"), "/backups"
    yield _("规矩"), "/policy"
    yield _("时钟"), "/clock"
    yield _("工作日历"), "/calendar"


def _papers(me: Me) -> Iterator[Place]:
    yield _("待办"), "/"
    yield _("全部"), "/documents"
    if Role.SECRETARY in me.roles:
        yield _("收文"), "/documents/new"
    yield _("督办"), "/supervision"


def _registers(me: Me) -> Iterator[Place]:
    if me.roles & KEEPERS:
        yield _("簿册"), "/books"
    if me.roles.intersection(ORGAN_KEEPERS):
        yield _("机关"), "/organs"
    if powers.has(me, Power.READ_NUMBERS):
        yield _("编号簿"), "/numbers"
    yield _("清册"), "/destruction-orders"
    if me.roles & CARRIER_KEEPERS and policy().state_secrets.mode != "off":
        yield _("载体"), "/carriers"
    if powers.has(me, Power.KEEP_MAIL):
        yield _("未送达邮件"), "/dead-letters"


def _people(me: Me) -> Iterator[Place]:
    yield _("委托"), "/delegations"
    if me.roles & set(HEIRS):
        yield _("离任"), "/departures"
    if Role.OFFICE_HEAD in me.roles:
        yield _("人员"), "/people"


def _rules(me: Me) -> Iterator[Place]:
    if me.roles & READERS:
        yield _("规则"), "/rules"
    if powers.has(me, Power.READ_POLICY):
        yield _("规矩"), "/policy"
    yield _("工作日历"), "/calendar"


def _here(path: str, addresses: list[str]) -> str:
    """The place this page belongs to: of those it lies below, the nearest."""
    path = BELONGS.get(path, path)
    above = [one for one in addresses if path == one or path.startswith(f"{one.rstrip('/')}/")]
    return max(above, key=len, default="")


def _shown(place: Place, path: str, here: str) -> dict[str, Any]:
    word, href = place
    current = "page" if href == path else "true" if href == here != "/" else ""
    return {"word": word, "href": href, "current": current}
