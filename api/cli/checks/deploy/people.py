"""人员: who comes in, from where, and how surely he is who he says."""

from sqlalchemy import func
from sqlmodel import col, select

from api.cli.checks.finding import Trouble
from api.cli.walk.premises import SEEDED
from config.policy import SHIPPED, policy
from config.settings import settings
from models import factors, first_run
from models.database import reading
from models.people import ADMINISTRATORS, Person, Role, holders
from models.roles import ROLE_LABELS

MOST_LOCAL = 30  # accounts that somebody can still keep in order by hand
LONGEST_IDLE_MINUTES, LONGEST_HOURS, MOST_FAILURES = 30, 12, 5
INVENTED = ".example"  # RFC 2606: no mail ever arrives there


def sessions_are_short() -> str:
    here = policy().sign_in
    if here.idle_minutes > LONGEST_IDLE_MINUTES or here.longest_hours > LONGEST_HOURS:
        raise Trouble(
            f"不操作{here.idle_minutes}分钟、最长{here.longest_hours}小时才须重新登录",
            f"请把 [sign_in] 的 idle_minutes 设到{LONGEST_IDLE_MINUTES}以内，longest_hours 设到{LONGEST_HOURS}以内。",
        )
    if here.failures > MOST_FAILURES:
        raise Trouble(
            f"连错{here.failures}次才暂停登录", f"请把 [sign_in] 的 failures 设到{MOST_FAILURES}以内。"
        )
    return f"{here.idle_minutes}分钟、{here.longest_hours}小时，连错{here.failures}次暂停"


def administrators_prove_twice() -> str:
    """等保三级 8.1.4.1 d: two kinds of proof."""
    wanted = {role.value for role in ADMINISTRATORS}
    if missing := wanted - set(policy().step_up.factor_for):
        named = "、".join(label for role, label in ROLE_LABELS.items() if role.value in missing)
        raise Trouble(f"{named}只凭口令登录", "请在 [step_up] 的 factor_for 里写上三员，让他们登记第二因素。")
    return "三员须有第二因素"


def rules_are_ours() -> str:
    here = policy().hospital
    if settings().policy in (None, SHIPPED):
        raise Trouble(
            f"用的是随产品的样本规矩（{here.name}）", "请照样写一份本院的 policy.toml，设 JIYAO_POLICY。"
        )
    return f"{here.name}，{settings().policy}"


def nobody_is_invented() -> str:
    with reading() as session:
        invented = select(func.count()).where(col(Person.active), col(Person.mail).endswith(INVENTED))
        many = session.exec(invented).one()
    if many or (settings().data_dir / SEEDED).exists():
        raise Trouble(f"这里有演示数据和{many}个演示账号，其口令人人皆知", "正式使用请换一个空的数据目录。")
    return "没有"


def setup_is_over() -> str:
    with reading() as session:
        over = first_run.is_over(session)
    if not over:
        raise Trouble(
            "初次设置还没有结束，能登录本机的人仍可用命令行授予角色",
            "三员各登录一次后自动结束；或运行 jiyao setup finish。",
        )
    return "已经结束，权限变更须两人"


def administrators_are_three() -> str:
    with reading() as session:
        missing = first_run.missing(session)
        there = [person for role in sorted(ADMINISTRATORS) for person in holders(session, role)]
        bare = [person.name for person in there if not factors.has(session, person.id)]
    if missing:
        raise Trouble(f"还没有{'、'.join(role.label for role in missing)}", "请由三个不同的人分别担任。")
    if bare:
        raise Trouble(f"{'、'.join(bare)}还没有登记第二因素", "请本人登录后，在“我的账号”页登记验证器。")
    return "齐备，由不同的人担任，都有第二因素"


def accounts_come_from_the_directory() -> str:
    with reading() as session:
        people = session.exec(select(func.count()).where(col(Person.active))).one()
    if settings().directory == "local" and people > MOST_LOCAL:
        raise Trouble(
            f"{people}个账号都是本地的，离职的人不会自动停用",
            "请接入本院目录，见 jiyao directory --help。",
        )
    return f"{people}个账号（{settings().directory}）"


def auditor_gets_heads() -> str:
    with reading() as session:
        reached = [person for person in holders(session, Role.AUDITOR) if person.mail]
    if not reached or not settings().smtp_host:
        raise Trouble(
            "安全审计员收不到存证邮件，回退数据库就没有外面的凭据", "请给安全审计员登记邮箱，并设邮件服务器。"
        )
    return f"{len(reached)}人"
