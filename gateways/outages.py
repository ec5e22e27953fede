"""故障: what is down, one sentence each, for every page; what is said is true now, and gone when it is over."""

import shutil
from collections.abc import Iterator

from sqlalchemy.exc import SQLAlchemyError

from config.language import _
from config.policy import policy
from config.settings import settings
from gateways import engine
from gateways.clock import now
from gateways.engine import Standing
from models.pen import PEN


def told() -> list[str]:
    """Empty while nobody needs to know.  Where the tables cannot be read, that is the one thing to be said."""
    try:
        return [one for one in _told(engine.state()) if one]
    except SQLAlchemyError:
        return [
            _("数据库没有应答：暂时不能看，也不能办。请系统管理员检查；恢复后照常办理，不会有办到一半的事。")
        ]


def _told(standing: Standing) -> Iterator[str]:
    yield standing.notice
    if PEN.dry:
        yield _(
            "数据库写不进去：可以看，暂时不能办。请系统管理员检查数据库和磁盘；恢复后照常办理，不会有办到一半的事。"
        )
    if _disk_is_full():
        yield _("磁盘空间不足，暂停接收文件。请系统管理员清理磁盘；腾出空间后自动恢复。")
    if standing.unsent:
        yield _("邮件暂时发不出去：{n}封等候重发，恢复后自动补发；待办箱不受影响。", n=standing.unsent)
    if settings().directory == "ldap" and directory_is_silent():
        yield _("目录服务没有应答：已登录的不受影响，未登录的请稍后再试，恢复后照常登录。")


def _disk_is_full() -> bool:
    return shutil.disk_usage(settings().data_dir).free < policy().uploads.free_disk_mb << 20


def directory_is_silent() -> bool:
    """Whether it gave this process no answer when it was last asked."""
    from gateways.ldap.breaker import breaker  # ldap3 is loaded only where there is a server

    return breaker.is_silent(now())
