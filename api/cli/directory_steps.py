"""检查名录: every step with what was found, and what to do where it went wrong."""

from collections.abc import Iterator

from api.cli.checks.finding import Finding
from gateways import roster
from gateways.clock import now
from gateways.ldap.rehearsal import Step, rehearse
from gateways.ldap.schema import Entry
from models import enrol
from models.database import reading
from models.roster import Listed

ADVICE = {
    "reach": "请核对 JIYAO_LDAP_URL 的主机和端口、防火墙。",
    "tls": "请核对证书是否过期、是否发给这个主机名、签发机构是否在 JIYAO_LDAP_CA_FILE；"
    "服务器须支持 LDAPS 或 StartTLS（TLS 1.2 以上）。",
    "service": "请核对 JIYAO_LDAP_BIND_DN 和 JIYAO_LDAP_BIND_PASSWORD。",
    "bind": "服务器没有明确答复登录（可能要求转到别的服务器），请直接写那台服务器的地址。",
    "search": "请核对 JIYAO_LDAP_BASE，并确认服务账号可以读取人员条目。",
    "empty": "请核对 JIYAO_LDAP_BASE 和 JIYAO_LDAP_FILTER。",
}
MOST = 20  # of what cannot be mapped


def steps(uid: str) -> Iterator[Finding]:
    """Raises NoDirectory."""
    if not roster.has_a_directory():
        raise roster.NoDirectory()
    entries: list[Entry] = []
    for found in rehearse(uid):
        if isinstance(found, Step):
            yield Finding(found.name, not found.code, found.what, ADVICE.get(found.code, ""))
        else:
            entries.append(found)
    if entries:
        yield from _people(entries)


def _people(entries: list[Entry]) -> Iterator[Finding]:
    roll = roster.read(entries)
    if roll.people:
        yield Finding("样本", True, _told(roll.people[0]))
    with reading() as session:
        plan = enrol.plan(session, roll.people, unclear=roll.unclear, at=now())
    problems = [*roll.problems, *plan.problems]
    for one in problems[:MOST]:
        yield Finding(
            "对不上", False, f"{one.uid or '（没有账号名）'}：{one.why}", "照上面一行改正目录或设置。"
        )
    if len(problems) > MOST:
        yield Finding("对不上", False, f"还有 {len(problems) - MOST} 条", "先处理上面的。")
    if not problems:
        yield Finding("对照", True, f"{len(roll.people)} 人的部门都对得上")


def _told(one: Listed) -> str:
    said = [
        f"账号 {one.uid}",
        f"姓名 {one.name}",
        f"部门 {'、'.join(one.offices) or '（空）'}",
        f"邮箱 {one.mail or '（空）'}",
        "在用" if one.enabled else "已停用",
        f"标识 {one.id}",
    ]
    return "，".join(said)
